package dev.kecs.storage.internal.sql.run;

import dev.kecs.storage.error.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** Runs statements in a transaction that a host began on its connection, and that it ends. */
public final class HostSql extends TransactionSql {
  HostSql(PooledSql root, Connection connection) {
    super(root, connection);
  }

  /** Tells whether a connection takes part in a transaction. */
  public static boolean isInTransaction(Connection connection) throws SQLException {
    // The driver's XA connection says that it is in auto-commit mode, also within a transaction.
    return !connection.getAutoCommit()
        || (connection.isWrapperFor(BaseConnection.class)
            && connection.unwrap(BaseConnection.class).getTransactionState()
                != TransactionState.IDLE);
  }

  /**
   * Refuses a connection without a transaction: each statement would be one of its own. The host
   * may end its transaction, and return the connection, at any time.
   */
  @Override
  void refuse(Call<?> call) {
    root.refuseClosed();
    try {
      if (connection.isClosed() || !isInTransaction(connection)) {
        throw new IllegalStateException(
            call.name()
                + " needs a transaction that the host has begun: the connection is closed, or in"
                + " auto-commit mode");
      }
      refuseWrites(connection.isReadOnly(), call);
    } catch (SQLException e) {
      throw error(call, e);
    }
  }

  @Override
  StorageException error(Call<?> call, SQLException e) {
    if (failure != null && JdbcFailure.IN_FAILED_TRANSACTION.equals(SqlErrors.state(e))) {
      return onlyRollback(failure);
    }
    failure = root.remember(SqlErrors.inUnit(call, e));
    return failure;
  }
}
