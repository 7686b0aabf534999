package dev.kecs.storage.benchmark;

import java.time.Duration;

/** Tells whoever waits what goes on. */
final class Progress {
  private static final long START = System.nanoTime();

  private Progress() {}

  /** Prints a line, with the time since the first one. */
  static void say(String line) {
    Duration time = Duration.ofNanos(System.nanoTime() - START);
    System.out.println("%3d:%02d  %s".formatted(time.toMinutes(), time.toSecondsPart(), line));
  }
}
