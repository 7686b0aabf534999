package dev.kecs.storage.internal.pg.ecs;

import static dev.kecs.storage.internal.jooq.Tables.CLUSTERS;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.with;

import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.internal.sql.arn.Entity;
import dev.kecs.storage.internal.sql.arn.Mapping;
import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.model.Arn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record1;

/** Creates rows of a cluster; a new row may take the ARN of an INACTIVE one. */
final class Replacement<K extends Arn, T> {
  private static final Field<Integer> FOUND = inline(1).as("found");

  private final Entity<K, T> entity;
  private final SqlStatement<T, T> replace;

  /** Finds what has the key of the ARN and is not to be replaced. */
  private final SqlStatement<K, Integer> findActive;

  /**
   * Declares it for a store.
   *
   * @param cluster the field that holds the cluster
   * @param inactive the condition that a row is inactive
   */
  Replacement(
      Entity<K, T> entity,
      Field<ClusterArn> cluster,
      Function<K, ClusterArn> clusterOf,
      Condition inactive) {
    this.entity = entity;
    replace =
        SqlStatement.write(
            entity.statement("replaceInactive"),
            in -> replace(in, entity, cluster, clusterOf, inactive),
            entity.mapping()::created,
            entity.violations());
    findActive =
        SqlStatement.read(
            entity.statement("findActive"),
            in ->
                select(FOUND)
                    .from(entity.mapping().table())
                    .where(entity.key().isOneOf(in.of(List::of)))
                    .andNot(inactive.and(entity.key().is(in))),
            (arn, row) -> row.get(FOUND));
  }

  T create(Sql sql, T value) {
    K arn = entity.arn(value);
    while (true) {
      Optional<T> created =
          entity
              .newRows()
              .createIfAbsent(sql, value)
              .or(() -> sql.one(replace, entity.stamped(value, sql.now())));
      if (created.isPresent()) {
        return created.get();
      }
      if (sql.one(findActive, arn).isPresent()) {
        throw entity.exists(arn);
      }
      // Deleted or made inactive in between: its ARN is free again.
    }
  }

  /**
   * Deletes an inactive row and, only if there was one, inserts the new one, in one statement. The
   * cluster is locked first, as its deletion does, so that the two do not wait for each other.
   */
  private static <K extends Arn, T> Query replace(
      Binds<T> in,
      Entity<K, T> entity,
      Field<ClusterArn> cluster,
      Function<K, ClusterArn> clusterOf,
      Condition inactive) {
    Mapping<T, ?> mapping = entity.mapping();
    Binds<K> arn = in.of(entity::arn);
    var owner = owner(arn, clusterOf);
    var gone =
        name("gone")
            .as(
                deleteFrom(mapping.table())
                    .using(owner)
                    .where(cluster.eq(owner.field(CLUSTERS.KEY)))
                    .and(entity.key().is(arn))
                    .and(inactive)
                    .returningResult(cluster));
    Map<Field<?>, Field<?>> values = mapping.inserted(in);
    return with(owner)
        .with(gone)
        .insertInto(mapping.table(), values.keySet())
        .select(select(values.values()).from(gone))
        .onConflictDoNothing()
        .returningResult(mapping.identifying());
  }

  /**
   * Locks the cluster, as a statement does first that locks or deletes another row and then inserts
   * one that refers to the cluster.
   */
  static <K extends Arn> CommonTableExpression<Record1<ClusterArn>> owner(
      Binds<K> in, Function<K, ClusterArn> clusterOf) {
    return name("owner")
        .as(
            select(CLUSTERS.KEY)
                .from(CLUSTERS)
                .where(CLUSTERS.KEY.eq(in.value(CLUSTERS.KEY, clusterOf::apply)))
                .forKeyShare());
  }
}
