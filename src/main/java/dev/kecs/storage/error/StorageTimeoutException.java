package dev.kecs.storage.error;

/**
 * A wait took too long: for a connection of the pool, for a lock, for a statement or for a whole
 * transaction, which the server itself may have ended because it was idle or long. The work was
 * rolled back.
 */
public class StorageTimeoutException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says what was wrong. */
  public StorageTimeoutException(String message) {
    super(message);
  }

  /** Makes one that says what was wrong, and its cause. */
  public StorageTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
