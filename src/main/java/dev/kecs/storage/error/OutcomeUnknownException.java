package dev.kecs.storage.error;

/**
 * The connection was lost during a commit, or during a write outside a transaction: whether it took
 * effect is not known. Read before writing again.
 */
public class OutcomeUnknownException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says what was wrong. */
  public OutcomeUnknownException(String message) {
    super(message);
  }

  /** Makes one that says what was wrong, and its cause. */
  public OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
