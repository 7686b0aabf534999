package dev.kecs.storage.internal.sql.statement;

import dev.kecs.storage.model.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a query selects. For each part of the query there are a few conditions. The part's
 * value, or its absence, chooses one of them. A row must meet all the chosen conditions.
 *
 * <p>A statement is rendered once for each combination of choices. The values that are bound go
 * into the digest of page tokens.
 */
public final class Filter<Q> {
  /**
   * Appended to a prefix, this follows every text with that prefix, in the order of COLLATE "C".
   */
  private static final String AFTER_ALL = "\uDBFF\uDFFF";

  private final List<Clause<Q>> clauses = new ArrayList<>();

  private Filter() {}

  /** Begins a filter that every row passes. */
  public static <Q> Filter<Q> of() {
    return new Filter<>();
  }

  /** The field equals the part; no condition if the part is absent. */
  public <V> Filter<Q> equal(Field<V> field, Getter<Q, V> part) {
    return choose(
        query -> part.get(query) == null ? 0 : 1,
        any -> DSL.noCondition(),
        new Equal<>(field, part));
  }

  /**
   * The field is one of the part's values; no row passes if the part is empty, and every row if it
   * is absent.
   */
  public <V> Filter<Q> anyOf(Field<V> field, Getter<Q, ? extends Collection<V>> part) {
    return anyOf(field, part, DSL.noCondition());
  }

  /** The field is one of the part's values; if the part is absent, the other condition applies. */
  public <V> Filter<Q> anyOf(
      Field<V> field, Getter<Q, ? extends Collection<V>> part, Condition otherwise) {
    return choose(
        query -> part.get(query) == null ? 0 : 1,
        any -> otherwise,
        in -> field.eq(DSL.any(in.values(field, query -> present(part.get(query))))));
  }

  /** The condition applies, which is made from the part; no condition if the part is absent. */
  public Filter<Q> given(Getter<Q, ?> part, Function<Binds<Q>, Condition> condition) {
    return choose(
        query -> part.get(query) == null ? 0 : 1, any -> DSL.noCondition(), condition::apply);
  }

  /** The condition applies to such queries. */
  public Filter<Q> where(Predicate<Q> such, Condition condition) {
    return choose(query -> such.test(query) ? 1 : 0, any -> DSL.noCondition(), any -> condition);
  }

  /** The field begins with the part; no condition if the part is absent. */
  public Filter<Q> prefix(Field<String> field, Getter<Q, String> part) {
    return given(part, in -> beginsWith(field, in, part));
  }

  /**
   * Returns the condition that a field of COLLATE "C" begins with a part, as a range that an index
   * can find.
   */
  public static <Q> Condition beginsWith(Field<String> field, Binds<Q> in, Getter<Q, String> part) {
    return field
        .ge(in.value(field, part))
        .and(field.lt(in.value(field, query -> part.get(query) + AFTER_ALL)));
  }

  /** The fields equal the account and the region of the scope. */
  public Filter<Q> scope(Field<String> account, Field<String> region, Getter<Q, Scope> part) {
    return equal(account, query -> present(part.get(query)).account())
        .equal(region, query -> present(part.get(query)).region());
  }

  /**
   * If the part has the field's type, the field must equal it; otherwise the other condition
   * applies.
   */
  public <V> Filter<Q> equalOr(
      Field<V> field, Getter<Q, ?> part, Function<Binds<Q>, Condition> otherwise) {
    Class<V> type = field.getType();
    return choose(
        query -> type.isInstance(part.get(query)) ? 0 : 1,
        new Equal<>(field, query -> type.cast(part.get(query))),
        otherwise::apply);
  }

  private Filter<Q> choose(ToIntFunction<Q> number, Choice<Q> first, Choice<Q> second) {
    clauses.add(new Clause<>(number, List.of(first, second)));
    return this;
  }

  /** The condition that belongs to the part's value applies. */
  public <E extends Enum<E>> Filter<Q> choose(Getter<Q, E> part, Map<E, Condition> conditions) {
    // In the order of the enum: a map's order can differ between processes, and page tokens depend
    // on the number.
    List<E> values = conditions.keySet().stream().sorted().toList();
    clauses.add(
        new Clause<>(
            query -> values.indexOf(part.get(query)),
            values.stream()
                .<Choice<Q>>map(value -> in -> Objects.requireNonNull(conditions.get(value)))
                .toList()));
    return this;
  }

  private static <V> V present(@Nullable V part) {
    return Objects.requireNonNull(part);
  }

  /** Tells whether every row passes, whatever the query. */
  boolean isEmpty() {
    return clauses.isEmpty();
  }

  /** Returns the number of each clause's choice. */
  List<Integer> choices(Q query) {
    List<Integer> choices = new ArrayList<>(clauses.size());
    for (Clause<Q> clause : clauses) {
      choices.add(clause.number.applyAsInt(query));
    }
    return choices;
  }

  /** Returns the condition for those choices. */
  Condition condition(List<Integer> choices, Binds<Q> in) {
    Condition all = DSL.noCondition();
    for (int i = 0; i < choices.size(); i++) {
      all = all.and(clauses.get(i).conditions.get(choices.get(i)).condition(in));
    }
    return all;
  }

  /** Returns the fields that, by those choices, have the same value in all rows that pass. */
  Set<Field<?>> fixed(List<Integer> choices) {
    Set<Field<?>> fixed = new HashSet<>();
    for (int i = 0; i < choices.size(); i++) {
      if (clauses.get(i).conditions.get(choices.get(i)) instanceof Equal<Q, ?> equal) {
        fixed.add(equal.field);
      }
    }
    return fixed;
  }

  /** A condition over the query's values. */
  @FunctionalInterface
  private interface Choice<Q> {
    Condition condition(Binds<Q> in);
  }

  private record Equal<Q, V>(Field<V> field, Getter<Q, ? extends V> part) implements Choice<Q> {
    @Override
    public Condition condition(Binds<Q> in) {
      return field.eq(in.value(field, part));
    }
  }

  private record Clause<Q>(ToIntFunction<Q> number, List<Choice<Q>> conditions) {}
}
