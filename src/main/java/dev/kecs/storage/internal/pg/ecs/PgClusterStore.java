package dev.kecs.storage.internal.pg.ecs;

import static dev.kecs.storage.internal.jooq.Tables.CLUSTERS;
import static dev.kecs.storage.internal.jooq.Tables.CONTAINER_INSTANCES;
import static dev.kecs.storage.internal.jooq.Tables.SERVICES;
import static dev.kecs.storage.internal.jooq.Tables.TASKS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import dev.kecs.storage.ecs.Cluster;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ClusterQuery;
import dev.kecs.storage.ecs.ClusterStatistics;
import dev.kecs.storage.ecs.ClusterStore;
import dev.kecs.storage.ecs.Service;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.internal.jooq.Keys;
import dev.kecs.storage.internal.jooq.Mappings;
import dev.kecs.storage.internal.sql.arn.Entity;
import dev.kecs.storage.internal.sql.arn.Key;
import dev.kecs.storage.internal.sql.arn.Mapping;
import dev.kecs.storage.internal.sql.arn.PgArnStore;
import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.Filter;
import dev.kecs.storage.internal.sql.statement.Keyset;
import dev.kecs.storage.internal.sql.statement.PageStatement;
import dev.kecs.storage.internal.sql.statement.ResultRow;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.internal.sql.statement.Violations;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.Created;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
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

  private static final SqlStatement<ClusterArn, Long> LOCK =
      SqlStatement.write(
          "clusters.lockForDeletion",
          in -> select(CLUSTERS.ID).from(CLUSTERS).where(KEY.is(in)).forUpdate(),
          (arn, row) -> row.get(CLUSTERS.ID),
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
          if (unit.one(LOCK, arn).isEmpty()) {
            throw ENTITY.notFound(arn);
          }
          unit.count(DELETE_STOPPED_TASKS, arn);
          unit.count(DELETE_INACTIVE_SERVICES, arn);
          unit.count(DELETE_INACTIVE_INSTANCES, arn);
          return unit.count(DELETE, arn);
        });
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
}
