package dev.kecs.storage.internal.sql.run;

import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.OutcomeUnknownException;
import dev.kecs.storage.error.PermissionDeniedException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.StorageTimeoutException;
import dev.kecs.storage.error.StorageUnavailableException;
import dev.kecs.storage.error.TransactionConflictException;
import dev.kecs.storage.internal.sql.statement.Violations;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The one place that tells what an error of JDBC means: by its SQLSTATE and the constraint's name,
 * never by its message, no part of which is shown.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error
 *     Codes</a>
 */
public final class SqlErrors {
  /** read_only_sql_transaction: the error of a standby, and of a read-only transaction. */
  public static final String READ_ONLY = "25006";

  private SqlErrors() {}

  /** Returns the error that no connection could be had. */
  public static StorageException connecting(SQLException e) {
    return connecting("", e);
  }

  /**
   * Returns the error that no connection could be had.
   *
   * @param where the beginning of the message
   */
  public static StorageException connecting(String where, SQLException e) {
    SQLException cause = serverError(e);
    return switch (state(cause)) {
      case "28P01", "28000" ->
          new StorageUnavailableException(where + "the server refuses the role or its password", e);
      case "3D000" -> new StorageUnavailableException(where + "the database does not exist", e);
      case "42501" ->
          new StorageUnavailableException(where + "the role may not connect to the database", e);
      case "53300" ->
          new StorageUnavailableException(where + "the server has no connection left", e);
      case "57P03" ->
          new StorageUnavailableException(where + "the server is starting up or shutting down", e);
      default ->
          cause == e && e instanceof SQLTransientConnectionException
              ? new StorageTimeoutException("no connection of the pool became free in time", e)
              : new StorageUnavailableException(where + "the server cannot be reached", e);
    };
  }

  /** Returns the error of a failed statement that belongs to no store. */
  public static StorageException running(String name, SQLException e) {
    return running(new Sql.Call<>(name, false, "", Violations.none()), e);
  }

  /** Returns the error of a failed statement that ran by itself. */
  static <A> StorageException running(Sql.Call<A> call, SQLException e) {
    if (isLost(e)) {
      return call.writes()
          ? new OutcomeUnknownException(
              "the connection was lost during "
                  + call.name()
                  + ": whether it took effect is unknown",
              e)
          : new StorageUnavailableException("the connection was lost during " + call.name(), e);
    }
    return READ_ONLY.equals(e.getSQLState())
        ? new StorageUnavailableException("the server takes no writes: it may be a standby", e)
        : refused(call, e);
  }

  /** Returns the error of a failed statement of a unit of work, which has then taken no effect. */
  static <A> StorageException inUnit(Sql.Call<A> call, SQLException e) {
    return isLost(e)
        ? new StorageUnavailableException(
            "the connection was lost during " + call.name() + ": the transaction is rolled back", e)
        : refused(call, e);
  }

  /** Returns the error of a failed commit. */
  static StorageException committing(SQLException e) {
    return isLost(e)
        ? new OutcomeUnknownException(
            "the connection was lost during the commit: whether it took effect is unknown", e)
        : refused(new Sql.Call<>("commit", true, "", Violations.none()), e);
  }

  private static <A> StorageException refused(Sql.Call<A> call, SQLException e) {
    String constraint = constraint(e);
    StorageException violation = call.violations().error(constraint, call.argument(), e);
    if (violation != null) {
      return violation;
    }
    String name = call.name();
    return switch (state(e)) {
      case "40001", "40P01" ->
          new TransactionConflictException(name + " lost against a concurrent transaction", e);
      case "55P03" -> new StorageTimeoutException(name + " waited too long for a lock", e);
      case "57014" -> new StorageTimeoutException(name + " took too long", e);
      case "42501" ->
          new PermissionDeniedException("the role lacks a right that " + name + " needs", e);
      case READ_ONLY ->
          new PermissionDeniedException(name + " would write, and the transaction is read-only", e);
      case "23505" -> new AlreadyExistsException(name + " violates " + constraint, e);
      case "23503", "23001" -> new ReferenceNotFoundException(name + " violates " + constraint, e);
      case "23514", "23502" -> new InvalidValueException(name + " violates " + constraint, e);
      case "22021" -> new InvalidValueException(name + " was given a text that holds U+0000", e);
      case "54000" -> new InvalidValueException(name + ": a value is too long for its index", e);
      case "53100", "53200", "53300" ->
          new StorageUnavailableException("the server lacks resources for " + name, e);
      case "42P01", "3F000", "42703" ->
          new StorageException(
              name
                  + " found a schema that does not fit: has it been migrated, is it the right one?",
              e);
      default -> new StorageException(name + " failed with SQLSTATE " + state(e), e);
    };
  }

  /** Tells whether the connection is gone, and with it the answer. */
  static boolean isLost(SQLException e) {
    String state = state(e);
    return state.startsWith("08") || state.startsWith("57P") || e.getCause() instanceof IOException;
  }

  private static @Nullable String constraint(SQLException e) {
    if (e instanceof PSQLException server) {
      ServerErrorMessage message = server.getServerErrorMessage();
      return message == null ? null : message.getConstraint();
    }
    return null;
  }

  /** Returns the innermost error: a pool's own error wraps the last failure to connect. */
  private static SQLException serverError(SQLException e) {
    return e.getCause() instanceof SQLException cause ? serverError(cause) : e;
  }

  private static String state(SQLException e) {
    return Objects.requireNonNullElse(e.getSQLState(), "");
  }
}
