package dev.kecs.storage.internal.sql.arn;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.with;

import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.internal.sql.statement.BatchTable;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.model.Arn;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * What keeps new rows out: their ARNs, their other unique keys, or that what they refer to does not
 * exist. One query finds it, which locks nothing and so waits for no one.
 */
final class Obstacles<K extends Arn, T> {
  private final Entity<K, T> entity;
  private final Field<K> holder;
  private final Field<String> constraint;
  private final SqlStatement<Collection<T>, Map.Entry<K, Found<K>>> find;

  Obstacles(Entity<K, T> entity) {
    this.entity = entity;
    Field<K> arn = entity.key().arn();
    holder = field(name("holder"), arn.getDataType());
    constraint = field(name("constraint"), String.class);
    find =
        SqlStatement.read(
            entity.statement("findObstacles"),
            this::find,
            (values, row) ->
                Map.entry(row.get(arn), new Found<>(row.find(holder), row.find(constraint))));
  }

  /** Returns the error for the first value that is kept out, empty if none is any more. */
  Optional<StorageException> error(Sql sql, Collection<T> values) {
    Map<K, Found<K>> found = new HashMap<>();
    sql.all(find, values).forEach(row -> found.put(row.getKey(), row.getValue()));
    return values.stream()
        .map(value -> error(value, Objects.requireNonNull(found.get(entity.arn(value)))))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<StorageException> error(T value, Found<K> found) {
    return found.holder == null
        ? Optional.ofNullable(entity.violations().error(found.constraint, value))
        : Optional.of(entity.taken(entity.arn(value), found.holder));
  }

  private Query find(Binds<Collection<T>> in) {
    BatchTable rows = in.rows("given", values -> values, entity.mapping().columns());
    var given = name("given").as(select(rows.columns()).from(rows.table()));
    Field<K> arn = entity.key().arn();
    return with(given)
        .select(
            given.field(arn),
            holder(given).as(holder),
            entity.violations().obstacle(given).as(constraint))
        .from(given);
  }

  private Field<K> holder(Table<?> given) {
    return field(
        select(entity.key().arn())
            .from(entity.mapping().table())
            .where(entity.key().isSame(given)));
  }

  /**
   * What keeps a row out.
   *
   * @param holder the ARN of the row that has its key
   */
  private record Found<K>(@Nullable K holder, @Nullable String constraint) {}
}
