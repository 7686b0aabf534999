package dev.kecs.storage.internal.pg.ecs;

import static dev.kecs.storage.internal.jooq.Tables.SERVICES;
import static dev.kecs.storage.internal.jooq.Tables.TASKS;
import static dev.kecs.storage.internal.jooq.Tables.TASK_DEFINITIONS;
import static dev.kecs.storage.internal.jooq.Tables.TASK_DEFINITION_FAMILIES;
import static dev.kecs.storage.internal.jooq.Tables.TASK_SETS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.kecs.storage.ecs.TaskDefinition;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskDefinitionContent;
import dev.kecs.storage.ecs.TaskDefinitionFamily;
import dev.kecs.storage.ecs.TaskDefinitionFamilyQuery;
import dev.kecs.storage.ecs.TaskDefinitionQuery;
import dev.kecs.storage.ecs.TaskDefinitionReference;
import dev.kecs.storage.ecs.TaskDefinitionStore;
import dev.kecs.storage.error.ResourceInUseException;
import dev.kecs.storage.internal.jooq.Keys;
import dev.kecs.storage.internal.jooq.Mappings;
import dev.kecs.storage.internal.sql.arn.DeletionLock;
import dev.kecs.storage.internal.sql.arn.Entity;
import dev.kecs.storage.internal.sql.arn.Key;
import dev.kecs.storage.internal.sql.arn.Mapping;
import dev.kecs.storage.internal.sql.arn.PgArnLookup;
import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.Filter;
import dev.kecs.storage.internal.sql.statement.Keyset;
import dev.kecs.storage.internal.sql.statement.LockingDelete;
import dev.kecs.storage.internal.sql.statement.PageStatement;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.internal.sql.statement.Violations;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.Deletion;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

