package dev.kecs.storage.internal.sql.statement;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Query;

/**
 * A statement that takes an {@code A} and returns {@code R}s: written once in jOOQ's DSL, and
 * rendered once for each storage, or for each shape of its filter if it has one. Its name is {@code
 * store.method}, as a caller of the storage writes it. It returns the fields that its query
 * selects.
 */
public final class SqlStatement<A, R> {
  private final String name;
  private final boolean writes;
  private final Filter<A> filter;
  private final BiFunction<Binds<A>, Condition, Query> query;
  private final RowReader<? super A, ? extends R> reader;
  private final Violations<? super A> violations;

  private SqlStatement(
      String name,
      boolean writes,
      Filter<A> filter,
      BiFunction<Binds<A>, Condition, Query> query,
      RowReader<? super A, ? extends R> reader,
      Violations<? super A> violations) {
    this.name = name;
    this.writes = writes;
    this.filter = filter;
    this.query = query;
    this.reader = reader;
    this.violations = violations;
  }

  /** Declares a statement that changes nothing. */
  public static <A, R> SqlStatement<A, R> read(
      String name, Function<Binds<A>, Query> query, RowReader<? super A, ? extends R> reader) {
    return new SqlStatement<>(
        name, false, Filter.of(), (in, all) -> query.apply(in), reader, Violations.none());
  }

  /** Declares a statement that changes or locks rows and returns some. */
  public static <A, R> SqlStatement<A, R> write(
      String name,
      Function<Binds<A>, Query> query,
      RowReader<? super A, ? extends R> reader,
      Violations<? super A> violations) {
    return new SqlStatement<>(
        name, true, Filter.of(), (in, all) -> query.apply(in), reader, violations);
  }

  /** Declares a statement that changes the rows that a filter selects, and returns some. */
  public static <A, R> SqlStatement<A, R> write(
      String name,
      Filter<A> filter,
      BiFunction<Binds<A>, Condition, Query> query,
      RowReader<? super A, ? extends R> reader) {
    return new SqlStatement<>(name, true, filter, query, reader, Violations.none());
  }

  /** Declares a statement that changes rows, violates no constraint, and returns how many. */
  public static <A> SqlStatement<A, Void> write(String name, Function<Binds<A>, Query> query) {
    return write(name, query, Violations.none());
  }

  /** Declares a statement that changes rows and returns how many. */
  public static <A> SqlStatement<A, Void> write(
      String name, Function<Binds<A>, Query> query, Violations<? super A> violations) {
    return write(name, query, SqlStatement::noRows, violations);
  }

  /** Declares a statement that changes the rows that a filter selects, and returns how many. */
  public static <A> SqlStatement<A, Void> write(
      String name, Filter<A> filter, BiFunction<Binds<A>, Condition, Query> query) {
    return write(name, filter, query, SqlStatement::noRows);
  }

  private static Void noRows(Object argument, ResultRow row) {
    throw new IllegalStateException("the statement was declared to return no rows");
  }

  /** Returns its name, which errors hold. */
  public String name() {
    return name;
  }

  /** Tells whether it changes or locks rows. */
  public boolean writes() {
    return writes;
  }

  /** Returns what makes its results from rows. */
  public RowReader<? super A, ? extends R> reader() {
    return reader;
  }

  /** Returns the errors for violated constraints. */
  public Violations<? super A> violations() {
    return violations;
  }

  /** Returns the statement as JDBC runs it for that argument. */
  public Rendered rendered(StatementCache cache, A argument) {
    if (filter.isEmpty()) {
      return cache.rendered(this, () -> render(cache, List.of()));
    }
    List<Integer> choices = filter.choices(argument);
    return cache.rendered(new Shape(this, choices), () -> render(cache, choices));
  }

  private Rendered render(StatementCache cache, List<Integer> choices) {
    Binds<A> in = new Binds<>();
    return cache.render(query.apply(in, filter.condition(choices, in)), in);
  }

  private record Shape(Object statement, List<Integer> choices) {}
}
