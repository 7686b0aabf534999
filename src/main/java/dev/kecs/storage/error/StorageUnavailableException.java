package dev.kecs.storage.error;

/**
 * The server cannot be reached, refuses connections, takes no writes, lacks resources or is
 * shutting down. Nothing was written. If no connection could be made, the message says where, why,
 * and what to do.
 */
public class StorageUnavailableException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says what was wrong. */
  public StorageUnavailableException(String message) {
    super(message);
  }

  /** Makes one that says what was wrong, and its cause. */
  public StorageUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