final class PgTaskDefinitionStore extends PgArnLookup<TaskDefinitionArn, TaskDefinition>
    implements TaskDefinitionStore {
  private static final Violations<TaskDefinitionArn> DELETION =
      Violations.<TaskDefinitionArn>of()
          .used(
              Keys.SERVICES__SERVICES_TASK_DEFINITION_FK,
              arn -> "task definition " + arn + " is referred to by services")
          .used(
              Keys.TASKS__TASKS_TASK_DEFINITION_FK,
              arn -> "task definition " + arn + " is referred to by tasks")
          .used(
              Keys.TASK_SETS__TASK_SETS_TASK_DEFINITION_FK,
              arn -> "task definition " + arn + " is referred to by task sets");

  private static final Violations<Object> BULK_DELETION =
      Violations.of()
          .usedMeanwhile(Keys.SERVICES__SERVICES_TASK_DEFINITION_FK)
          .usedMeanwhile(Keys.TASKS__TASKS_TASK_DEFINITION_FK)
          .usedMeanwhile(Keys.TASK_SETS__TASK_SETS_TASK_DEFINITION_FK);

  private static final Mapping<TaskDefinition, ?> MAPPING =
      Mappings.taskDefinitions()
          .owner(TASK_DEFINITIONS.ACCOUNT_ID, definition -> definition.arn().account())
          .owner(TASK_DEFINITIONS.REGION, definition -> definition.arn().region())
          .owner(TASK_DEFINITIONS.FAMILY, definition -> definition.arn().family())
          .owner(TASK_DEFINITIONS.KEY, TaskDefinition::arn)
          .owner(TASK_DEFINITIONS.REVISION, definition -> definition.arn().revision());

  private static final Key<TaskDefinitionArn> KEY =
      Key.of(TASK_DEFINITIONS.KEY, TASK_DEFINITIONS.ARN);

  static final Entity<TaskDefinitionArn, TaskDefinition> ENTITY =
      Entity.of(
          "taskDefinitions", "task definition", MAPPING, KEY, TaskDefinition::arn, Violations.of());

  private static final PageStatement<TaskDefinitionQuery, TaskDefinition> LIST =
      new PageStatement<>(
          "taskDefinitions.list",
          MAPPING.fields(),
          TASK_DEFINITIONS,
          Filter.<TaskDefinitionQuery>of()
              .scope(
                  TASK_DEFINITIONS.ACCOUNT_ID, TASK_DEFINITIONS.REGION, TaskDefinitionQuery::scope)
              .equal(TASK_DEFINITIONS.FAMILY, TaskDefinitionQuery::family)
              .equal(TASK_DEFINITIONS.STATUS, TaskDefinitionQuery::status),
          Keyset.of(
              TaskDefinitionQuery::descending, TASK_DEFINITIONS.FAMILY, TASK_DEFINITIONS.REVISION),
          MAPPING::read);

  private static final PageStatement<TaskDefinitionFamilyQuery, TaskDefinitionFamily>
      LIST_FAMILIES =
          new PageStatement<>(
              "taskDefinitions.listFamilies",
              List.of(TASK_DEFINITION_FAMILIES.FAMILY, TASK_DEFINITION_FAMILIES.LAST_REVISION),
              TASK_DEFINITION_FAMILIES,
              Filter.<TaskDefinitionFamilyQuery>of()
                  .scope(
                      TASK_DEFINITION_FAMILIES.ACCOUNT_ID,
                      TASK_DEFINITION_FAMILIES.REGION,
                      TaskDefinitionFamilyQuery::scope)
                  .prefix(TASK_DEFINITION_FAMILIES.FAMILY, TaskDefinitionFamilyQuery::prefix)
                  .choose(
                      TaskDefinitionFamilyQuery::status,
                      Map.of(
                          TaskDefinitionFamilyQuery.Status.ACTIVE, exists(anActiveOfFamily()),
                          TaskDefinitionFamilyQuery.Status.INACTIVE, notExists(anActiveOfFamily()),
                          TaskDefinitionFamilyQuery.Status.ALL, DSL.noCondition())),
              Keyset.ascending(TASK_DEFINITION_FAMILIES.FAMILY),
              (query, row) ->
                  new TaskDefinitionFamily(
                      row.get(TASK_DEFINITION_FAMILIES.FAMILY),
                      row.get(TASK_DEFINITION_FAMILIES.LAST_REVISION),
                      null));

  private static final Field<Integer> COUNT = count().as("count");

  private static final SqlStatement<Families, Map.Entry<String, Integer>> COUNT_ACTIVE =
      SqlStatement.read(
          "taskDefinitions.countActive",
          in ->
              select(TASK_DEFINITIONS.FAMILY, COUNT)
                  .from(TASK_DEFINITIONS)
                  .where(isIn(in, Families::scope))
                  .and(TASK_DEFINITIONS.STATUS.eq(inline(TaskDefinition.ACTIVE)))
                  .and(
                      TASK_DEFINITIONS.FAMILY.eq(
                          any(in.values(TASK_DEFINITIONS.FAMILY, Families::names))))
                  .groupBy(TASK_DEFINITIONS.FAMILY),
          (families, row) -> Map.entry(row.get(TASK_DEFINITIONS.FAMILY), row.get(COUNT)));

  private static final SqlStatement<TaskDefinitionReference, TaskDefinition> FIND_LATEST =
      SqlStatement.read(
          "taskDefinitions.findLatest",
          in ->
              select(MAPPING.fields())
                  .from(TASK_DEFINITIONS)
                  .where(isIn(in, TaskDefinitionReference::scope))
                  .and(
                      TASK_DEFINITIONS.FAMILY.eq(
                          in.value(TASK_DEFINITIONS.FAMILY, TaskDefinitionReference::family)))
                  .and(TASK_DEFINITIONS.STATUS.eq(inline(TaskDefinition.ACTIVE)))
                  .orderBy(TASK_DEFINITIONS.REVISION.desc())
                  .limit(inline(1)),
          MAPPING::read);

  private static final SqlStatement<Deregistration, TaskDefinition> DEREGISTER =
      SqlStatement.write(
          "taskDefinitions.deregister",
          in ->
              DSL.update(TASK_DEFINITIONS)
                  .set(TASK_DEFINITIONS.STATUS, inline(TaskDefinition.INACTIVE))
                  .set(
                      TASK_DEFINITIONS.DEREGISTERED_AT,
                      in.value(TASK_DEFINITIONS.DEREGISTERED_AT, Deregistration::at))
                  .set(MAPPING.touched(in, Deregistration::at))
                  .where(KEY.is(in.of(Deregistration::arn)))
                  .and(TASK_DEFINITIONS.STATUS.eq(inline(TaskDefinition.ACTIVE)))
                  .returningResult(MAPPING.fields()),
          MAPPING::read,
          Violations.none());

  private static final DeletionLock<TaskDefinitionArn, TaskDefinition> LOCK =
      new DeletionLock<>(ENTITY);

  private static final Field<Boolean> UNUSED = field(unused()).as("unused");

  /** Declared as a write, since it begins one: so a read-only unit of work refuses it. */
  private static final SqlStatement<TaskDefinitionArn, Map.Entry<String, Boolean>> FIND_USE =
      SqlStatement.write(
          "taskDefinitions.findUse",
          in -> select(TASK_DEFINITIONS.STATUS, UNUSED).from(TASK_DEFINITIONS).where(KEY.is(in)),
          (arn, row) -> Map.entry(row.get(TASK_DEFINITIONS.STATUS), !row.get(UNUSED)),
          Violations.none());

  private static final SqlStatement<TaskDefinitionArn, Void> DELETE_UNUSED =
      SqlStatement.write(
          "taskDefinitions.delete",
          in -> deleteFrom(TASK_DEFINITIONS).where(KEY.is(in)).and(unused()),
          DELETION);

  private static final SqlStatement<Purge, Void> FINISH_DELETIONS =
      SqlStatement.write(
          "taskDefinitions.finishDeletions",
          in ->
              LockingDelete.skippingLocked(
                  TASK_DEFINITIONS,
                  isIn(in, Purge::scope),
                  select(TASK_DEFINITIONS.rowid())
                      .from(TASK_DEFINITIONS)
                      .where(isIn(in, Purge::scope))
                      .and(TASK_DEFINITIONS.STATUS.eq(inline(TaskDefinition.DELETE_IN_PROGRESS)))
                      .and(unused())
                      .limit(in.limit(Purge::limit))),
          BULK_DELETION);

  PgTaskDefinitionStore(Sql sql) {
    super(sql, ENTITY);
  }

  @Override
  public TaskDefinition register(Scope scope, String family, TaskDefinitionContent content) {
    TaskDefinition first = content.definition(TaskDefinitionArn.of(scope, family, 1));
    return sql.one(Registration.REGISTER, MAPPING.stamped(first, sql.now())).orElseThrow();
  }

  @Override
  public Optional<TaskDefinition> find(Scope scope, String family, int revision) {
    return find(TaskDefinitionArn.of(scope, family, revision));
  }

  @Override
  public Optional<TaskDefinition> findLatest(Scope scope, String family) {
    return sql.one(FIND_LATEST, new TaskDefinitionReference(scope, family, null));
  }

  @Override
  public Optional<TaskDefinition> resolve(Scope scope, String text) {
    TaskDefinitionReference reference = TaskDefinitionReference.parse(scope, text);
    if (!reference.scope().equals(scope)) {
      return Optional.empty();
    }
    Integer revision = reference.revision();
    return revision == null
        ? sql.one(FIND_LATEST, reference)
        : find(scope, reference.family(), revision);
  }

  @Override
  public Page<TaskDefinition> list(TaskDefinitionQuery query, PageRequest page) {
    return sql.page(LIST, query, page);
  }

  @Override
  public Page<TaskDefinitionFamily> listFamilies(
      TaskDefinitionFamilyQuery query, PageRequest page) {
    Page<TaskDefinitionFamily> families = sql.page(LIST_FAMILIES, query, page);
    return query.counted() ? counted(query.scope(), families) : families;
  }

  private Page<TaskDefinitionFamily> counted(Scope scope, Page<TaskDefinitionFamily> families) {
    List<String> names = families.items().stream().map(TaskDefinitionFamily::family).toList();
    Map<String, Integer> active = new HashMap<>();
    sql.all(COUNT_ACTIVE, new Families(scope, names))
        .forEach(count -> active.put(count.getKey(), count.getValue()));
    return new Page<>(
        families.items().stream()
            .map(
                family ->
                    new TaskDefinitionFamily(
                        family.family(),
                        family.latestRevision(),
                        (long) active.getOrDefault(family.family(), 0)))
            .toList(),
        families.nextToken());
  }

  @Override
  public TaskDefinition deregister(TaskDefinitionArn arn) {
    return sql.one(DEREGISTER, new Deregistration(arn, sql.now())).orElseGet(() -> get(arn));
  }

  @Override
  public Optional<TaskDefinition> delete(TaskDefinitionArn arn) {
    return sql.atomically(
        unit -> {
          // Looked at first: the lock would wait for everyone who refers to the definition.
          if (!isUsed(unit, arn)
              && LOCK.take(unit, arn, () -> isUsed(unit, arn)).isPresent()
              && unit.count(DELETE_UNUSED, arn) > 0) {
            return Optional.empty();
          }
          TaskDefinition stored = ENTITY.lock(unit, arn);
          return Optional.of(
              stored.status().equals(TaskDefinition.DELETE_IN_PROGRESS)
                  ? stored
                  : ENTITY.update(unit, stored.withStatus(TaskDefinition.DELETE_IN_PROGRESS)));
        });
  }

  private static boolean isUsed(Sql sql, TaskDefinitionArn arn) {
    Map.Entry<String, Boolean> use = sql.one(FIND_USE, arn).orElseThrow(() -> ENTITY.notFound(arn));
    if (use.getKey().equals(TaskDefinition.ACTIVE)) {
      throw new ResourceInUseException(
          ENTITY.named(arn) + " is ACTIVE: deregister it before deleting it");
    }
    return use.getValue();
  }

  @Override
  public int finishDeletions(Scope scope, int limit) {
    return sql.count(FINISH_DELETIONS, new Purge(scope, limit));
  }

  private static <A> Condition isIn(Binds<A> in, Function<A, Scope> scope) {
    return TASK_DEFINITIONS
        .ACCOUNT_ID
        .eq(in.value(TASK_DEFINITIONS.ACCOUNT_ID, of -> scope.apply(of).account()))
        .and(
            TASK_DEFINITIONS.REGION.eq(
                in.value(TASK_DEFINITIONS.REGION, of -> scope.apply(of).region())));
  }

  private static Condition activeOfFamily() {
    return TASK_DEFINITIONS
        .ACCOUNT_ID
        .eq(TASK_DEFINITION_FAMILIES.ACCOUNT_ID)
        .and(TASK_DEFINITIONS.REGION.eq(TASK_DEFINITION_FAMILIES.REGION))
        .and(TASK_DEFINITIONS.STATUS.eq(inline(TaskDefinition.ACTIVE)))
        .and(TASK_DEFINITIONS.FAMILY.eq(TASK_DEFINITION_FAMILIES.FAMILY));
  }

  private static org.jooq.Select<?> anActiveOfFamily() {
    return selectOne().from(TASK_DEFINITIONS).where(activeOfFamily());
  }

  private static Condition unused() {
    return notExists(referring(SERVICES, SERVICES.TASK_DEFINITION_KEY))
        .and(notExists(referring(TASKS, TASKS.TASK_DEFINITION_KEY)))
        .and(notExists(referring(TASK_SETS, TASK_SETS.TASK_DEFINITION_KEY)));
  }

  private static org.jooq.Select<?> referring(Table<?> table, Field<TaskDefinitionArn> reference) {
    return selectOne().from(table).where(reference.eq(TASK_DEFINITIONS.KEY));
  }

  private record Families(Scope scope, List<String> names) {}

  private record Deregistration(TaskDefinitionArn arn, Instant at) {}

  private record Purge(Scope scope, int limit) {
    Purge {
      Deletion.limit(limit);
    }
  }
}
