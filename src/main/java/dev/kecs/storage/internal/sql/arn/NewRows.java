package dev.kecs.storage.internal.sql.arn;

import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.select;

import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.internal.sql.statement.BatchColumns;
import dev.kecs.storage.internal.sql.statement.BatchTable;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.internal.sql.statement.Violations;
import dev.kecs.storage.model.Arn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.Query;

/** Creates the rows of an entity. */
public final class NewRows<K extends Arn, T> {
  private final Entity<K, T> entity;
  private final Obstacles<K, T> obstacles;
  private final SqlStatement<T, T> insert;
  private final SqlStatement<Map<K, T>, T> insertAll;

  NewRows(Entity<K, T> entity) {
    this.entity = entity;
    obstacles = new Obstacles<>(entity);
    insert =
        SqlStatement.write(
            entity.statement("create"),
            in ->
                insertInto(entity.mapping().table())
                    .set(entity.mapping().inserted(in))
                    // Without a target: another key that is taken would else be an error, and be
                    // seen before the ARN if the same row is being inserted by someone else.
                    .onConflictDoNothing()
                    .returningResult(entity.mapping().identifying()),
            entity.mapping()::created,
            entity.violations());
    insertAll =
        SqlStatement.write(
            entity.statement("createAll"),
            this::insertAll,
            (values, row) -> {
              T given = Objects.requireNonNull(values.get(row.get(entity.key().arn())));
              return entity.mapping().created(given, row);
            },
            Violations.none());
  }

  private Query insertAll(Binds<Map<K, T>> in) {
    BatchColumns<T> columns = entity.mapping().columns();
    BatchTable given = in.rows("given", Map::values, columns);
    List<Field<?>> returned = new ArrayList<>(entity.mapping().identifying());
    returned.add(entity.key().arn());
    return insertInto(entity.mapping().table(), columns.fields())
        .select(select(given.columns()).from(given.table()))
        .returningResult(returned);
  }

  /** Stores a new row, or throws what keeps it out, which leaves a unit of work usable. */
  public T create(Sql sql, T value) {
    return create(sql, value, () -> createIfAbsent(sql, value));
  }

  /** Does as {@link #create}, by a statement that returns empty where something is in the way. */
  public T create(Sql sql, T value, Supplier<Optional<T>> statement) {
    while (true) {
      Optional<T> created = statement.get();
      if (created.isPresent()) {
        return created.get();
      }
      refuse(sql, value);
      // What was in the way is gone.
    }
  }

  /**
   * Stores a new row. If one of its unique keys is taken, returns empty and leaves a unit of work
   * usable.
   */
  public Optional<T> createIfAbsent(Sql sql, T value) {
    return sql.one(insert, entity.stamped(value, sql.now()));
  }

  /** Throws what keeps a new row out. If nothing does any more, returns. */
  public void refuse(Sql sql, T value) {
    if (!entity.violations().hasKeys()) {
      throw entity.exists(entity.arn(value));
    }
    refuse(sql, List.of(value));
  }

  private void refuse(Sql sql, Collection<T> values) {
    Optional<StorageException> error = obstacles.error(sql, values);
    if (error.isPresent()) {
      throw error.get();
    }
  }

  /**
   * Stores new rows in one statement, in the order of their ARNs, so that batches of the same rows
   * wait for one another and never deadlock. If a row is refused, the error says which and why.
   */
  public List<T> createAll(Sql sql, Collection<T> values) {
    Set<K> arns = entity.distinct(values.stream().map(entity::arn).toList());
    Instant now = sql.now();
    Map<K, T> byArn = new LinkedHashMap<>();
    values.stream()
        .sorted(Comparator.comparing(entity::arn))
        .forEach(value -> byArn.put(entity.arn(value), entity.stamped(value, now)));
    List<T> created =
        sql.explained(each -> each.all(insertAll, byArn), each -> refuse(each, byArn.values()));
    created.forEach(value -> byArn.put(entity.arn(value), value));
    return arns.stream().map(byArn::get).toList();
  }
}
