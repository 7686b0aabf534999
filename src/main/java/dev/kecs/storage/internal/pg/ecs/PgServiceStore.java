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
import dev.kecs.storage.ecs.ServiceQuery;
import dev.kecs.storage.ecs.ServiceStore;
import dev.kecs.storage.ecs.Within;
import dev.kecs.storage.internal.jooq.Keys;
import dev.kecs.storage.internal.jooq.Mappings;
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
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

final class PgServiceStore extends PgArnStore<ServiceArn, Service> implements ServiceStore {
  private static final Violations<Service> VIOLATIONS =
      Violations.<Service>of()
          .missing(
              Keys.SERVICES__SERVICES_CLUSTER_FK,
              service -> named(service) + " is in " + service.arn().cluster())
          .missing(
              Keys.SERVICES__SERVICES_TASK_DEFINITION_FK,
              service -> named(service) + " refers to " + service.taskDefinitionArn());

  private static final Mapping<Service, ?> MAPPING =
      Mappings.services()
          .owner(SERVICES.CLUSTER_KEY, service -> service.arn().cluster())
          .owner(SERVICES.KEY, Service::arn)
          .derived(SERVICES.TASK_DEFINITION_KEY, Service::taskDefinitionArn);

  private static final Key<ServiceArn> KEY =
      Key.of(SERVICES.CLUSTER_KEY, ServiceArn::cluster, SERVICES.KEY, SERVICES.ARN);

  static final Entity<ServiceArn, Service> ENTITY =
      Entity.of("services", "service", MAPPING, KEY, Service::arn, VIOLATIONS);

  private static final Field<String> NAME =
      DSL.splitPart(SERVICES.ARN.coerce(SQLDataType.CLOB), inline("/"), inline(3));

  private static final Filter<ServiceQuery> FILTER =
      Reach.<ServiceQuery>within(SERVICES.CLUSTER_KEY, ServiceQuery::within)
          .equal(NAME, ServiceQuery::name)
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
          Keyset.of(query -> !query.oldestFirst(), SERVICES.CLUSTER_KEY, SERVICES.ID),
          MAPPING::read);

  private static final Replacement<ServiceArn, Service> REPLACEMENT =
      new Replacement<>(
          ENTITY,
          SERVICES.CLUSTER_KEY,
          ServiceArn::cluster,
          SERVICES.STATUS.eq(inline(Service.INACTIVE)));

  private static final SqlStatement<Expired, Void> DELETE_INACTIVE =
      SqlStatement.write(
          "services.deleteInactive",
          Reach.<Expired>within(SERVICES.CLUSTER_KEY, Expired::within),
          (in, within) ->
              LockingDelete.skippingLocked(
                  SERVICES,
                  within,
                  select(SERVICES.rowid())
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
        .where(TASKS.CLUSTER_KEY.eq(SERVICES.CLUSTER_KEY))
        .and(TASKS.SERVICE_KEY.eq(SERVICES.KEY.coerce(SQLDataType.UUID)))
        .and(TASKS.STOPPED_AT.isNull());
  }

  private static String named(Service service) {
    return "service " + service.arn();
  }
}
