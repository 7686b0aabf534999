package dev.kecs.storage.internal.sql.run;

import dev.kecs.storage.internal.sql.statement.PageStatement;
import dev.kecs.storage.internal.sql.statement.Rendered;
import dev.kecs.storage.internal.sql.statement.ResultRow;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.internal.sql.statement.StatementCache;
import dev.kecs.storage.internal.sql.statement.Violations;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs the statements of a store: each by itself on a connection of the pool, or all on the one
 * connection of a unit of work. Throws the errors of {@code dev.kecs.storage.error}.
 */
public abstract class Sql {
  private final StatementCache statements;
  private final Clock clock;

  Sql(StatementCache statements, Clock clock) {
    this.statements = statements;
    this.clock = clock;
  }

  final StatementCache statements() {
    return statements;
  }

  final Clock clock() {
    return clock;
  }

  /** Returns the time of a write, in microseconds, which is what the database keeps. */
  public final Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Runs a statement, and returns its rows in their order. */
  public final <A, R> List<R> all(SqlStatement<A, R> statement, A argument) {
    Rendered rendered = statement.rendered(statements, argument);
    return run(
        call(statement, argument),
        rendered,
        prepared -> {
          List<R> rows = new ArrayList<>();
          try (ResultSet result = prepared.getResultSet()) {
            ResultRow row = new ResultRow(result, rendered.columns());
            while (row.next()) {
              rows.add(statement.reader().read(argument, row));
            }
          }
          return rows;
        });
  }

  /** Runs a statement that returns one row at most. */
  public final <A, R> Optional<R> one(SqlStatement<A, R> statement, A argument) {
    List<R> rows = all(statement, argument);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /** Runs a statement that returns no rows, and returns how many it changed. */
  public final <A> int count(SqlStatement<A, Void> statement, A argument) {
    return run(
        call(statement, argument),
        statement.rendered(statements, argument),
        PreparedStatement::getUpdateCount);
  }

  /** Reads a page of a list. */
  public final <Q, T> Page<T> page(PageStatement<Q, T> list, Q query, PageRequest request) {
    PageStatement.Run<Q> run = list.run(statements, query, request);
    return run(
        new Call<>(list.name(), false, run, Violations.none()),
        run.rendered(),
        prepared -> page(list, run, prepared));
  }

  /**
   * Runs several statements as one: all of them take effect, or none. On a connection of the pool
   * it is a transaction, run again if it loses a conflict; in a unit of work it is a savepoint.
   */
  public abstract <R> R atomically(Function<? super Sql, ? extends R> work);

  /**
   * Does as {@link #atomically}, but runs the work once at most, for work that calls a caller's
   * function.
   */
  public abstract <R> R atomicallyOnce(Function<? super Sql, ? extends R> work);

  /**
   * Runs a statement. If it is refused, runs the explanation, which throws a better error; if that
   * throws none, throws the first error. In a unit of work the statement runs behind a savepoint,
   * so that the unit stays usable; the explanation must keep it so.
   */
  public abstract <R> R explained(
      Function<? super Sql, ? extends R> statement, Consumer<? super Sql> explanation);

  /** Runs the work on a connection, and turns what it throws into an error of the storage. */
  abstract <R> R run(Call<?> call, ConnectionWork<R> work);

  /** Returns what is set for the next statement; it goes out with it, in one round trip. */
  Settings settings() {
    return Settings.NONE;
  }

  private static <A> Call<A> call(SqlStatement<A, ?> statement, A argument) {
    return new Call<>(statement.name(), statement.writes(), argument, statement.violations());
  }

  final <R> R run(Call<?> call, Rendered rendered, Answer<R> answer) {
    return run(
        call,
        connection -> {
          Settings settings = settings();
          try (PreparedStatement prepared =
              connection.prepareStatement(settings.before(rendered.sql()))) {
            rendered.bind(prepared, settings.bind(prepared), call.argument());
            prepared.execute();
            settings.skipResults(prepared);
            return answer.read(prepared);
          }
        });
  }

  private static <Q, T> Page<T> page(
      PageStatement<Q, T> list, PageStatement.Run<Q> run, PreparedStatement prepared)
      throws SQLException {
    List<T> items = new ArrayList<>();
    String token = null;
    try (ResultSet result = prepared.getResultSet()) {
      ResultRow row = new ResultRow(result, run.rendered().columns());
      while (items.size() < run.limit() && row.next()) {
        items.add(list.reader().read(run, row));
        if (items.size() == run.limit()) {
          token = list.tokenAfter(row, run.digest());
        }
      }
      return new Page<>(items, token != null && row.next() ? token : null);
    }
  }

  /**
   * A statement that runs, with what an error is made from.
   *
   * @param writes whether it may have changed something if its connection is lost
   */
  record Call<A>(String name, boolean writes, A argument, Violations<? super A> violations) {}

  @FunctionalInterface
  interface ConnectionWork<R> {
    R run(Connection connection) throws SQLException;
  }

  /** Reads what a statement that was executed returned. */
  @FunctionalInterface
  interface Answer<R> {
    R read(PreparedStatement executed) throws SQLException;
  }
}
