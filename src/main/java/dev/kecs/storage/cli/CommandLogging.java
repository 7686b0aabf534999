package dev.kecs.storage.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sets what the command logs on the standard error: its own progress, and warnings. A properties
 * file would set the same for every application that has the library on its class path.
 */
final class CommandLogging {
  private static final String SIMPLE_LOGGER = "org.slf4j.simpleLogger.";

  /** Kept in a field: otherwise the logger is garbage-collected and its level is lost. */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  private CommandLogging() {}

  /** Must be called before the first SLF4J logger is made. */
  static void configure(boolean verbose) {
    set("showThreadName", "false");
    set("showLogName", Boolean.toString(verbose));
    set("defaultLogLevel", verbose ? "info" : "warn");
    set("log.dev.kecs", verbose ? "debug" : "info");
    if (!verbose) {
      // These log, with stack traces, errors that they also throw.
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
