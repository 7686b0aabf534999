package dev.kecs.storage.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Takes SIGINT (Ctrl+C) and SIGTERM as a request for an orderly end: the process goes on until the
 * command has closed what it opened, and exits with the command's own code. For an orderly end that
 * is 0, which is what supervisors look at. A JVM by itself would exit at once, with 130 or 143.
 */
final class StopSignal {
  /** After this time the process is halted, which loses no data either. */
  private static final long SECONDS_TO_END = 30;

  private final CountDownLatch received = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int exitCode = 1;

  private StopSignal() {}

  /** Handles the signals from now on. */
  static StopSignal expect() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(signal::end, "kecs-stop"));
    return signal;
  }

  private void end() {
    received.countDown();
    try {
      ended.await(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Once a signal ends the JVM, only halt can set the exit code.
    Runtime.getRuntime().halt(exitCode);
  }

  /** Waits for a signal. */
  void await() throws InterruptedException {
    received.await();
  }

  /** Ends the process, whether there was a signal or not. */
  void exit(int code) {
    exitCode = code;
    ended.countDown();
    System.exit(code);
  }
}
