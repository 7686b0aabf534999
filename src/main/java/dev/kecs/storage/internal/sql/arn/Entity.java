package dev.kecs.storage.internal.sql.arn;

import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.VersionConflictException;
import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.internal.sql.statement.Violations;
import dev.kecs.storage.model.Arn;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * What all stores of rows with an ARN have in common. A store declares one, and adds its own
 * methods.
 *
 * @param <K> the ARN
 * @param <T> the record
 */
public final class Entity<K extends Arn, T> {
  private final String store;
  private final String noun;
  private final Mapping<T, ?> mapping;
  private final Table<?> table;
  private final Key<K> key;
  private final Function<T, K> arn;
  private final Violations<T> violations;
  private final BiFunction<T, Instant, T> completion;
  private final Function<Binds<T>, Condition> allowed;
  private final String refusal;

  private final SqlStatement<K, T> find;
  private final SqlStatement<K, T> lock;
  private final SqlStatement<Collection<K>, T> findAll;
  private final SqlStatement<T, T> update;
  private final SqlStatement<K, Void> delete;
  private final NewRows<K, T> newRows;

  private Entity(
      String store,
      String noun,
      Mapping<T, ?> mapping,
      Key<K> key,
      Function<T, K> arn,
      Violations<T> violations,
      BiFunction<T, Instant, T> completion,
      Function<Binds<T>, Condition> allowed,
      String refusal) {
    this.store = store;
    this.noun = noun;
    this.mapping = mapping;
    this.table = mapping.table();
    this.key = key;
    this.arn = arn;
    this.violations = violations;
    this.completion = completion;
    this.allowed = allowed;
    this.refusal = refusal;
    newRows = new NewRows<>(this);
    find = SqlStatement.read(statement("find"), this::selectOne, mapping::read);
    lock =
        SqlStatement.write(
            statement("lock"),
            in -> selectOne(in).forNoKeyUpdate(),
            mapping::read,
            Violations.none());
    findAll =
        SqlStatement.read(
            statement("getAll"),
            in -> select(mapping.fields()).from(table).where(key.isOneOf(in)),
            mapping::read);
    update =
        SqlStatement.write(
            statement("update"),
            in ->
                DSL.update(table)
                    .set(mapping.updated(in))
                    .where(key.is(in.of(arn)))
                    .and(mapping.unchanged(in))
                    .and(allowed.apply(in))
                    .returningResult(mapping.returning()),
            mapping::written,
            violations);
    delete = SqlStatement.write(statement("delete"), in -> deleteFrom(table).where(key.is(in)));
  }

  /**
   * Declares how a store keeps its rows.
   *
   * @param store what the store is called in {@code Stores}, such as {@code taskSets}: the names of
   *     its statements begin with it
   * @param noun what messages call one of its resources, such as {@code task set}
   */
  public static <K extends Arn, T> Entity<K, T> of(
      String store,
      String noun,
      Mapping<T, ?> mapping,
      Key<K> key,
      Function<T, K> arn,
      Violations<T> violations) {
    return new Entity<>(
        store, noun, mapping, key, arn, violations, (value, now) -> value, in -> noCondition(), "");
  }

  /** Declares the same, with a function that completes every value that is written. */
  public Entity<K, T> completedBy(BiFunction<T, Instant, T> completion) {
    return new Entity<>(store, noun, mapping, key, arn, violations, completion, allowed, refusal);
  }

  /**
   * Declares the same, but refuses some changes.
   *
   * @param allowed the condition on the row and the value under which the value may replace the row
   * @param refusal what a message says about a row that does not meet the condition
   */
  public Entity<K, T> allowing(Function<Binds<T>, Condition> allowed, String refusal) {
    return new Entity<>(store, noun, mapping, key, arn, violations, completion, allowed, refusal);
  }

  /** Returns the name of a method's statement. */
  public String statement(String method) {
    return store + "." + method;
  }

  /** Returns how its rows are read and written. */
  public Mapping<T, ?> mapping() {
    return mapping;
  }

  /** Returns how a statement identifies its rows. */
  public Key<K> key() {
    return key;
  }

  /** Returns the errors for constraints that are violated when a row is written. */
  public Violations<T> violations() {
    return violations;
  }

  /** Returns the ARN of a value. */
  public K arn(T value) {
    return arn.apply(value);
  }

  private SelectConditionStep<Record> selectOne(Binds<K> in) {
    return select(mapping.fields()).from(table).where(key.is(in));
  }

  /**
   * Returns the value as it is written at that time.
   *
   * @throws InvalidValueException if it has too many tags
   */
  public T stamped(T value, Instant now) {
    return mapping.stamped(completion.apply(value, now), now);
  }

  /** Returns the name of the row of that ARN in messages. */
  public String named(K arn) {
    return noun + " " + arn;
  }

