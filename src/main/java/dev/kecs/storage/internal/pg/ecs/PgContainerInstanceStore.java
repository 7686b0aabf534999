package dev.kecs.storage.internal.pg.ecs;

import static dev.kecs.storage.internal.jooq.Tables.ATTRIBUTES;
import static dev.kecs.storage.internal.jooq.Tables.CONTAINER_INSTANCES;
import static dev.kecs.storage.internal.jooq.Tables.TASKS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.kecs.storage.ecs.ContainerInstance;
import dev.kecs.storage.ecs.ContainerInstanceArn;
import dev.kecs.storage.ecs.ContainerInstanceQuery;
import dev.kecs.storage.ecs.ContainerInstanceStatistics;
import dev.kecs.storage.ecs.ContainerInstanceStore;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.Within;
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
import dev.kecs.storage.internal.sql.statement.LockingDelete;
import dev.kecs.storage.internal.sql.statement.PageStatement;
import dev.kecs.storage.internal.sql.statement.ResultRow;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.internal.sql.statement.Violations;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

final class PgContainerInstanceStore extends PgArnStore<ContainerInstanceArn, ContainerInstance>
    implements ContainerInstanceStore {
  private static final Violations<ContainerInstance> VIOLATIONS =
      Violations.<ContainerInstance>of()
          .missing(
              Keys.CONTAINER_INSTANCES__CONTAINER_INSTANCES_CLUSTER_FK,
              instance ->
                  "container instance " + instance.arn() + " is in " + instance.arn().cluster());

  private static final Mapping<ContainerInstance, ?> MAPPING =
      Mappings.containerInstances()
          .owner(CONTAINER_INSTANCES.CLUSTER_KEY, instance -> instance.arn().cluster())
          .owner(CONTAINER_INSTANCES.KEY, ContainerInstance::arn);

  private static final Key<ContainerInstanceArn> KEY =
      Key.of(
          CONTAINER_INSTANCES.CLUSTER_KEY,
          ContainerInstanceArn::cluster,
          CONTAINER_INSTANCES.KEY,
          CONTAINER_INSTANCES.ARN);

  static final Entity<ContainerInstanceArn, ContainerInstance> ENTITY =
      Entity.of(
              "containerInstances",
              "container instance",
              MAPPING,
              KEY,
              ContainerInstance::arn,
              VIOLATIONS)
          .completedBy(PgContainerInstanceStore::deregistered);

  private static final Replacement<ContainerInstanceArn, ContainerInstance> REPLACEMENT =
      new Replacement<>(
          ENTITY,
          CONTAINER_INSTANCES.CLUSTER_KEY,
          ContainerInstanceArn::cluster,
          CONTAINER_INSTANCES.DEREGISTERED_AT.isNotNull());

  private static final Filter<ContainerInstanceQuery> FILTER =
      Filter.<ContainerInstanceQuery>of()
          .equal(CONTAINER_INSTANCES.CLUSTER_KEY, ContainerInstanceQuery::cluster)
          .equal(CONTAINER_INSTANCES.EC2_INSTANCE_ID, ContainerInstanceQuery::ec2InstanceId)
          .anyOf(
              CONTAINER_INSTANCES.STATUS,
              ContainerInstanceQuery::statuses,
              CONTAINER_INSTANCES.DEREGISTERED_AT.isNull())
          .given(
              query -> query.attributeValue() == null ? query.attributeName() : null,
              in -> exists(attribute(in)))
          .given(
              ContainerInstanceQuery::attributeValue,
              in ->
                  exists(
                      attribute(in)
                          .and(
                              ATTRIBUTES.VALUE.eq(
                                  in.value(
                                      ATTRIBUTES.VALUE, ContainerInstanceQuery::attributeValue)))));

  private static final PageStatement<ContainerInstanceQuery, ContainerInstance> LIST =
      new PageStatement<>(
          "containerInstances.list",
          MAPPING.fields(),
          CONTAINER_INSTANCES,
          FILTER,
          Keyset.of(query -> !query.oldestFirst(), CONTAINER_INSTANCES.ID),
          MAPPING::read);

  private static final SqlStatement<Deregistration, ContainerInstance> DEREGISTER =
      SqlStatement.write(
          "containerInstances.deregister",
          in ->
              DSL.update(CONTAINER_INSTANCES)
                  .set(CONTAINER_INSTANCES.STATUS, inline(ContainerInstance.INACTIVE))
                  .set(
                      CONTAINER_INSTANCES.DEREGISTERED_AT,
                      in.value(CONTAINER_INSTANCES.DEREGISTERED_AT, Deregistration::at))
                  .set(MAPPING.touched(in, Deregistration::at))
                  .where(KEY.is(in.of(Deregistration::arn)))
                  .and(CONTAINER_INSTANCES.DEREGISTERED_AT.isNull())
                  .returningResult(MAPPING.fields()),
          MAPPING::read,
          Violations.none());

  private static final Field<UUID> INSTANCE = TASKS.CONTAINER_INSTANCE_KEY.coerce(SQLDataType.UUID);
  private static final Field<Integer> RUNNING =
      count().filterWhere(TASKS.LAST_STATUS.eq(inline(Task.RUNNING))).as("running");
  private static final Field<Integer> PENDING =
      count().filterWhere(TASKS.LAST_STATUS.eq(inline(Task.PENDING))).as("pending");

  private static final SqlStatement<
          Collection<ContainerInstanceArn>, Map.Entry<UUID, ContainerInstanceStatistics>>
      STATISTICS =
          SqlStatement.read(
              "containerInstances.statistics",
              in ->
                  select(INSTANCE, RUNNING, PENDING)
                      .from(TASKS)
                      .where(
                          TASKS.CLUSTER_KEY.eq(
                              any(
                                  in.values(
                                      TASKS.CLUSTER_KEY,
                                      arns ->
                                          arns.stream()
                                              .map(ContainerInstanceArn::cluster)
                                              .distinct()
                                              .toList()))))
                      .and(
                          TASKS.CONTAINER_INSTANCE_KEY.eq(
                              any(in.values(TASKS.CONTAINER_INSTANCE_KEY, arns -> arns))))
                      .and(TASKS.STOPPED_AT.isNull())
                      .groupBy(INSTANCE),
              PgContainerInstanceStore::statistics);

  private static final SqlStatement<Expired, Void> DELETE_INACTIVE =
      SqlStatement.write(
          "containerInstances.deleteInactive",
          Reach.<Expired>within(CONTAINER_INSTANCES.CLUSTER_KEY, Expired::within),
          (in, within) ->
              LockingDelete.skippingLocked(
                  CONTAINER_INSTANCES,
                  within,
                  select(CONTAINER_INSTANCES.rowid())
                      .from(CONTAINER_INSTANCES)
                      .where(within)
                      .and(
                          CONTAINER_INSTANCES.DEREGISTERED_AT.lt(
                              in.value(CONTAINER_INSTANCES.DEREGISTERED_AT, Expired::before)))
                      .limit(in.limit(Expired::limit))));

  PgContainerInstanceStore(Sql sql) {
    super(sql, ENTITY);
  }

  @Override
  public ContainerInstance register(ContainerInstance instance) {
    return REPLACEMENT.create(sql, instance);
  }

  @Override
  public ContainerInstance deregister(ContainerInstanceArn arn) {
    while (true) {
      ContainerInstance stored =
          sql.one(DEREGISTER, new Deregistration(arn, sql.now())).orElseGet(() -> get(arn));
      if (stored.status().equals(ContainerInstance.INACTIVE)) {
        return stored;
      }
      // Registered again in between: it is another row now.
    }
  }

  @Override
  public Page<ContainerInstance> list(ContainerInstanceQuery query, PageRequest page) {
    return sql.page(LIST, query, page);
  }

  @Override
  public Map<ContainerInstanceArn, ContainerInstanceStatistics> statistics(
      Collection<ContainerInstanceArn> arns) {
    Map<UUID, ContainerInstanceStatistics> counted = new HashMap<>();
    sql.all(STATISTICS, arns).forEach(of -> counted.put(of.getKey(), of.getValue()));
    Map<ContainerInstanceArn, ContainerInstanceStatistics> statistics = new LinkedHashMap<>();
    arns.forEach(
        arn ->
            statistics.put(arn, counted.getOrDefault(arn.key(), ContainerInstanceStatistics.NONE)));
    return statistics;
  }

  @Override
  public int deleteInactive(Within within, Instant before, int limit) {
    return sql.count(DELETE_INACTIVE, new Expired(within, before, limit));
  }

  private static ContainerInstance deregistered(ContainerInstance instance, Instant now) {
    return instance.status().equals(ContainerInstance.INACTIVE) && instance.deregisteredAt() == null
        ? instance.withDeregisteredAt(now)
        : instance;
  }

  private static SelectConditionStep<?> attribute(Binds<ContainerInstanceQuery> in) {
    return selectOne()
        .from(ATTRIBUTES)
        .where(ATTRIBUTES.CLUSTER_KEY.eq(CONTAINER_INSTANCES.CLUSTER_KEY))
        .and(ATTRIBUTES.TARGET_KEY.eq(CONTAINER_INSTANCES.KEY))
        .and(ATTRIBUTES.NAME.eq(in.value(ATTRIBUTES.NAME, ContainerInstanceQuery::attributeName)));
  }

  private static Map.Entry<UUID, ContainerInstanceStatistics> statistics(Object arns, ResultRow row)
      throws SQLException {
    return Map.entry(
        row.get(INSTANCE), new ContainerInstanceStatistics(row.get(RUNNING), row.get(PENDING)));
  }

  private record Deregistration(ContainerInstanceArn arn, Instant at) {}
}
