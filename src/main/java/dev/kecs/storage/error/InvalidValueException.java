package dev.kecs.storage.error;

/** An argument is not acceptable. Nothing was sent to the server. */
public class InvalidValueException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says what was wrong. */
  public InvalidValueException(String message) {
    super(message);
  }

  /** Makes one that says what was wrong, and what it came from. */
  public InvalidValueException(String message, Throwable cause) {
    super(message, cause);
  }
}
