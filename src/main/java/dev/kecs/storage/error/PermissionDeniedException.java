package dev.kecs.storage.error;

/**
 * The role that the storage runs as lacks a right (SQLSTATE 42501), or the options of the unit of
 * work refuse writes.
 */
public class PermissionDeniedException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says what was wrong. */
  public PermissionDeniedException(String message) {
    super(message);
  }

  /** Makes one that says what was wrong, and its cause. */
  public PermissionDeniedException(String message, Throwable cause) {
    super(message, cause);
  }
}
