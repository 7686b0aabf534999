package dev.kecs.storage.internal.sql.run;

import static java.util.Map.entry;

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
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The one place that tells what an error of JDBC means: by its SQLSTATE and the constraint's name,
 * never by its message, no part of which is shown.
 */
public final class SqlErrors {
  /** read_only_sql_transaction: the error of a standby, and of a read-only transaction. */
  public static final String READ_ONLY = "25006";

  private static final String BATCH_TOO_LARGE = "22023";

  private static final String UNFIT_SCHEMA =
      "%s found a schema that does not fit: has it been migrated, is it the right one?";
  private static final String MIXED_UP =
      "%s met a pooler that mixes up prepared statements: add prepareThreshold=0 to the URL";

  /**
   * What the states mean in which the server refuses a statement, which then took no effect: by the
   * whole state, or by its first two characters, which are its class. The other states are those of
   * a fault in the library or the server, or never come: {@link StorageException}. A lost
   * connection is not among them.
   *
   * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error
   *     Codes</a>
   */
  private static final Map<String, Meaning> MEANINGS =
      Map.ofEntries(
          // Data Exception
          means("22", InvalidValueException::new, "%s was given a value that PostgreSQL refuses"),
          means("22021", InvalidValueException::new, "%s was given a text that holds U+0000"),
          means(
              "2200H", StorageException::new, "%s found that the numbers for new rows are used up"),
          // Integrity Constraint Violation
          means("23", InvalidValueException::new, "%s violates %s"),
          means("23001", ReferenceNotFoundException::new, "%s violates %s"),
          means("23503", ReferenceNotFoundException::new, "%s violates %s"),
          means("23505", AlreadyExistsException::new, "%s violates %s"),
          means("23P01", AlreadyExistsException::new, "%s violates %s"),
          // Invalid Transaction State
          means(
              READ_ONLY,
              StorageUnavailableException::new,
              "the server takes no writes, as %s would: it is a standby, or"
                  + " default_transaction_read_only is on"),
          means(
              JdbcFailure.IN_FAILED_TRANSACTION,
              StorageException::new,
              "%s: the transaction can only be rolled back, since an earlier statement failed"),
          means(
              "25P03",
              StorageTimeoutException::new,
              "the server ended the transaction before %s: it did nothing for longer than"
                  + " idle_in_transaction_session_timeout"),
          means(
              "25P04",
              StorageTimeoutException::new,
              "the server ended the transaction during %s: it took longer than"
                  + " transaction_timeout"),
          // Invalid SQL Statement Name
          means("26", StorageException::new, MIXED_UP),
          // Invalid Authorization Specification
          means("28", PermissionDeniedException::new, "the server refuses the role during %s"),
          // Invalid Schema Name
          means("3F", StorageException::new, UNFIT_SCHEMA),
          // Transaction Rollback
          means(
              "40", TransactionConflictException::new, "%s lost against a concurrent transaction"),
          // Syntax Error or Access Rule Violation
          means("42", StorageException::new, UNFIT_SCHEMA),
          means("42501", PermissionDeniedException::new, "the role lacks a right that %s needs"),
          means("42P05", StorageException::new, MIXED_UP),
          // Insufficient Resources
          means("53", StorageUnavailableException::new, "the server lacks resources for %s"),
          // Program Limit Exceeded
          means("54", InvalidValueException::new, "%s was given more than PostgreSQL can take"),
          means("54000", InvalidValueException::new, "%s: a value is too long for its index"),
          // Object Not In Prerequisite State
          means("55P03", StorageTimeoutException::new, "%s waited too long for a lock"),
          // Operator Intervention
          means("57", StorageUnavailableException::new, "an operator of the server stopped %s"),
          means("57014", StorageTimeoutException::new, "%s took too long, or was cancelled"),
          // Snapshot Failure
          means("72", TransactionConflictException::new, "%s needs rows that are gone meanwhile"));

  private SqlErrors() {}

  private static Map.Entry<String, Meaning> means(
      String state, BiFunction<String, Throwable, StorageException> error, String sentence) {
    return entry(state, new Meaning(error, sentence));
  }

