package dev.kecs.storage.internal.sql.statement;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.ResourceInUseException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.TransactionConflictException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.ForeignKey;
import org.jooq.Index;
import org.jooq.Named;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The errors for violated constraints, for statements that run with an {@code A}. Also tells which
 * constraint would be violated, before one is.
 */
public final class Violations<A> {
  private final Map<String, Function<? super A, StorageException>> errors = new HashMap<>();
  private final List<Obstacle> obstacles = new ArrayList<>();
  private boolean hasKeys;

  private Violations() {}

  /** Begins a table of errors. */
  public static <A> Violations<A> of() {
    return new Violations<>();
  }

  /** Returns the empty table. */
  public static Violations<Object> none() {
    return new Violations<>();
  }

  /**
   * A row with that key exists: {@link AlreadyExistsException}.
   *
   * @param same the condition that a stored row and one of a given table have the same key
   */
  public Violations<A> taken(
      Index key, Function<Table<?>, Condition> same, Function<? super A, String> what) {
    Table<?> table = Objects.requireNonNull(key.getTable());
    hasKeys = true;
    obstacles.add(
        new Obstacle(
            key.getName(), given -> exists(selectOne().from(table).where(same.apply(given)))));
    return add(key, argument -> new AlreadyExistsException(what.apply(argument)));
  }

  /** A row that the written one refers to does not exist: {@link ReferenceNotFoundException}. */
  public Violations<A> missing(ForeignKey<?, ?> key, Function<? super A, String> what) {
    obstacles.add(new Obstacle(key.getName(), given -> isMissing(key, given)));
    return add(
        key,
        argument ->
            new ReferenceNotFoundException(what.apply(argument) + ", which does not exist"));
  }

  /** Rows refer to the one that was to be deleted: {@link ResourceInUseException}. */
  public Violations<A> used(ForeignKey<?, ?> key, Function<? super A, String> what) {
    return add(key, argument -> new ResourceInUseException(what.apply(argument)));
  }

  /**
   * Another transaction stored a row that refers to the one being deleted: {@link
   * TransactionConflictException}, so that, outside a unit of work, the statement runs again.
   */
  public Violations<A> usedMeanwhile(ForeignKey<?, ?> key) {
    return meanwhile(key, "another transaction stored a row that refers to one being deleted");
  }

  /**
   * Another transaction took the key after its former row gave it up: {@link
   * TransactionConflictException}, so that, outside a unit of work, the statement runs again.
   */
  public Violations<A> takenMeanwhile(Index unique) {
    return meanwhile(unique, "another transaction took the key meanwhile");
  }

  private Violations<A> meanwhile(Named constraint, String what) {
    return add(constraint, argument -> new TransactionConflictException(what));
  }

  private Violations<A> add(Named constraint, Function<? super A, StorageException> error) {
    errors.put(constraint.getName(), error);
    return this;
  }

  private static Condition isMissing(ForeignKey<?, ?> key, Table<?> given) {
    Condition refers = noCondition();
    Condition same = noCondition();
    for (int i = 0; i < key.getFields().size(); i++) {
      Field<?> reference = Objects.requireNonNull(given.field(key.getFields().get(i)));
      refers = refers.and(reference.isNotNull());
      same = same.and(equal(key.getKeyFields().get(i), reference));
    }
    return refers.and(notExists(selectOne().from(key.getKey().getTable()).where(same)));
  }

  @SuppressWarnings("unchecked") // A reference has the type of what it refers to.
  private static <V> Condition equal(Field<V> field, Field<?> reference) {
    return field.eq((Field<V>) reference);
  }

  /** Tells whether a row that is written must have unique keys beside that of its ARN. */
  public boolean hasKeys() {
    return hasKeys;
  }

  /**
   * Returns the name of the first constraint that a row of the given table would violate if it were
   * inserted now; NULL if it would violate none.
   */
  public Field<String> obstacle(Table<?> given) {
    Field<String> name = inline((String) null, SQLDataType.CLOB);
    for (int i = obstacles.size() - 1; i >= 0; i--) {
      Obstacle obstacle = obstacles.get(i);
      name = when(obstacle.condition.apply(given), inline(obstacle.name)).otherwise(name);
    }
    return name;
  }

  /** Returns the error for a violated constraint, null if the table has none. */
  public @Nullable StorageException error(@Nullable String constraint, A argument) {
    if (constraint == null) {
      return null;
    }
    Function<? super A, StorageException> error = errors.get(constraint);
    if (error == null) {
      // A distributed table's constraints end with the number of the shard.
      error = errors.get(constraint.replaceFirst("_\\d+$", ""));
    }
    return error == null ? null : error.apply(argument);
  }

  /** Returns the same error with its cause. */
  public @Nullable StorageException error(
      @Nullable String constraint, A argument, Throwable cause) {
    StorageException error = error(constraint, argument);
    if (error != null) {
      error.initCause(cause);
    }
    return error;
  }

  private record Obstacle(String name, Function<Table<?>, Condition> condition) {}
}
