package dev.kecs.storage.internal.pg;

import static dev.kecs.storage.internal.jooq.Tables.ATTRIBUTES;
import static dev.kecs.storage.internal.jooq.Tables.CONTAINER_INSTANCES;
import static dev.kecs.storage.internal.jooq.Tables.TASKS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.kecs.storage.internal.jooq.Keys;
import dev.kecs.storage.internal.sql.Binds;
import dev.kecs.storage.internal.sql.Entity;
import dev.kecs.storage.internal.sql.Filter;
import dev.kecs.storage.internal.sql.Key;
import dev.kecs.storage.internal.sql.Keyset;
import dev.kecs.storage.internal.sql.Mapping;
import dev.kecs.storage.internal.sql.PageStatement;
import dev.kecs.storage.internal.sql.Row;
import dev.kecs.storage.internal.sql.Sql;
import dev.kecs.storage.internal.sql.Statement;
import dev.kecs.storage.internal.sql.Violations;
import dev.kecs.storage.model.ContainerInstance;
import dev.kecs.storage.model.ContainerInstanceArn;
import dev.kecs.storage.model.ContainerInstanceBuilder;
import dev.kecs.storage.model.ContainerInstanceStatistics;
import dev.kecs.storage.model.Task;
import dev.kecs.storage.model.Within;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.ContainerInstanceQuery;
import dev.kecs.storage.store.ContainerInstanceStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jooq.Field;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;

final class PgContainerInstanceStore implements ContainerInstanceStore {
  private static final Violations<ContainerInstance> VIOLATIONS =
      Violations.<ContainerInstance>of()
          .missing(
              Keys.CONTAINER_INSTANCES__CONTAINER_INSTANCES_CLUSTER_FK,
              instance ->
                  "container instance " + instance.arn() + " is in " + instance.arn().cluster());

  private static final Mapping<ContainerInstance, ContainerInstanceBuilder> MAPPING =
      Mapping.of(
              CONTAINER_INSTANCES,
              ContainerInstanceBuilder::builder,
              ContainerInstanceBuilder::builder,
              ContainerInstanceBuilder::build)
          .owner(CONTAINER_INSTANCES.CLUSTER_ARN, instance -> instance.arn().cluster())
          .key(CONTAINER_INSTANCES.ARN, ContainerInstance::arn, ContainerInstanceBuilder::arn)
          .part(
              CONTAINER_INSTANCES.EC2_INSTANCE_ID,
              ContainerInstance::ec2InstanceId,
              ContainerInstanceBuilder::ec2InstanceId)
          .part(
              CONTAINER_INSTANCES.STATUS,
              ContainerInstance::status,
              ContainerInstanceBuilder::status)
          .part(
              CONTAINER_INSTANCES.STATUS_REASON,
              ContainerInstance::statusReason,
              ContainerInstanceBuilder::statusReason)
          .part(
              CONTAINER_INSTANCES.AGENT_CONNECTED,
              ContainerInstance::agentConnected,
              ContainerInstanceBuilder::agentConnected)
          .part(
              CONTAINER_INSTANCES.AGENT_UPDATE_STATUS,
              ContainerInstance::agentUpdateStatus,
              ContainerInstanceBuilder::agentUpdateStatus)
          .part(
              CONTAINER_INSTANCES.VERSION_INFO,
              ContainerInstance::versionInfo,
              ContainerInstanceBuilder::versionInfo)
          .part(
              CONTAINER_INSTANCES.REGISTERED_RESOURCES,
              ContainerInstance::registeredResources,
              ContainerInstanceBuilder::registeredResources)
          .part(
              CONTAINER_INSTANCES.REMAINING_RESOURCES,
              ContainerInstance::remainingResources,
              ContainerInstanceBuilder::remainingResources)
          .part(
              CONTAINER_INSTANCES.ATTACHMENTS,
              ContainerInstance::attachments,
              ContainerInstanceBuilder::attachments)
          .part(
              CONTAINER_INSTANCES.HEALTH_STATUS,
              ContainerInstance::healthStatus,
              ContainerInstanceBuilder::healthStatus)
          .tags(CONTAINER_INSTANCES.TAGS, ContainerInstance::tags, ContainerInstanceBuilder::tags)
          .part(
              CONTAINER_INSTANCES.CAPACITY_PROVIDER_NAME,
              ContainerInstance::capacityProviderName,
              ContainerInstanceBuilder::capacityProviderName)
          .part(
              CONTAINER_INSTANCES.DEREGISTERED_AT,
              ContainerInstance::deregisteredAt,
              ContainerInstanceBuilder::deregisteredAt)
          .createdAt(
              CONTAINER_INSTANCES.CREATED_AT,
              ContainerInstance::createdAt,
              ContainerInstanceBuilder::createdAt)
          .updatedAt(
              CONTAINER_INSTANCES.UPDATED_AT,
              ContainerInstance::updatedAt,
              ContainerInstanceBuilder::updatedAt)
          .version(
              CONTAINER_INSTANCES.ID,
              CONTAINER_INSTANCES.VERSION,
              ContainerInstance::version,
              ContainerInstanceBuilder::version);

