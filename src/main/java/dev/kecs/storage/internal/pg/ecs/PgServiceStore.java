package dev.kecs.storage.internal.pg.ecs;

import static dev.kecs.storage.internal.jooq.Tables.SERVICES;
import static dev.kecs.storage.internal.jooq.Tables.TASKS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.Service;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.ServiceBuilder;
import dev.kecs.storage.ecs.ServiceQuery;
import dev.kecs.storage.ecs.ServiceStore;
import dev.kecs.storage.ecs.Within;
import dev.kecs.storage.internal.jooq.Keys;
import dev.kecs.storage.internal.sql.arn.Entity;
import dev.kecs.storage.internal.sql.arn.Key;
import dev.kecs.storage.internal.sql.arn.Mapping;
import dev.kecs.storage.internal.sql.arn.PgArnStore;
import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.internal.sql.statement.Filter;
import dev.kecs.storage.internal.sql.statement.Keyset;
import dev.kecs.storage.internal.sql.statement.LockingDelete;
import dev.kecs.storage.internal.sql.statement.PageStatement;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.internal.sql.statement.Violations;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import java.time.Instant;
import java.util.Optional;

final class PgServiceStore extends PgArnStore<ServiceArn, Service> implements ServiceStore {
  private static final Violations<Service> VIOLATIONS =
      Violations.<Service>of()
          .missing(
              Keys.SERVICES__SERVICES_CLUSTER_FK,
              service -> named(service) + " is in " + service.arn().cluster())
          .missing(
              Keys.SERVICES__SERVICES_TASK_DEFINITION_FK,
              service -> named(service) + " refers to " + service.taskDefinitionArn());

  private static final Mapping<Service, ServiceBuilder> MAPPING =
      Mapping.of(SERVICES, ServiceBuilder::builder, ServiceBuilder::builder, ServiceBuilder::build)
          .owner(SERVICES.CLUSTER_ARN, service -> service.arn().cluster())
          .key(SERVICES.ARN, Service::arn, ServiceBuilder::arn)
          .part(
              SERVICES.TASK_DEFINITION_ARN,
              Service::taskDefinitionArn,
              ServiceBuilder::taskDefinitionArn)
          .part(SERVICES.DESIRED_COUNT, Service::desiredCount, ServiceBuilder::desiredCount)
          .part(SERVICES.RUNNING_COUNT, Service::runningCount, ServiceBuilder::runningCount)
          .part(SERVICES.PENDING_COUNT, Service::pendingCount, ServiceBuilder::pendingCount)
          .part(SERVICES.LAUNCH_TYPE, Service::launchType, ServiceBuilder::launchType)
          .part(
              SERVICES.PLATFORM_VERSION, Service::platformVersion, ServiceBuilder::platformVersion)
          .part(SERVICES.PLATFORM_FAMILY, Service::platformFamily, ServiceBuilder::platformFamily)
          .part(SERVICES.STATUS, Service::status, ServiceBuilder::status)
          .part(SERVICES.ROLE_ARN, Service::roleArn, ServiceBuilder::roleArn)
          .part(SERVICES.LOAD_BALANCERS, Service::loadBalancers, ServiceBuilder::loadBalancers)
          .part(
              SERVICES.SERVICE_REGISTRIES,
              Service::serviceRegistries,
              ServiceBuilder::serviceRegistries)
          .part(
              SERVICES.NETWORK_CONFIGURATION,
              Service::networkConfiguration,
              ServiceBuilder::networkConfiguration)
          .part(
              SERVICES.DEPLOYMENT_CONFIGURATION,
              Service::deploymentConfiguration,
              ServiceBuilder::deploymentConfiguration)
          .part(
              SERVICES.DEPLOYMENT_CONTROLLER,
              Service::deploymentController,
              ServiceBuilder::deploymentController)
          .part(
              SERVICES.PLACEMENT_CONSTRAINTS,
              Service::placementConstraints,
              ServiceBuilder::placementConstraints)
          .part(
              SERVICES.PLACEMENT_STRATEGY,
              Service::placementStrategy,
              ServiceBuilder::placementStrategy)
          .part(
              SERVICES.CAPACITY_PROVIDER_STRATEGY,
              Service::capacityProviderStrategy,
              ServiceBuilder::capacityProviderStrategy)
          .part(
              SERVICES.SERVICE_CONNECT_CONFIGURATION,
              Service::serviceConnectConfiguration,
              ServiceBuilder::serviceConnectConfiguration)
          .tags(SERVICES.TAGS, Service::tags, ServiceBuilder::tags)
          .part(
              SERVICES.SCHEDULING_STRATEGY,
              Service::schedulingStrategy,
              ServiceBuilder::schedulingStrategy)
          .part(
              SERVICES.ENABLE_ECS_MANAGED_TAGS,
              Service::enableEcsManagedTags,
              ServiceBuilder::enableEcsManagedTags)
          .part(SERVICES.PROPAGATE_TAGS, Service::propagateTags, ServiceBuilder::propagateTags)
          .part(
              SERVICES.ENABLE_EXECUTE_COMMAND,
              Service::enableExecuteCommand,
              ServiceBuilder::enableExecuteCommand)
          .part(
              SERVICES.HEALTH_CHECK_GRACE_PERIOD_SECONDS,
              Service::healthCheckGracePeriodSeconds,
              ServiceBuilder::healthCheckGracePeriodSeconds)
          .part(SERVICES.DEPLOYMENT_NAME, Service::deploymentName, ServiceBuilder::deploymentName)
          .part(SERVICES.NAMESPACE, Service::namespace, ServiceBuilder::namespace)
          .part(SERVICES.NODE_PORTS, Service::nodePorts, ServiceBuilder::nodePorts)
          .part(SERVICES.HAS_NODE_PORT, Service::hasNodePort, ServiceBuilder::hasNodePort)
          .part(SERVICES.ASSIGN_PUBLIC_IP, Service::assignPublicIp, ServiceBuilder::assignPublicIp)
          .part(
              SERVICES.SERVICE_REGISTRY_METADATA,
              Service::serviceRegistryMetadata,
              ServiceBuilder::serviceRegistryMetadata)
          .createdAt(SERVICES.CREATED_AT, Service::createdAt, ServiceBuilder::createdAt)
          .updatedAt(SERVICES.UPDATED_AT, Service::updatedAt, ServiceBuilder::updatedAt)
          .version(SERVICES.ID, SERVICES.VERSION, Service::version, ServiceBuilder::version);

