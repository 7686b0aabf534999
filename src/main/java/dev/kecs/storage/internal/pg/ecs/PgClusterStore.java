package dev.kecs.storage.internal.pg.ecs;

import static dev.kecs.storage.internal.jooq.Tables.CLUSTERS;
import static dev.kecs.storage.internal.jooq.Tables.CONTAINER_INSTANCES;
import static dev.kecs.storage.internal.jooq.Tables.SERVICES;
import static dev.kecs.storage.internal.jooq.Tables.TASKS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import dev.kecs.storage.ecs.Cluster;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ClusterQuery;
import dev.kecs.storage.ecs.ClusterStatistics;
import dev.kecs.storage.ecs.ClusterStore;
import dev.kecs.storage.ecs.Service;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.error.ResourceInUseException;
import dev.kecs.storage.internal.jooq.Keys;
import dev.kecs.storage.internal.jooq.Mappings;
import dev.kecs.storage.internal.sql.arn.DeletionLock;
import dev.kecs.storage.internal.sql.arn.Entity;
import dev.kecs.storage.internal.sql.arn.Key;
import dev.kecs.storage.internal.sql.arn.Mapping;
import dev.kecs.storage.internal.sql.arn.PgArnStore;
import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.Filter;
import dev.kecs.storage.internal.sql.statement.Keyset;
import dev.kecs.storage.internal.sql.statement.LockingDelete;
import dev.kecs.storage.internal.sql.statement.PageStatement;
import dev.kecs.storage.internal.sql.statement.ResultRow;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.internal.sql.statement.Violations;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.Created;
import dev.kecs.storage.store.Deletion;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Select;
import org.jooq.impl.SQLDataType;

final class PgClusterStore extends PgArnStore<ClusterArn, Cluster> implements ClusterStore {
  private static final Violations<ClusterArn> DELETION =
      Violations.<ClusterArn>of()
          .used(Keys.SERVICES__SERVICES_CLUSTER_FK, arn -> "cluster " + arn + " has services")
          .used(Keys.TASKS__TASKS_CLUSTER_FK, arn -> "cluster " + arn + " has tasks")
          .used(Keys.TASK_SETS__TASK_SETS_CLUSTER_FK, arn -> "cluster " + arn + " has task sets")
          .used(
              Keys.CONTAINER_INSTANCES__CONTAINER_INSTANCES_CLUSTER_FK,
              arn -> "cluster " + arn + " has container instances");

  private static final Mapping<Cluster, ?> MAPPING =
      Mappings.clusters()
          .owner(CLUSTERS.KEY, Cluster::arn)
          .owner(CLUSTERS.ACCOUNT_ID, cluster -> cluster.arn().account())
          .owner(CLUSTERS.REGION, cluster -> cluster.arn().region());

  private static final Key<ClusterArn> KEY = Key.of(CLUSTERS.KEY, CLUSTERS.ARN);

  static final Entity<ClusterArn, Cluster> ENTITY =
      Entity.of("clusters", "cluster", MAPPING, KEY, Cluster::arn, Violations.of());

  private static final Filter<ClusterQuery> FILTER =
      Filter.<ClusterQuery>of()
          .scope(CLUSTERS.ACCOUNT_ID, CLUSTERS.REGION, ClusterQuery::scope)
          .anyOf(CLUSTERS.STATUS, ClusterQuery::statuses);

  private static final PageStatement<ClusterQuery, Cluster> LIST =
      new PageStatement<>(
          "clusters.list",
          MAPPING.fields(),
          CLUSTERS,
          FILTER,
          Keyset.of(
              query -> !query.oldestFirst(), CLUSTERS.ACCOUNT_ID, CLUSTERS.REGION, CLUSTERS.ID),
          MAPPING::read);

  private static final DeletionLock<ClusterArn, Cluster> LOCK = new DeletionLock<>(ENTITY);

  private static final Field<String> USE = field(name("use"), String.class);

  /**
   * Finds what uses a cluster, and locks nothing. Declared as a write, since it begins one: so a
   * read-only unit of work refuses it.
   */
  private static final SqlStatement<ClusterArn, String> FIND_USE =
      SqlStatement.write(
          "clusters.findUse",
          in ->
              select(
                      when(exists(unstoppedTask()), inline("tasks"))
                          .when(exists(serviceInUse()), inline("services"))
                          .when(exists(registeredInstance()), inline("container instances"))
                          .otherwise(inline(""))
                          .as(USE))
                  .from(CLUSTERS)
                  .where(KEY.is(in)),
          (arn, row) -> row.get(USE),
          Violations.none());

  private static final Field<Long> LAST = field(name("last"), Long.class);

