package dev.kecs.storage.error;

/**
 * An argument is not acceptable: it was refused before anything was sent to the server, or the
 * server or a constraint of the schema refused it there. Nothing was written. An argument that is
 * null, or a collection with null in it, is refused in this way wherever {@code @Nullable} does not
 * allow it.
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
