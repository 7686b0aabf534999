package dev.kecs.storage.error;

/**
 * A page token is malformed, altered, of an unknown version, or of another list or filter than the
 * one it was given to.
 */
public class InvalidPageTokenException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says what was wrong. */
  public InvalidPageTokenException(String message) {
    super(message);
  }

  /** Makes one that says what was wrong, and its cause. */
  public InvalidPageTokenException(String message, Throwable cause) {
    super(message, cause);
  }
}
