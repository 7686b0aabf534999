package dev.kecs.storage.internal.pg.ecs;

import static dev.kecs.storage.internal.jooq.Tables.CLUSTERS;
import static dev.kecs.storage.internal.jooq.Tables.SERVICES;
import static dev.kecs.storage.internal.jooq.Tables.TASK_SETS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.with;

import dev.kecs.storage.ecs.Service;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.TaskSet;
import dev.kecs.storage.ecs.TaskSetArn;
import dev.kecs.storage.ecs.TaskSetQuery;
import dev.kecs.storage.ecs.TaskSetStore;
import dev.kecs.storage.ecs.Within;
import dev.kecs.storage.internal.jooq.Indexes;
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
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.internal.sql.statement.Violations;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.Deletion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

final class PgTaskSetStore extends PgArnStore<TaskSetArn, TaskSet> implements TaskSetStore {
  private static final Violations<TaskSet> VIOLATIONS =
      Violations.<TaskSet>of()
          .taken(
              Indexes.TASK_SETS_PRIMARY_UQ,
              PgTaskSetStore::areBothPrimary,
              set -> named(set) + " cannot be PRIMARY: another of its service is")
          .missing(
              Keys.TASK_SETS__TASK_SETS_CLUSTER_FK,
              set -> named(set) + " is in " + set.arn().cluster())
          .missing(
              Keys.TASK_SETS__TASK_SETS_SERVICE_FK,
              set -> named(set) + " is of " + set.arn().service())
          .missing(
              Keys.TASK_SETS__TASK_SETS_TASK_DEFINITION_FK,
              set -> named(set) + " refers to " + set.taskDefinitionArn());

  private static final Mapping<TaskSet, ?> MAPPING =
      Mappings.taskSets()
          .owner(TASK_SETS.CLUSTER_KEY, set -> set.arn().cluster())
          .owner(TASK_SETS.SERVICE_KEY, set -> set.arn().service())
          .owner(TASK_SETS.KEY, TaskSet::arn)
          .derived(TASK_SETS.TASK_DEFINITION_KEY, TaskSet::taskDefinitionArn);

  private static final Key<TaskSetArn> KEY =
      Key.of(TASK_SETS.CLUSTER_KEY, TaskSetArn::cluster, TASK_SETS.KEY, TASK_SETS.ARN);

  static final Entity<TaskSetArn, TaskSet> ENTITY =
      Entity.of("taskSets", "task set", MAPPING, KEY, TaskSet::arn, VIOLATIONS);

  private static final SqlStatement<TaskSet, TaskSet> CREATE =
      SqlStatement.write(
          ENTITY.statement("create"), PgTaskSetStore::create, MAPPING::created, VIOLATIONS);

  private static final Filter<TaskSetQuery> FILTER =
      Filter.<TaskSetQuery>of()
          .equal(TASK_SETS.CLUSTER_KEY, query -> query.service().cluster())
          .equal(TASK_SETS.SERVICE_KEY, TaskSetQuery::service)
          .anyOf(TASK_SETS.ARN, PgTaskSetStore::arns);

  private static final PageStatement<TaskSetQuery, TaskSet> LIST =
      new PageStatement<>(
          "taskSets.list",
          MAPPING.fields(),
          TASK_SETS,
          FILTER,
          Keyset.of(query -> !query.oldestFirst(), TASK_SETS.ID),
          MAPPING::read);

  private static final SqlStatement<Promotion, Void> DEMOTE =
      SqlStatement.write(
          "taskSets.demote",
          in ->
              DSL.update(TASK_SETS)
                  .set(TASK_SETS.STATUS, inline(TaskSet.ACTIVE))
                  .set(MAPPING.touched(in, Promotion::at))
                  .where(
                      TASK_SETS.CLUSTER_KEY.eq(
                          in.value(TASK_SETS.CLUSTER_KEY, promotion -> promotion.arn().cluster())))
                  .and(
                      TASK_SETS.SERVICE_KEY.eq(
                          in.value(TASK_SETS.SERVICE_KEY, promotion -> promotion.arn().service())))
                  .and(TASK_SETS.STATUS.eq(inline(TaskSet.PRIMARY))));

  private static final SqlStatement<Promotion, TaskSet> PROMOTE =
      SqlStatement.write(
          "taskSets.promote",
          in ->
              DSL.update(TASK_SETS)
                  .set(TASK_SETS.STATUS, inline(TaskSet.PRIMARY))
                  .set(MAPPING.touched(in, Promotion::at))
                  .where(KEY.is(in.of(Promotion::arn)))
                  .returningResult(MAPPING.fields()),
          MAPPING::read,
          Violations.<Promotion>of().takenMeanwhile(Indexes.TASK_SETS_PRIMARY_UQ));

