package dev.kecs.storage.error;

/**
 * The transaction lost against a concurrent one (SQLSTATE 40001 or 40P01, or a key or reference
 * that another transaction stored meanwhile) and was rolled back. The same work can be tried again.
 */
public class TransactionConflictException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says what was wrong. */
  public TransactionConflictException(String message) {
    super(message);
  }

  /** Makes one that says what was wrong, and its cause. */
  public TransactionConflictException(String message, Throwable cause) {
    super(message, cause);
  }
}