  private static final Key<ContainerInstanceArn> KEY =
      Key.of(
          CONTAINER_INSTANCES.CLUSTER_ARN, ContainerInstanceArn::cluster, CONTAINER_INSTANCES.ARN);

  static final Entity<ContainerInstanceArn, ContainerInstance> ENTITY =
      Entity.of("container instance", MAPPING, KEY, ContainerInstance::arn, VIOLATIONS);

  private static final Replacement<ContainerInstanceArn, ContainerInstance> REPLACEMENT =
      new Replacement<>(
          ENTITY,
          CONTAINER_INSTANCES.CLUSTER_ARN,
          ContainerInstanceArn::cluster,
          CONTAINER_INSTANCES.DEREGISTERED_AT.isNotNull());

  private static final Filter<ContainerInstanceQuery> FILTER =
      Filter.<ContainerInstanceQuery>of()
          .equal(CONTAINER_INSTANCES.CLUSTER_ARN, ContainerInstanceQuery::cluster)
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
          "container_instances.list",
          MAPPING.fields(),
          CONTAINER_INSTANCES,
          FILTER,
          Keyset.of(query -> !query.oldestFirst(), CONTAINER_INSTANCES.ID),
          MAPPING::read);

  private static final Statement<Deregistration, ContainerInstance> DEREGISTER =
      Statement.write(
          "container_instances.deregister",
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

  private static final Key<ContainerInstanceArn> OF_TASK =
      Key.of(TASKS.CLUSTER_ARN, ContainerInstanceArn::cluster, TASKS.CONTAINER_INSTANCE_ARN);
  private static final Field<Integer> RUNNING =
      count().filterWhere(TASKS.LAST_STATUS.eq(inline(Task.RUNNING))).as("running");
  private static final Field<Integer> PENDING =
      count().filterWhere(TASKS.LAST_STATUS.eq(inline(Task.PENDING))).as("pending");

  private static final Statement<
          Collection<ContainerInstanceArn>,
          Map.Entry<ContainerInstanceArn, ContainerInstanceStatistics>>
      STATISTICS =
          Statement.read(
              "container_instances.statistics",
              in ->
                  select(TASKS.CONTAINER_INSTANCE_ARN, RUNNING, PENDING)
                      .from(TASKS)
                      .where(OF_TASK.isOneOf(in))
                      .and(TASKS.STOPPED_AT.isNull())
                      .groupBy(TASKS.CONTAINER_INSTANCE_ARN),
              PgContainerInstanceStore::statistics);

  private static final Statement<Bulk, Void> DELETE_INACTIVE =
      Statement.write(
          "container_instances.deleteInactive",
          Filter.<Bulk>of().within(CONTAINER_INSTANCES.CLUSTER_ARN, Bulk::within),
          (in, within) ->
              Bulk.delete(
                  CONTAINER_INSTANCES,
                  select(CONTAINER_INSTANCES.CLUSTER_ARN, CONTAINER_INSTANCES.ID)
                      .from(CONTAINER_INSTANCES)
                      .where(within)
                      .and(
                          CONTAINER_INSTANCES.DEREGISTERED_AT.lt(
                              in.value(CONTAINER_INSTANCES.DEREGISTERED_AT, Bulk::before)))
                      .limit(in.value(Bulk.LIMIT, Bulk::limit))));

  private final Sql sql;

  PgContainerInstanceStore(Sql sql) {
    this.sql = sql;
  }

  @Override
  public ContainerInstance register(ContainerInstance instance) {
    return REPLACEMENT.create(sql, deregistered(instance));
  }

  @Override
  public ContainerInstance deregister(ContainerInstanceArn arn) {
    while (true) {
      ContainerInstance stored =
          sql.one(DEREGISTER, new Deregistration(arn, sql.now())).orElseGet(() -> get(arn));
      if (stored.status().equals(ContainerInstance.INACTIVE)) {
        return stored;
      }
      // Registered anew in between: another now.
    }
  }

  @Override
  public Optional<ContainerInstance> find(ContainerInstanceArn arn) {
    return ENTITY.find(sql, arn);
  }

  @Override
  public ContainerInstance get(ContainerInstanceArn arn) {
    return ENTITY.get(sql, arn);
  }

  @Override
  public Map<ContainerInstanceArn, ContainerInstance> getAll(
      Collection<ContainerInstanceArn> arns) {
    return ENTITY.getAll(sql, arns);
  }

  @Override
  public Page<ContainerInstance> list(ContainerInstanceQuery query, PageRequest page) {
    return sql.page(LIST, query, page);
  }

  @Override
  public ContainerInstance update(ContainerInstance instance) {
    return ENTITY.update(sql, deregistered(instance));
  }

  @Override
  public ContainerInstance modify(
      ContainerInstanceArn arn, UnaryOperator<ContainerInstance> change) {
    return ENTITY.modify(sql, arn, change, this::deregistered);
  }

  @Override
  public void delete(ContainerInstanceArn arn) {
    ENTITY.delete(sql, arn);
  }

  @Override
  public Map<ContainerInstanceArn, ContainerInstanceStatistics> statistics(
      Collection<ContainerInstanceArn> arns) {
    Map<ContainerInstanceArn, ContainerInstanceStatistics> statistics = new LinkedHashMap<>();
    arns.forEach(arn -> statistics.put(arn, ContainerInstanceStatistics.NONE));
    sql.all(STATISTICS, arns)
        .forEach(counted -> statistics.put(counted.getKey(), counted.getValue()));
    return statistics;
  }

  @Override
  public int deleteInactive(Within within, Instant before, int limit) {
    return sql.count(DELETE_INACTIVE, new Bulk(within, before, limit));
  }

  private ContainerInstance deregistered(ContainerInstance instance) {
    return instance.status().equals(ContainerInstance.INACTIVE) && instance.deregisteredAt() == null
        ? instance.withDeregisteredAt(sql.now())
        : instance;
  }

  private static SelectConditionStep<?> attribute(Binds<ContainerInstanceQuery> in) {
    return selectOne()
        .from(ATTRIBUTES)
        .where(ATTRIBUTES.CLUSTER_ARN.eq(CONTAINER_INSTANCES.CLUSTER_ARN))
        .and(ATTRIBUTES.TARGET_ARN.eq(CONTAINER_INSTANCES.ARN))
        .and(ATTRIBUTES.NAME.eq(in.value(ATTRIBUTES.NAME, ContainerInstanceQuery::attributeName)));
  }

  private static Map.Entry<ContainerInstanceArn, ContainerInstanceStatistics> statistics(
      Object arns, Row row) throws SQLException {
    return Map.entry(
        row.get(TASKS.CONTAINER_INSTANCE_ARN),
        new ContainerInstanceStatistics(row.get(RUNNING), row.get(PENDING)));
  }

  private record Deregistration(ContainerInstanceArn arn, Instant at) {}
}
