package dev.kecs.storage.error;

/** A resource that the written one refers to, such as its cluster, does not exist. */
public class ReferenceNotFoundException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says what was wrong. */
  public ReferenceNotFoundException(String message) {
    super(message);
  }

  /** Makes one that says what was wrong, and its cause. */
  public ReferenceNotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