  /** Deletes stopped tasks from an id on, and returns the last one's. */
  private static final SqlStatement<Batch, Long> DELETE_BATCH =
      SqlStatement.write(
          "clusters.deleteBatchOfTasks",
          PgClusterStore::deleteBatch,
          (batch, row) -> row.get(LAST),
          Violations.none());

  private static final SqlStatement<ClusterArn, Void> DELETE_STOPPED_TASKS =
      SqlStatement.write(
          "clusters.deleteStoppedTasks",
          in ->
              deleteFrom(TASKS)
                  .where(TASKS.CLUSTER_KEY.eq(in.value(TASKS.CLUSTER_KEY, arn -> arn)))
                  .and(TASKS.STOPPED_AT.isNotNull()));

  private static final SqlStatement<ClusterArn, Void> DELETE_INACTIVE_SERVICES =
      SqlStatement.write(
          "clusters.deleteInactiveServices",
          in ->
              deleteFrom(SERVICES)
                  .where(SERVICES.CLUSTER_KEY.eq(in.value(SERVICES.CLUSTER_KEY, arn -> arn)))
                  .and(SERVICES.STATUS.eq(inline(Service.INACTIVE))));

  private static final SqlStatement<ClusterArn, Void> DELETE_INACTIVE_INSTANCES =
      SqlStatement.write(
          "clusters.deleteInactiveInstances",
          in ->
              deleteFrom(CONTAINER_INSTANCES)
                  .where(
                      CONTAINER_INSTANCES.CLUSTER_KEY.eq(
                          in.value(CONTAINER_INSTANCES.CLUSTER_KEY, arn -> arn)))
                  .and(CONTAINER_INSTANCES.DEREGISTERED_AT.isNotNull()));

  private static final SqlStatement<ClusterArn, Void> DELETE =
      SqlStatement.write("clusters.delete", in -> deleteFrom(CLUSTERS).where(KEY.is(in)), DELETION);

  private static final Field<UUID> CLUSTER =
      TASKS.CLUSTER_KEY.coerce(SQLDataType.UUID).as("cluster");
  private static final Field<Integer> RUNNING =
      count().filterWhere(TASKS.LAST_STATUS.eq(inline(Task.RUNNING))).as("running");
  private static final Field<Integer> PENDING =
      count().filterWhere(TASKS.LAST_STATUS.eq(inline(Task.PENDING))).as("pending");
  private static final Field<Integer> SERVING = inline(0).as("serving");
  private static final Field<Integer> REGISTERED = inline(0).as("registered");

  private static final SqlStatement<Collection<ClusterArn>, Map.Entry<UUID, ClusterStatistics>>
      STATISTICS =
          SqlStatement.read(
              "clusters.statistics",
              in ->
                  select(CLUSTER, RUNNING, PENDING, SERVING, REGISTERED)
                      .from(TASKS)
                      .where(isOneOf(TASKS.CLUSTER_KEY, in))
                      .and(TASKS.STOPPED_AT.isNull())
                      .groupBy(TASKS.CLUSTER_KEY)
                      .unionAll(
                          select(
                                  SERVICES.CLUSTER_KEY.coerce(SQLDataType.UUID),
                                  inline(0),
                                  inline(0),
                                  count(),
                                  inline(0))
                              .from(SERVICES)
                              .where(isOneOf(SERVICES.CLUSTER_KEY, in))
                              .and(SERVICES.STATUS.eq(inline(Service.ACTIVE)))
                              .groupBy(SERVICES.CLUSTER_KEY))
                      .unionAll(
                          select(
                                  CONTAINER_INSTANCES.CLUSTER_KEY.coerce(SQLDataType.UUID),
                                  inline(0),
                                  inline(0),
                                  inline(0),
                                  count())
                              .from(CONTAINER_INSTANCES)
                              .where(isOneOf(CONTAINER_INSTANCES.CLUSTER_KEY, in))
                              .and(CONTAINER_INSTANCES.DEREGISTERED_AT.isNull())
                              .groupBy(CONTAINER_INSTANCES.CLUSTER_KEY)),
              PgClusterStore::statistics);

  PgClusterStore(Sql sql) {
    super(sql, ENTITY);
  }

  @Override
  public Cluster create(Cluster cluster) {
    return ENTITY.create(sql, cluster);
  }

  @Override
  public Created<Cluster> createIfAbsent(Cluster cluster) {
    while (true) {
      Optional<Cluster> created = ENTITY.newRows().createIfAbsent(sql, cluster);
      if (created.isPresent()) {
        return new Created<>(created.get(), true);
      }
      Optional<Cluster> stored = ENTITY.holder(sql, cluster.arn());
      if (stored.isPresent()) {
        return new Created<>(stored.get(), false);
      }
      // Deleted in between: its name is free again.
    }
  }