  /** Returns the SQLSTATE that an exception or one of its causes has; "" for none. */
  public static String state(Throwable e) {
    return JdbcFailure.of(e).state();
  }

  /** Returns the error that no connection could be had. */
  public static StorageException connecting(SQLException e) {
    JdbcFailure failure = JdbcFailure.of(e);
    for (Throwable cause : failure.causes()) {
      if (cause instanceof ConnectionFailure explained) {
        return new StorageUnavailableException(String.valueOf(explained.getMessage()), e);
      }
    }
    if (failure.state().isEmpty() && !failure.has(IOException.class)) {
      return failure.has(SQLTransientConnectionException.class)
          ? new StorageTimeoutException("no connection of the pool became free in time", e)
          : new StorageUnavailableException("the data source gives no connection", e);
    }
    return new StorageUnavailableException(
        "the data source gives no connection: " + ConnectionFailure.reason(failure), e);
  }

  /** Returns the error of a failed statement that belongs to no store. */
  public static StorageException running(String name, SQLException e) {
    return running(new Sql.Call<>(name, false, "", Violations.none()), e);
  }

  /** Returns the error of a failed statement that ran by itself. */
  static <A> StorageException running(Sql.Call<A> call, SQLException e) {
    JdbcFailure failure = JdbcFailure.of(e);
    boolean unknown = call.writes() && !failure.isUnsent();
    if (failure.isLost()) {
      return unknown
          ? new OutcomeUnknownException(
              "the connection was lost during "
                  + call.name()
                  + ": whether it took effect is unknown",
              e)
          : new StorageUnavailableException("the connection was lost during " + call.name(), e);
    }
    if (failure.has(OutOfMemoryError.class) && unknown) {
      return new OutcomeUnknownException(
          outOfMemory(call) + ": whether it took effect is unknown", e);
    }
    return refused(call, failure, e);
  }

  /** Returns the error of a failed statement of a unit of work, which has then taken no effect. */
  static <A> StorageException inUnit(Sql.Call<A> call, SQLException e) {
    JdbcFailure failure = JdbcFailure.of(e);
    return failure.isLost()
        ? new StorageUnavailableException(
            "the connection was lost during " + call.name() + ": the transaction is rolled back", e)
        : refused(call, failure, e);
  }

  /** Returns the error of a failed commit. */
  static StorageException committing(SQLException e) {
    JdbcFailure failure = JdbcFailure.of(e);
    return failure.isLost()
        ? new OutcomeUnknownException(
            "the connection was lost during the commit: whether it took effect is unknown", e)
        : refused(new Sql.Call<>("commit", true, "", Violations.none()), failure, e);
  }

  private static <A> StorageException refused(
      Sql.Call<A> call, JdbcFailure failure, SQLException e) {
    if (failure.has(OutOfMemoryError.class)) {
      return new StorageException(
          outOfMemory(call) + ": read less at once, or give the process more", e);
    }
    String state = failure.state();
    if (state.equals(BATCH_TOO_LARGE) && failure.has(IOException.class)) {
      // The driver's own error, before it sends anything.
      return new InvalidValueException(
          call.name() + " was given more than a message to the server can hold, which is 1 GiB", e);
    }
    String constraint = failure.constraint();
    StorageException violation = call.violations().error(constraint, call.argument(), e);
    if (violation != null) {
      return violation;
    }
    Meaning meaning = meaning(state);
    return meaning == null
        ? new StorageException(call.name() + " failed with SQLSTATE " + state, e)
        : meaning.error(call.name(), constraint, e);
  }

  private static @Nullable Meaning meaning(String state) {
    Meaning meaning = MEANINGS.get(state);
    return meaning != null || state.length() < 2 ? meaning : MEANINGS.get(state.substring(0, 2));
  }

  private static String outOfMemory(Sql.Call<?> call) {
    return "the memory of this process ran out while it read what " + call.name() + " returned";
  }

  private record Meaning(BiFunction<String, Throwable, StorageException> error, String sentence) {
    StorageException error(String name, @Nullable String constraint, SQLException e) {
      return error.apply(sentence.formatted(name, constraint), e);
    }
  }
}
