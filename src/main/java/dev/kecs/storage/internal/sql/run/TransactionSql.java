package dev.kecs.storage.internal.sql.run;

import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.PermissionDeniedException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.internal.sql.statement.Rendered;
import dev.kecs.storage.internal.sql.statement.Violations;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements in a transaction, on its one connection. Work inside is a savepoint. For one
 * thread at a time.
 */
abstract class TransactionSql extends Sql {
  // As SQL and not by JDBC's methods, which drivers and pools refuse while a transaction manager
  // holds the connection. One name does: the newest savepoint hides older ones of its name.
  private static final String NAME = "kecs";
  private static final Rendered SAVEPOINT = Rendered.plain(DSL.savepoint(NAME));
  private static final String RELEASE = Rendered.plain(DSL.releaseSavepoint(NAME)).sql();
  private static final String ROLLBACK =
      Rendered.plain(DSL.rollback().toSavepoint(NAME)).sql() + "; " + RELEASE;

  final PooledSql root;
  final Connection connection;

  /** The first error after which the server accepts only a rollback. */
  @Nullable StorageException failure;

  TransactionSql(PooledSql root, Connection connection) {
    super(root.statements(), root.clock());
    this.root = root;
    this.connection = connection;
  }

  /** Throws if the call cannot or must not run. */
  abstract void refuse(Call<?> call);

  /** If the server refused it, the pool would take it for a standby and close the connection. */
  static void refuseWrites(boolean readOnly, Call<?> call) {
    if (readOnly && call.writes()) {
      throw new PermissionDeniedException(
          call.name() + " would write, and the transaction is read-only");
    }
  }

  /** Returns the error of a call that failed. */
  abstract StorageException error(Call<?> call, SQLException e);

  @Override
  final <R> R run(Call<?> call, ConnectionWork<R> work) {
    refuse(call);
    try {
      R result = work.run(connection);
      // A host may have gone back to a savepoint of its own since.
      failure = null;
      return result;
    } catch (SQLException e) {
      throw error(call, e);
    }
  }

  @Override
  public final <R> R atomically(Function<? super Sql, ? extends R> work) {
    run(call("savepoint"), SAVEPOINT, executed -> true);
    try {
      R result = root.guarded(() -> work.apply(this));
      run(call("release"), same -> execute(RELEASE));
      return result;
    } catch (Throwable e) {
      rollBackToSavepoint(e);
      throw e;
    }
  }

  @Override
  public final <R> R atomicallyOnce(Function<? super Sql, ? extends R> work) {
    return atomically(work);
  }

  @Override
  public final <R> R explained(
      Function<? super Sql, ? extends R> statement, Consumer<? super Sql> explanation) {
    try {
      return atomically(statement);
    } catch (AlreadyExistsException | ReferenceNotFoundException e) {
      explanation.accept(this);
      throw e;
    }
  }

  /** Goes back to the newest savepoint. If that fails, the reason to do so tells of it. */
  void rollBackToSavepoint(Throwable reason) {
    try {
      execute(ROLLBACK);
      failure = null;
    } catch (SQLException e) {
      StorageException lost = SqlErrors.inUnit(call("rollback"), e);
      reason.addSuppressed(lost);
      failure = failure == null ? root.remember(lost) : failure;
    }
  }

  private boolean execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }

  static Call<String> call(String name) {
    return new Call<>(name, false, "", Violations.none());
  }

  /** Returns the error that nothing but a rollback is possible after another one. */
  static StorageException onlyRollback(StorageException first) {
    return new StorageException(
        "the transaction can only be rolled back, since " + first.getMessage(), first);
  }
}
