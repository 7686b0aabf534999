package dev.kecs.storage.error;

/**
 * A wait ended: for a connection of the pool, for a lock, for a statement or for a whole
 * transaction. What was going on was rolled back.
 */
public class StorageTimeoutException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says what was wrong. */
  public StorageTimeoutException(String message) {
    super(message);
  }

  /** Makes one that says what was wrong, and what it came from. */
  public StorageTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
