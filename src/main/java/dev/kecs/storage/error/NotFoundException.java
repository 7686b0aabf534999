package dev.kecs.storage.error;

/** There is no such resource in the account, region or cluster that was asked for. */
public class NotFoundException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** Makes one that says what was wrong. */
  public NotFoundException(String message) {
    super(message);
  }
}
