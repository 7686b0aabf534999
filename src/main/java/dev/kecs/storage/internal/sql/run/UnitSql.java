package dev.kecs.storage.internal.sql.run;

import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.StorageTimeoutException;
import dev.kecs.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs statements in a transaction of the storage's own, and ends it. */
public final class UnitSql extends TransactionSql implements AutoCloseable {
  private final boolean readOnly;
  private final @Nullable Duration timeout;
  private final long began;

  /** What the first statement sets; null after it. */
  private @Nullable Settings first;

  private boolean ended;

  /**
   * Begins a transaction; the server learns of it with the first statement.
   *
   * @param began the {@link System#nanoTime} from which the options' time limit counts
   */
  UnitSql(PooledSql root, Connection connection, TransactionOptions options, long began) {
    super(root, connection);
    this.readOnly = options.readOnly();
    this.timeout = options.timeout();
    this.began = began;
    this.first = root.settings(options);
    boolean begun = false;
    try {
      connection.setAutoCommit(false);
      begun = true;
    } catch (SQLException e) {
      throw error(call("begin"), e);
    } finally {
      if (!begun) {
        close();
      }
    }
  }

  @Override
  void refuse(Call<?> call) {
    checkUsable();
    refuseWrites(readOnly, call);
  }

  @Override
  StorageException error(Call<?> call, SQLException e) {
    failure = root.remember(SqlErrors.inUnit(call, e));
    return failure;
  }

  /** What remains of the time is set for each statement anew. */
  @Override
  Settings settings() {
    Settings settings = first == null ? Settings.NONE : first;
    first = null;
    return timeout == null
        ? settings
        : settings.withLimit(shorter(left(timeout), root.statementTimeout()));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Commits. */
  public void commit() {
    checkUsable();
    try {
      connection.commit();
    } catch (SQLException e) {
      failure = root.remember(SqlErrors.committing(e));
      throw failure;
    } finally {
      close();
    }
  }

  /** Rolls back, unless it has ended. */
  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    try (connection) {
      // After a commit this does nothing.
      connection.rollback();
      // Not if that failed: it would commit.
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // The server rolls back when the connection is gone; the pool notices that it is broken.
      afterwards(e);
    }
  }

  /** Notes what ending the unit threw; it must not hide what happened before. */
  private void afterwards(SQLException e) {
    StorageException late = SqlErrors.inUnit(call("rollback"), e);
    if (failure == null) {
      failure = root.remember(late);
    } else {
      failure.addSuppressed(late);
    }
  }

  @Override
  void rollBackToSavepoint(Throwable reason) {
    if (!ended) {
      super.rollBackToSavepoint(reason);
    }
  }

  private void checkUsable() {
    root.refuseClosed();
    if (ended) {
      throw new IllegalStateException("the transaction has ended");
    }
    if (failure != null) {
      throw onlyRollback(failure);
    }
    if (timeout != null && left(timeout).isNegative()) {
      throw new StorageTimeoutException("the transaction took longer than " + timeout);
    }
  }

  private Duration left(Duration limit) {
    return limit.minusNanos(System.nanoTime() - began);
  }
}
