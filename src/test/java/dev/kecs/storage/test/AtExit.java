package dev.kecs.storage.test;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Closes what is still open when the JVM ends, the newest first: databases before their server. */
public final class AtExit {
  private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(AtExit::closeAll, "tests-at-exit"));
  }

  private AtExit() {}

  /** Closes it then, unless it is forgotten. */
  public static synchronized void close(AutoCloseable resource) {
    OPEN.push(resource);
  }

  /** Leaves it alone then, for it is closed. */
  public static synchronized void forget(AutoCloseable resource) {
    OPEN.remove(resource);
  }

  private static synchronized @Nullable AutoCloseable next() {
    return OPEN.poll();
  }

  private static void closeAll() {
    for (AutoCloseable resource = next(); resource != null; resource = next()) {
      try {
        resource.close();
      } catch (Exception e) {
        System.err.println("Left behind: " + resource + ": " + e.getMessage());
      }
    }
  }
}
