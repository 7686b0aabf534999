package dev.kecs.storage.transaction;

import dev.kecs.storage.error.OutcomeUnknownException;
import dev.kecs.storage.error.TransactionConflictException;

/**
 * A unit of work that its owner ends. Any thread may use it, one at a time. It holds a connection
 * until it ends.
 */
public interface Transaction extends Stores, AutoCloseable {
  /**
   * Makes all that was done take effect, and ends the transaction.
   *
   * @throws TransactionConflictException if it lost against a concurrent one, and was rolled back
   * @throws OutcomeUnknownException if the connection was lost during the commit
   */
  void commit();

  /** Undoes all that was done, and ends the transaction. Does nothing if it has ended. */
  void rollback();

  /** Rolls back, unless the transaction has ended. */
  @Override
  void close();
}
