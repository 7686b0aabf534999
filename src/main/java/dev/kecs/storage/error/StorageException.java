package dev.kecs.storage.error;

/**
 * The storage could not do what was asked. Its subclasses tell why; the class itself is thrown only
 * for what no caller can act on, such as an error inside the server.
 */
public class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says what could not be done. */
  public StorageException(String message) {
    super(message);
  }

  /** Makes one that says what could not be done, and its cause. */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
