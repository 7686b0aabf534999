package dev.kecs.storage.internal.sql.run;

import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.PermissionDeniedException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.StorageTimeoutException;
import dev.kecs.storage.internal.sql.statement.StatementCache;
import dev.kecs.storage.internal.sql.statement.Violations;
import dev.kecs.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs statements in one transaction, on one connection. For one thread at a time. */
public final class UnitSql extends Sql implements AutoCloseable {
  private final Connection connection;
  private final PooledSql root;
  private final boolean readOnly;
  private final @Nullable Duration timeout;
  private final long deadline;
  private boolean ended;

  /** The first error after which the server accepts only a rollback. */
  private @Nullable StorageException failure;

  UnitSql(
      StatementCache statements,
      Clock clock,
      Connection connection,
      TransactionOptions options,
      PooledSql root) {
    super(statements, clock);
    this.connection = connection;
    this.root = root;
    this.readOnly = options.readOnly();
    this.timeout = options.timeout();
    this.deadline = timeout == null ? 0 : System.nanoTime() + timeout.toNanos();
    try {
      connection.setAutoCommit(false);
      set(options);
    } catch (SQLException e) {
      close();
      throw root.remember(SqlErrors.inUnit(call("begin"), e));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Sets options that differ from the defaults inside the transaction, because a pooler may share
   * the session.
   */
  private void set(TransactionOptions options) throws SQLException {
    StringBuilder settings = new StringBuilder();
    if (options.isolation() != TransactionOptions.Isolation.READ_COMMITTED) {
      settings
          .append("SET TRANSACTION ISOLATION LEVEL ")
          .append(options.isolation().name().replace('_', ' '))
          .append(';');
    }
    if (options.readOnly()) {
      settings.append("SET TRANSACTION READ ONLY;");
    }
    if (timeout != null) {
      long shorter = Math.min(timeout.toMillis(), root.statementTimeout().toMillis());
      settings.append("SET LOCAL statement_timeout = ").append(shorter).append(';');
    }
    if (!settings.isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        // jOOQ has no DSL for SET TRANSACTION.
        statement.execute(settings.toString());
      }
    }
  }

  @Override
  <R> R run(Call<?> call, ConnectionWork<R> work) {
    checkUsable();
    if (readOnly && call.writes()) {
      // If the server refused it, the pool would take the server for a standby and close the
      // connection.
      throw new PermissionDeniedException(
          call.name() + " would write, and the transaction is read-only");
    }
    try {
      return work.run(connection);
    } catch (SQLException e) {
      failure = root.remember(SqlErrors.inUnit(call, e));
      throw failure;
    }
  }

  @Override
  public <R> R atomically(Function<? super Sql, ? extends R> work) {
    return nested(work);
  }

  @Override
  public <R> R atomicallyOnce(Function<? super Sql, ? extends R> work) {
    return nested(work);
  }

  @Override
  public <R> R explained(
      Function<? super Sql, ? extends R> statement, Consumer<? super Sql> explanation) {
    try {
      return nested(statement);
    } catch (AlreadyExistsException | ReferenceNotFoundException e) {
      explanation.accept(this);
      throw e;
    }
  }

  <R> R guarded(Function<? super UnitSql, ? extends R> work) {
    return root.guarded(() -> work.apply(this));
  }

  /** Runs the work behind a savepoint, and goes back to it if the work fails. */
  public <R> R nested(Function<? super UnitSql, ? extends R> work) {
    checkUsable();
    Savepoint savepoint = control("savepoint", connection::setSavepoint);
    try {
      R result = guarded(work);
      checkUsable();
      control(
          "release",
          () -> {
            connection.releaseSavepoint(savepoint);
            return savepoint;
          });
      return result;
    } catch (RuntimeException | Error e) {
      rollbackTo(savepoint, e);
      throw e;
    }
  }

  private void rollbackTo(Savepoint savepoint, Throwable reason) {
    if (ended) {
      return;
    }
    try {
      connection.rollback(savepoint);
      connection.releaseSavepoint(savepoint);
      failure = null;
    } catch (SQLException e) {
      StorageException lost = root.remember(SqlErrors.inUnit(call("rollback"), e));
      reason.addSuppressed(lost);
      failure = failure == null ? lost : failure;
    }
  }

  /** Commits. */
  public void commit() {
    checkUsable();
    ended = true;
    try {
      connection.commit();
    } catch (SQLException e) {
      throw root.remember(SqlErrors.committing(e));
    } finally {
      release();
    }
  }

  /** Rolls back, unless it has ended. */
  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The server rolls back when the connection is gone; the pool notices that it is broken.
      root.remember(SqlErrors.inUnit(call("rollback"), e));
    } finally {
      release();
    }
  }

  private void release() {
    try (Connection released = connection) {
      released.setAutoCommit(true);
    } catch (SQLException e) {
      // The work is done; the pool notices that the connection is broken.
      root.remember(SqlErrors.inUnit(call("release"), e));
    }
  }

  private <R> R control(String name, SqlSupplier<R> action) {
    return run(call(name), same -> action.get());
  }

  private static Call<String> call(String name) {
    return new Call<>(name, false, "", Violations.none());
  }

  private void checkUsable() {
    if (ended) {
      throw new IllegalStateException("the transaction has ended");
    }
    if (failure != null) {
      throw new StorageException(
          "the transaction can only be rolled back, since " + failure.getMessage(), failure);
    }
    if (timeout != null && System.nanoTime() - deadline > 0) {
      throw new StorageTimeoutException("the transaction took longer than " + timeout);
    }
  }

  @FunctionalInterface
  private interface SqlSupplier<R> {
    R get() throws SQLException;
  }
}
