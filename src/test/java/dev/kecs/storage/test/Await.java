package dev.kecs.storage.test;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what the server or another thread will do, by asking again and again. */
public final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Await() {}

  /**
   * Returns once the condition holds.
   *
   * @throws AssertionError if it does not within half a minute
   */
  public static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("Not within " + LIMIT.toSeconds() + " s: " + what);
      }
      Thread.onSpinWait();
    }
  }
}
