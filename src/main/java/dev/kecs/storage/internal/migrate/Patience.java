package dev.kecs.storage.internal.migrate;

import dev.kecs.storage.error.StorageTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits between tries, until a time is over. */
final class Patience {
  private final Duration limit;
  private final long end;

  Patience(Duration limit) {
    this.limit = limit;
    this.end = System.nanoTime() + limit.toNanos();
  }

  /**
   * Waits before the next try.
   *
   * @param why what keeps it waiting
   * @throws StorageTimeoutException if the time is over, or the thread is interrupted
   */
  void pause(Duration pause, String why, @Nullable Throwable cause) {
    if (Thread.currentThread().isInterrupted()) {
      throw gaveUp("interrupted: " + why, cause);
    }
    if (System.nanoTime() - end > 0) {
      throw gaveUp("gave up after " + limit + ": " + why, cause);
    }
    LockSupport.parkNanos(pause.toNanos());
  }

  private static StorageTimeoutException gaveUp(String message, @Nullable Throwable cause) {
    return cause == null
        ? new StorageTimeoutException(message)
        : new StorageTimeoutException(message, cause);
  }
}
