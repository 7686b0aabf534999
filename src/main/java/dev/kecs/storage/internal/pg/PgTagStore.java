package dev.kecs.storage.internal.pg;

import static dev.kecs.storage.internal.jooq.Tables.CLUSTERS;
import static dev.kecs.storage.internal.jooq.Tables.CONTAINER_INSTANCES;
import static dev.kecs.storage.internal.jooq.Tables.SERVICES;
import static dev.kecs.storage.internal.jooq.Tables.TASKS;
import static dev.kecs.storage.internal.jooq.Tables.TASK_DEFINITIONS;
import static dev.kecs.storage.internal.jooq.Tables.TASK_SETS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.kecs.storage.internal.sql.Binds;
import dev.kecs.storage.internal.sql.Entity;
import dev.kecs.storage.internal.sql.Sql;
import dev.kecs.storage.internal.sql.Statement;
import dev.kecs.storage.internal.sql.Violations;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.model.ClusterArn;
import dev.kecs.storage.model.ContainerInstanceArn;
import dev.kecs.storage.model.ServiceArn;
import dev.kecs.storage.model.Tags;
import dev.kecs.storage.model.TaskArn;
import dev.kecs.storage.model.TaskDefinitionArn;
import dev.kecs.storage.model.TaskSetArn;
import dev.kecs.storage.store.TagStore;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.Field;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

final class PgTagStore implements TagStore {
  private static final Map<Class<? extends Arn>, Tagged<?>> TAGGED =
      Map.of(
          ClusterArn.class, new Tagged<>(PgClusterStore.ENTITY, CLUSTERS.TAGS),
          TaskDefinitionArn.class,
              new Tagged<>(PgTaskDefinitionStore.ENTITY, TASK_DEFINITIONS.TAGS),
          ServiceArn.class, new Tagged<>(PgServiceStore.ENTITY, SERVICES.TAGS),
          TaskArn.class, new Tagged<>(PgTaskStore.ENTITY, TASKS.TAGS),
          TaskSetArn.class, new Tagged<>(PgTaskSetStore.ENTITY, TASK_SETS.TAGS),
          ContainerInstanceArn.class,
              new Tagged<>(PgContainerInstanceStore.ENTITY, CONTAINER_INSTANCES.TAGS));

  private final Sql sql;

  PgTagStore(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Map<String, String> tags(Arn arn) {
    return tagged(arn).tags(sql, arn);
  }

  @Override
  public Map<String, String> tag(Arn arn, Map<String, String> tags) {
    return tagged(arn).tag(sql, arn, Tags.texts(tags));
  }

  @Override
  public Map<String, String> untag(Arn arn, Collection<String> keys) {
    return tagged(arn).untag(sql, arn, keys);
  }

  @SuppressWarnings("unchecked") // The one that its class is the key of.
  private static <K extends Arn> Tagged<K> tagged(K arn) {
    return (Tagged<K>) Objects.requireNonNull(TAGGED.get(arn.getClass()), "not taggable");
  }

  /** The rows of a table that have tags. */
  private static final class Tagged<K extends Arn> {
    private static final Field<String> KEY = field("key", SQLDataType.CLOB);

    private final Entity<K, ?> entity;
    private final Statement<K, Map<String, String>> read;
    private final Statement<Merge<K>, Map<String, String>> merge;
    private final Statement<Removal<K>, Map<String, String>> remove;

    Tagged(Entity<K, ?> entity, TableField<?, Map<String, String>> tags) {
      this.entity = entity;
      read =
          Statement.read(
              entity.statement("tags"),
              in -> select(tags).from(entity.mapping().table()).where(entity.key().is(in)),
              (arn, row) -> row.get(tags));
      merge =
          Statement.write(
              entity.statement("tag"),
              in ->
                  DSL.update(entity.mapping().table())
                      .set(tags, merged(tags, in))
                      .set(entity.mapping().touched(in, Merge::at))
                      .where(entity.key().is(in.of(Merge::arn)))
                      .and(size(merged(tags, in)).le(inline(Tags.MAX_COUNT)))
                      .returningResult(tags),
              (merge, row) -> row.get(tags),
              Violations.none());
      remove =
          Statement.write(
              entity.statement("untag"),
              in ->
                  DSL.update(entity.mapping().table())
                      .set(tags, without(tags, in))
                      .set(entity.mapping().touched(in, Removal::at))
                      .where(entity.key().is(in.of(Removal::arn)))
                      .returningResult(tags),
              (removal, row) -> row.get(tags),
              Violations.none());
    }

    Map<String, String> tags(Sql sql, K arn) {
      return sql.one(read, arn).orElseThrow(() -> entity.notFound(arn));
    }

    Map<String, String> tag(Sql sql, K arn, Map<String, String> tags) {
      while (true) {
        Optional<Map<String, String>> merged = sql.one(merge, new Merge<>(arn, tags, sql.now()));
        if (merged.isPresent()) {
          return merged.get();
        }
        Set<String> all = new HashSet<>(tags(sql, arn).keySet());
        all.addAll(tags.keySet());
        if (all.size() > Tags.MAX_COUNT) {
          throw Tags.tooMany(entity.named(arn), all.size());
        }
        // Created, replaced or rid of tags in between: it may have room now.
      }
    }

    Map<String, String> untag(Sql sql, K arn, Collection<String> keys) {
      return entity.untilFound(
          sql, arn, () -> sql.one(remove, new Removal<>(arn, keys, sql.now())));
    }

    // jOOQ knows no operators and no set-returning functions of jsonb: the templates are these.

    private static <K extends Arn> Field<Map<String, String>> merged(
        Field<Map<String, String>> tags, Binds<Merge<K>> in) {
      return field("{0} || {1}", tags.getDataType(), tags, in.value(tags, Merge::tags));
    }

    private static <K extends Arn> Field<Map<String, String>> without(
        Field<Map<String, String>> tags, Binds<Removal<K>> in) {
      return field("{0} - {1}", tags.getDataType(), tags, in.values(KEY, Removal::keys));
    }

    private static Field<Integer> size(Field<Map<String, String>> tags) {
      return field(select(count()).from(table("jsonb_object_keys({0})", tags)));
    }
  }

  private record Merge<K>(K arn, Map<String, String> tags, Instant at) {}

  private record Removal<K>(K arn, Collection<String> keys, Instant at) {}
}
