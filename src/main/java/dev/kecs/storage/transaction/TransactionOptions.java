package dev.kecs.storage.transaction;

import dev.kecs.storage.error.InvalidValueException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a unit of work runs.
 *
 * @param isolation what it sees of concurrent transactions
 * @param readOnly whether writes are refused
 * @param timeout how long it may take from the call on, with the wait for a connection and all its
 *     runs, 1 ms to 1 day; null for no limit of its own. Checked before each statement and before
 *     the commit. Each statement may take no longer than the shorter of what remains of this and
 *     the configured statement timeout.
 * @param retries how many times the whole work is run again after it lost a conflict ({@link
 *     dev.kecs.storage.error.TransactionConflictException}), 0 to 100, each time after a short
 *     random wait. Only for work that may run more than once
 * @see <a href="https://www.postgresql.org/docs/current/transaction-iso.html">Transaction
 *     Isolation</a>
 */
public record TransactionOptions(
    Isolation isolation, boolean readOnly, @Nullable Duration timeout, int retries) {
  /** READ COMMITTED, with writes, without a time limit, run once. */
  public static final TransactionOptions DEFAULT =
      new TransactionOptions(Isolation.READ_COMMITTED, false, null, 0);

  private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
  private static final Duration MAX_TIMEOUT = Duration.ofDays(1);
  private static final int MAX_RETRIES = 100;

  /**
   * Checks the parts.
   *
   * @throws InvalidValueException if the isolation is missing, or a part is out of its range
   */
  public TransactionOptions {
    if (isolation == null) {
      throw new InvalidValueException("isolation is required");
    }
    if (timeout != null
        && (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0)) {
      throw new InvalidValueException("timeout is not from 1 ms to 1 day: " + timeout);
    }
    if (retries < 0 || retries > MAX_RETRIES) {
      throw new InvalidValueException("retries is not from 0 to " + MAX_RETRIES + ": " + retries);
    }
  }

  /** Returns the same with another isolation. */
  public TransactionOptions withIsolation(Isolation isolation) {
    return new TransactionOptions(isolation, readOnly, timeout, retries);
  }

  /** Returns the same, refusing writes. */
  public TransactionOptions withReadOnly() {
    return new TransactionOptions(isolation, true, timeout, retries);
  }

  /** Returns the same with a time limit. */
  public TransactionOptions withTimeout(Duration timeout) {
    return new TransactionOptions(isolation, readOnly, timeout, retries);
  }

  /** Returns the same with retries. */
  public TransactionOptions withRetries(int retries) {
    return new TransactionOptions(isolation, readOnly, timeout, retries);
  }

  /** PostgreSQL's isolation levels. */
  public enum Isolation {
    /** Each statement sees what was committed before it began. */
    READ_COMMITTED,
    /** All statements see what was committed before the first began. */
    REPEATABLE_READ,
    /** As if transactions ran one after the other. */
    SERIALIZABLE
  }
}