  private static final Key<ServiceArn> KEY =
      Key.of(SERVICES.CLUSTER_ARN, ServiceArn::cluster, SERVICES.ARN);

  static final Entity<ServiceArn, Service> ENTITY =
      Entity.of("services", "service", MAPPING, KEY, Service::arn, VIOLATIONS);

  private static final Filter<ServiceQuery> FILTER =
      Reach.<ServiceQuery>within(SERVICES.CLUSTER_ARN, ServiceQuery::within)
          .equal(SERVICES.NAME, ServiceQuery::name)
          .equal(SERVICES.LAUNCH_TYPE, ServiceQuery::launchType)
          .equal(SERVICES.SCHEDULING_STRATEGY, ServiceQuery::schedulingStrategy)
          .equal(SERVICES.NAMESPACE, ServiceQuery::namespace)
          .anyOf(
              SERVICES.STATUS,
              ServiceQuery::statuses,
              SERVICES.STATUS.ne(inline(Service.INACTIVE)));

  private static final PageStatement<ServiceQuery, Service> LIST =
      new PageStatement<>(
          "services.list",
          MAPPING.fields(),
          SERVICES,
          FILTER,
          Keyset.of(query -> !query.oldestFirst(), SERVICES.CLUSTER_ARN, SERVICES.ID),
          MAPPING::read);

  private static final Replacement<ServiceArn, Service> REPLACEMENT =
      new Replacement<>(
          ENTITY,
          SERVICES.CLUSTER_ARN,
          ServiceArn::cluster,
          SERVICES.STATUS.eq(inline(Service.INACTIVE)));

  private static final SqlStatement<Expired, Void> DELETE_INACTIVE =
      SqlStatement.write(
          "services.deleteInactive",
          Reach.<Expired>within(SERVICES.CLUSTER_ARN, Expired::within),
          (in, within) ->
              LockingDelete.skippingLocked(
                  SERVICES,
                  select(SERVICES.CLUSTER_ARN, SERVICES.ID)
                      .from(SERVICES)
                      .where(within)
                      .and(SERVICES.UPDATED_AT.lt(in.value(SERVICES.UPDATED_AT, Expired::before)))
                      .and(
                          SERVICES
                              .STATUS
                              .eq(inline(Service.INACTIVE))
                              .or(
                                  SERVICES
                                      .STATUS
                                      .eq(inline(Service.DRAINING))
                                      .and(notExists(unstoppedTask()))))
                      .limit(in.limit(Expired::limit))));

  PgServiceStore(Sql sql) {
    super(sql, ENTITY);
  }

  @Override
  public Service create(Service service) {
    return REPLACEMENT.create(sql, service);
  }

  @Override
  public Optional<Service> find(ClusterArn cluster, String nameOrArn) {
    return Optional.of(ServiceArn.resolve(cluster, nameOrArn))
        .filter(arn -> arn.cluster().equals(cluster))
        .flatMap(this::find);
  }

  @Override
  public Page<Service> list(ServiceQuery query, PageRequest page) {
    return sql.page(LIST, query, page);
  }

  @Override
  public int deleteInactive(Within within, Instant before, int limit) {
    return sql.count(DELETE_INACTIVE, new Expired(within, before, limit));
  }

  private static org.jooq.Select<?> unstoppedTask() {
    return selectOne()
        .from(TASKS)
        .where(TASKS.CLUSTER_ARN.eq(SERVICES.CLUSTER_ARN))
        .and(TASKS.SERVICE_NAME.eq(SERVICES.NAME))
        .and(TASKS.STOPPED_AT.isNull());
  }

  private static String named(Service service) {
    return "service " + service.arn();
  }
}
