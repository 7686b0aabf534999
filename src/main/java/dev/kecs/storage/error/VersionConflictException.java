package dev.kecs.storage.error;

/**
 * The resource was changed, or deleted and created again, since the given version was read. Read it
 * again and decide again.
 */
public class VersionConflictException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says what was wrong. */
  public VersionConflictException(String message) {
    super(message);
  }
}
