package dev.kecs.storage.page;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.Check;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted.
 *
 * @param limit how many items at most, 1 to {@value #MAX_LIMIT}
 * @param nextToken the token of the previous page; null for the first page
 */
public record PageRequest(int limit, @Nullable String nextToken) {
  /** The limit if none is given. */
  public static final int DEFAULT_LIMIT = 100;

  /** The largest limit. */
  public static final int MAX_LIMIT = 1000;

  /**
   * Checks the limit.
   *
   * @throws InvalidValueException if it is out of its range
   */
  public PageRequest {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new InvalidValueException("limit is not from 1 to " + MAX_LIMIT + ": " + limit);
    }
  }

  /** Returns a request for the first page of a list, of {@value #DEFAULT_LIMIT} items at most. */
  public static PageRequest first() {
    return first(DEFAULT_LIMIT);
  }

  /**
   * Returns a request for the first page of a list.
   *
   * @throws InvalidValueException if the limit is out of its range
   */
  public static PageRequest first(int limit) {
    return new PageRequest(limit, null);
  }

  /**
   * Returns a request for the page that follows the one with this token, with the same limit.
   *
   * @throws InvalidValueException if there is no token: no page follows
   */
  public PageRequest next(String nextToken) {
    return new PageRequest(limit, Check.given("nextToken", nextToken));
  }
}
