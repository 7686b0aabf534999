package dev.kecs.storage.store;

import dev.kecs.storage.error.InvalidValueException;

/** The limits of bulk deletions. The next call deletes what is left over. */
public final class Deletion {
  /** How many rows one call deletes at most: {@value}. */
  public static final int MAX_LIMIT = 10_000;

  private Deletion() {}

  /**
   * Returns the limit, if it is from 1 to {@link #MAX_LIMIT}.
   *
   * @throws InvalidValueException if it is not
   */
  public static int limit(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new InvalidValueException("limit is not from 1 to " + MAX_LIMIT + ": " + limit);
    }
    return limit;
  }
}
