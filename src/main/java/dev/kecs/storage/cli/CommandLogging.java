package dev.kecs.storage.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the command logs, on the standard error: its own progress, and warnings. A properties file
 * on the class path would do the same to every application that brings the library.
 */
final class CommandLogging {
  private static final String SIMPLE_LOGGER = "org.slf4j.simpleLogger.";

  /** Held, since a logger nobody holds is collected, with its level. */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  private CommandLogging() {}

  /** Must be called before the first SLF4J logger is made. */
  static void configure(boolean verbose) {
    set("showThreadName", "false");
    set("showLogName", Boolean.toString(verbose));
    set("defaultLogLevel", verbose ? "info" : "warn");
    set("log.dev.kecs", verbose ? "debug" : "info");
    if (!verbose) {
      // They log, with stack traces, what they also throw.
      set("log.com.zaxxer.hikari", "off");
      set("log.io.zonky", "off");
      set("log.org.flywaydb", "off");
      DRIVER.setLevel(Level.OFF);
    }
  }

  private static void set(String name, String value) {
    if (System.getProperty(SIMPLE_LOGGER + name) == null) {
      System.setProperty(SIMPLE_LOGGER + name, value);
    }
  }
}