  @Override
  public Optional<Cluster> find(Scope scope, String nameOrArn) {
    return Optional.of(ClusterArn.resolve(scope, nameOrArn))
        .filter(arn -> arn.scope().equals(scope))
        .flatMap(this::find);
  }

  @Override
  public Page<Cluster> list(ClusterQuery query, PageRequest page) {
    return sql.page(LIST, query, page);
  }

  @Override
  public void delete(ClusterArn arn) {
    sql.atomically(
        unit -> {
          refuseInUse(unit, arn);
          // Most of what is to be deleted, before the lock makes others wait.
          deleteStoppedTasks(unit, arn);
          LOCK.take(unit, arn, () -> refuseInUse(unit, arn));
          refuseInUse(unit, arn);
          unit.count(DELETE_STOPPED_TASKS, arn);
          unit.count(DELETE_INACTIVE_SERVICES, arn);
          unit.count(DELETE_INACTIVE_INSTANCES, arn);
          return unit.count(DELETE, arn);
        });
  }

  /** Returns false, or throws what uses the cluster. */
  private static boolean refuseInUse(Sql sql, ClusterArn arn) {
    String use = sql.one(FIND_USE, arn).orElseThrow(() -> ENTITY.notFound(arn));
    if (!use.isEmpty()) {
      throw new ResourceInUseException("cluster " + arn + " has " + use);
    }
    return false;
  }

  private static void deleteStoppedTasks(Sql sql, ClusterArn arn) {
    Optional<Long> last = Optional.of(0L);
    while (last.isPresent()) {
      last = sql.one(DELETE_BATCH, new Batch(arn, last.get()));
    }
  }

  @Override
  public Map<ClusterArn, ClusterStatistics> statistics(Collection<ClusterArn> arns) {
    Map<UUID, ClusterStatistics> counted = new HashMap<>();
    sql.all(STATISTICS, arns)
        .forEach(of -> counted.merge(of.getKey(), of.getValue(), ClusterStatistics::plus));
    Map<ClusterArn, ClusterStatistics> statistics = new LinkedHashMap<>();
    arns.forEach(
        arn -> statistics.put(arn, counted.getOrDefault(arn.key(), ClusterStatistics.NONE)));
    return statistics;
  }

  private static Map.Entry<UUID, ClusterStatistics> statistics(Object arns, ResultRow row)
      throws SQLException {
    return Map.entry(
        row.get(CLUSTER),
        new ClusterStatistics(
            row.get(REGISTERED), row.get(RUNNING), row.get(PENDING), row.get(SERVING)));
  }

  private static Condition isOneOf(Field<ClusterArn> field, Binds<Collection<ClusterArn>> in) {
    return field.eq(any(in.values(field, arns -> arns)));
  }

  private static Select<?> unstoppedTask() {
    return selectOne()
        .from(TASKS)
        .where(TASKS.CLUSTER_KEY.eq(CLUSTERS.KEY))
        .and(TASKS.STOPPED_AT.isNull());
  }

  private static Select<?> serviceInUse() {
    return selectOne()
        .from(SERVICES)
        .where(SERVICES.CLUSTER_KEY.eq(CLUSTERS.KEY))
        .and(SERVICES.STATUS.ne(inline(Service.INACTIVE)));
  }

  private static Select<?> registeredInstance() {
    return selectOne()
        .from(CONTAINER_INSTANCES)
        .where(CONTAINER_INSTANCES.CLUSTER_KEY.eq(CLUSTERS.KEY))
        .and(CONTAINER_INSTANCES.DEREGISTERED_AT.isNull());
  }

  /** In the order of their ids, so that no batch meets the dead rows of the ones before. */
  private static Query deleteBatch(Binds<Batch> in) {
    Condition owned = TASKS.CLUSTER_KEY.eq(in.value(TASKS.CLUSTER_KEY, Batch::cluster));
    var gone =
        name("gone")
            .as(
                LockingDelete.skippingLocked(
                        TASKS,
                        owned,
                        select(TASKS.rowid())
                            .from(TASKS)
                            .where(owned)
                            .and(TASKS.ID.gt(in.value(TASKS.ID, Batch::after)))
                            .and(TASKS.STOPPED_AT.isNotNull())
                            .orderBy(TASKS.ID)
                            .limit(inline(Deletion.MAX_LIMIT)))
                    .returningResult(TASKS.ID));
    return with(gone)
        .select(max(gone.field(TASKS.ID)).as(LAST))
        .from(gone)
        .having(count().gt(inline(0)));
  }

  private record Batch(ClusterArn cluster, long after) {}
}