  private static final SqlStatement<Orphans, Void> DELETE_ORPHANED =
      SqlStatement.write(
          "taskSets.deleteOrphaned",
          // Both fields get the range: the planner knows that they are equal, but not that the
          // other lies in the same range.
          Reach.<Orphans>within(TASK_SETS.CLUSTER_KEY, Orphans::within),
          (in, within) ->
              LockingDelete.skippingLocked(
                  TASK_SETS,
                  within,
                  select(TASK_SETS.rowid())
                      .from(TASK_SETS)
                      .join(SERVICES)
                      .on(SERVICES.CLUSTER_KEY.eq(TASK_SETS.CLUSTER_KEY))
                      .and(SERVICES.KEY.eq(TASK_SETS.SERVICE_KEY))
                      .where(within)
                      .and(SERVICES.STATUS.eq(inline(Service.INACTIVE)))
                      .limit(in.limit(Orphans::limit))));

  PgTaskSetStore(Sql sql) {
    super(sql, ENTITY);
  }

  @Override
  public TaskSet create(TaskSet taskSet) {
    return ENTITY
        .newRows()
        .create(sql, taskSet, () -> sql.one(CREATE, ENTITY.stamped(taskSet, sql.now())));
  }

  @Override
  public Page<TaskSet> list(TaskSetQuery query, PageRequest page) {
    return sql.page(LIST, query, page);
  }

  @Override
  public TaskSet setPrimary(TaskSetArn arn) {
    return sql.atomically(
        unit -> {
          ENTITY.untilFound(unit, arn, () -> PgServiceStore.ENTITY.findLocked(unit, arn.service()));
          // Locked before the former one is demoted: another transaction that makes this one
          // PRIMARY holds its row, and would wait for the former one's.
          TaskSet stored = ENTITY.lock(unit, arn);
          if (stored.status().equals(TaskSet.PRIMARY)) {
            return stored;
          }
          Promotion promotion = new Promotion(arn, sql.now());
          unit.count(DEMOTE, promotion);
          return unit.one(PROMOTE, promotion).orElseThrow();
        });
  }

  @Override
  public int deleteOrphaned(Within within, int limit) {
    return sql.count(DELETE_ORPHANED, new Orphans(within, limit));
  }

  /**
   * Locks the service before the foreign key does. If the service is replaced meanwhile, that finds
   * none and inserts nothing, where the foreign key would fail, although the new one is there.
   */
  private static Query create(Binds<TaskSet> in) {
    Binds<ServiceArn> arn = in.of(set -> set.arn().service());
    var owner = Replacement.owner(arn, ServiceArn::cluster);
    var service =
        name("service")
            .as(
                select(SERVICES.KEY)
                    .from(SERVICES)
                    .join(owner)
                    .on(SERVICES.CLUSTER_KEY.eq(owner.field(CLUSTERS.KEY)))
                    .where(SERVICES.KEY.eq(arn.value(SERVICES.KEY, of -> of)))
                    .forKeyShare()
                    .of(SERVICES));
    Map<Field<?>, Field<?>> values = MAPPING.inserted(in);
    return with(owner)
        .with(service)
        .insertInto(TASK_SETS, values.keySet())
        .select(select(values.values()).from(service))
        .onConflictDoNothing()
        .returningResult(MAPPING.identifying());
  }

  private static Condition areBothPrimary(Table<?> given) {
    return TASK_SETS
        .CLUSTER_KEY
        .eq(given.field(TASK_SETS.CLUSTER_KEY))
        .and(TASK_SETS.SERVICE_KEY.eq(given.field(TASK_SETS.SERVICE_KEY)))
        .and(TASK_SETS.STATUS.eq(inline(TaskSet.PRIMARY)))
        .and(given.field(TASK_SETS.STATUS).eq(inline(TaskSet.PRIMARY)));
  }

  private static @Nullable List<TaskSetArn> arns(TaskSetQuery query) {
    Set<String> ids = query.ids();
    return ids == null
        ? null
        : ids.stream().map(id -> TaskSetArn.resolve(query.service(), id)).toList();
  }

  private static String named(TaskSet set) {
    return "task set " + set.arn();
  }

  private record Promotion(TaskSetArn arn, Instant at) {}

  private record Orphans(Within within, int limit) {
    Orphans {
      Deletion.limit(limit);
    }
  }
}