  /** Returns the error that there is no row of that ARN. */
  public NotFoundException notFound(K arn) {
    return new NotFoundException(named(arn) + " does not exist");
  }

  /** Returns the error that there is a row of that ARN. */
  public AlreadyExistsException exists(K arn) {
    return new AlreadyExistsException(named(arn) + " exists already");
  }

  /** Returns the error that a row has the key of that ARN. */
  AlreadyExistsException taken(K arn, K holder) {
    return holder.equals(arn)
        ? exists(arn)
        : new AlreadyExistsException(named(arn) + " has the key of another ARN");
  }

  public Optional<T> find(Sql sql, K arn) {
    return sql.one(find, arn);
  }

  public T get(Sql sql, K arn) {
    return find(sql, arn).orElseThrow(() -> notFound(arn));
  }

  /** Returns the row and locks it: no one else can change it until the transaction ends. */
  public T lock(Sql sql, K arn) {
    return untilFound(sql, arn, () -> findLocked(sql, arn));
  }

  /** Does as {@link #lock}, but with one try; empty if that does not find the row. */
  public Optional<T> findLocked(Sql sql, K arn) {
    return sql.one(lock, arn);
  }

  /**
   * Repeats a statement until it finds the row, or throws if no row exists. A statement that waits
   * for a row's lock finds nothing if the row is deleted meanwhile, even if another row has its ARN
   * by then.
   *
   * @throws NotFoundException if there is none
   */
  public <R> R untilFound(Sql sql, K arn, Supplier<Optional<R>> statement) {
    while (true) {
      Optional<R> result = statement.get();
      if (result.isPresent()) {
        return result.get();
      }
      get(sql, arn);
    }
  }

  public Map<K, T> getAll(Sql sql, Collection<K> arns) {
    Map<K, T> found = new HashMap<>();
    sql.all(findAll, arns).forEach(value -> found.put(arn.apply(value), value));
    Map<K, T> ordered = new LinkedHashMap<>();
    for (K wanted : arns) {
      T value = found.get(wanted);
      if (value != null) {
        ordered.put(wanted, value);
      }
    }
    return ordered;
  }

  /** Returns how its rows are created, for statements of a store's own. */
  public NewRows<K, T> newRows() {
    return newRows;
  }

  public T create(Sql sql, T value) {
    return newRows.create(sql, value);
  }

  public List<T> createAll(Sql sql, Collection<T> values) {
    return newRows.createAll(sql, values);
  }

  /**
   * Returns the row that has the key of a new one, empty if there is none any more.
   *
   * @throws AlreadyExistsException if it is that of another ARN
   */
  public Optional<T> holder(Sql sql, K arn) {
    Optional<T> holder = sql.one(findAll, List.of(arn));
    holder
        .map(this.arn)
        .filter(held -> !held.equals(arn))
        .ifPresent(
            held -> {
              throw taken(arn, held);
            });
    return holder;
  }

  /**
   * Returns the ARNs as a set.
   *
   * @throws InvalidValueException if one is there twice
   */
  public Set<K> distinct(Collection<K> arns) {
    Set<K> distinct = new LinkedHashSet<>();
    for (K arn : arns) {
      if (!distinct.add(arn)) {
        throw new InvalidValueException(named(arn) + " is there twice");
      }
    }
    return distinct;
  }

  public T update(Sql sql, T value) {
    if (mapping.version(value) == null) {
      throw new InvalidValueException(
          named(arn.apply(value)) + " has no version: an update needs the one that was read");
    }
    return sql.one(update, stamped(value, sql.now())).orElseThrow(() -> whyNotUpdated(sql, value));
  }

  private StorageException whyNotUpdated(Sql sql, T value) {
    K arn = this.arn.apply(value);
    Optional<T> stored = find(sql, arn);
    if (stored.isEmpty()) {
      return notFound(arn);
    }
    return Objects.equals(mapping.version(stored.get()), mapping.version(value))
        ? new InvalidValueException(named(arn) + " " + refusal)
        : new VersionConflictException(
            named(arn)
                + " was changed since: its version is "
                + mapping.version(stored.get())
                + ", not "
                + mapping.version(value));
  }

  /** Changes a row by a caller's function. */
  public T modify(Sql sql, K arn, UnaryOperator<T> change) {
    return sql.atomicallyOnce(
        unit -> {
          T stored = lock(unit, arn);
          T changed = change.apply(stored);
          if (changed == null) {
            throw new InvalidValueException("the function returned null for " + named(arn));
          }
          if (!this.arn.apply(changed).equals(arn)) {
            throw new InvalidValueException(
                named(arn) + " cannot become " + this.arn.apply(changed));
          }
          return update(unit, mapping.withVersionOf(changed, stored));
        });
  }

  public void delete(Sql sql, K arn) {
    untilFound(sql, arn, () -> Optional.of(sql.count(delete, arn)).filter(deleted -> deleted > 0));
  }
}
