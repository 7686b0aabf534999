package dev.kecs.storage.error;

/** Something else already has the ARN, name, port, priority or other key that must be unique. */
public class AlreadyExistsException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says what was wrong. */
  public AlreadyExistsException(String message) {
    super(message);
  }

  /** Makes one that says what was wrong, and its cause. */
  public AlreadyExistsException(String message, Throwable cause) {
    super(message, cause);
  }
}
