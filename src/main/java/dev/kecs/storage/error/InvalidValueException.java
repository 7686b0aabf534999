package dev.kecs.storage.error;

/**
 * An argument is not acceptable: it was refused before anything was sent to the server, or a
 * constraint of the schema refused it there. Nothing was written.
 */
public class InvalidValueException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says what was wrong. */
  public InvalidValueException(String message) {
    super(message);
  }

  /** Makes one that says what was wrong, and its cause. */
  public InvalidValueException(String message, Throwable cause) {
    super(message, cause);
  }
}
