package dev.kecs.storage.error;

/** The resource cannot be deleted: others still refer to it, or its status forbids it. */
public class ResourceInUseException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says what was wrong. */
  public ResourceInUseException(String message) {
    super(message);
  }

  /** Makes one that says what was wrong, and its cause. */
  public ResourceInUseException(String message, Throwable cause) {
    super(message, cause);
  }
}
