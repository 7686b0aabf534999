package dev.kecs.storage.internal.pg.ecs;

import static dev.kecs.storage.internal.jooq.Tables.TASKS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskQuery;
import dev.kecs.storage.ecs.TaskStatusChange;
import dev.kecs.storage.ecs.TaskStore;
import dev.kecs.storage.ecs.Within;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.ArnKey;
import dev.kecs.storage.internal.check.Check;
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
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

final class PgTaskStore extends PgArnStore<TaskArn, Task> implements TaskStore {
  private static final String SERVICE_GROUP = "service:";

  private static final Violations<Task> VIOLATIONS =
      Violations.<Task>of()
          .taken(
              Indexes.TASKS_POD_UQ,
              PgTaskStore::haveSamePod,
              task ->
                  named(task)
                      + " cannot have the pod "
                      + task.podName()
                      + ": another task that is not stopped has it")
          .missing(
              Keys.TASKS__TASKS_CLUSTER_FK, task -> named(task) + " is in " + task.arn().cluster())
          .missing(
              Keys.TASKS__TASKS_TASK_DEFINITION_FK,
              task -> named(task) + " refers to " + task.taskDefinitionArn());

  private static final Mapping<Task, ?> MAPPING =
      Mappings.tasks()
          .owner(TASKS.CLUSTER_KEY, task -> task.arn().cluster())
          .owner(TASKS.KEY, Task::arn)
          .derived(TASKS.TASK_DEFINITION_KEY, Task::taskDefinitionArn)
          .derived(TASKS.FAMILY, task -> task.taskDefinitionArn().family())
          .derived(TASKS.SERVICE_KEY, PgTaskStore::serviceKey)
          .derived(TASKS.CONTAINER_INSTANCE_KEY, Task::containerInstanceArn)
          .once(TASKS.STOPPED_AT);

  private static final Key<TaskArn> KEY =
      Key.of(TASKS.CLUSTER_KEY, TaskArn::cluster, TASKS.KEY, TASKS.ARN);

  static final Entity<TaskArn, Task> ENTITY =
      Entity.of("tasks", "task", MAPPING, KEY, Task::arn, VIOLATIONS)
          .completedBy(PgTaskStore::stopped)
          .allowing(
              in -> staysStopped(in.value(TASKS.LAST_STATUS, Task::lastStatus)),
              "is stopped and stays so");

  private static final Filter<TaskQuery> FILTER =
      Filter.<TaskQuery>of()
          .equal(TASKS.CLUSTER_KEY, TaskQuery::cluster)
          .equal(TASKS.SERVICE_KEY, PgTaskStore::keyOfServiceName)
          .equal(
              TASKS.SERVICE_KEY,
              query -> query.serviceArn() == null ? null : query.serviceArn().key())
          .equal(TASKS.SERVICE_ARN, TaskQuery::serviceArn)
          .equal(TASKS.FAMILY, TaskQuery::family)
          .equal(TASKS.CONTAINER_INSTANCE_KEY, TaskQuery::containerInstanceArn)
          .equal(TASKS.CONTAINER_INSTANCE_ARN, TaskQuery::containerInstanceArn)
          .equal(TASKS.LAUNCH_TYPE, TaskQuery::launchType)
          .equal(TASKS.DESIRED_STATUS, TaskQuery::desiredStatus)
          .equal(TASKS.LAST_STATUS, TaskQuery::lastStatus)
          .where(PgTaskStore::isUnstopped, TASKS.STOPPED_AT.isNull())
          .equal(TASKS.STARTED_BY, TaskQuery::startedBy)
          .equal(TASKS.GROUP, TaskQuery::group);

  /**
   * A list is of one cluster, so the id alone orders it. Each index has the id right after the
   * column that it has for a filter.
   */
  private static final Keyset<TaskQuery> ORDER = Keyset.of(query -> !query.oldestFirst(), TASKS.ID);

  private static final PageStatement<TaskQuery, Task> LIST =
      new PageStatement<>("tasks.list", MAPPING.fields(), TASKS, FILTER, ORDER, MAPPING::read);

  private static final PageStatement<TaskQuery, TaskArn> LIST_ARNS =
      new PageStatement<>(
          "tasks.listArns",
          List.of(TASKS.ARN),
          TASKS,
          FILTER,
          ORDER,
          (query, row) -> row.get(TASKS.ARN));

  private static final SqlStatement<Pod, Task> FIND_BY_POD =
      SqlStatement.read(
          "tasks.findByPod",
          // Each of the two has an index of its own, which only its condition on stopped_at opens.
          in ->
              select(MAPPING.fields())
                  .from(TASKS)
                  .where(TASKS.CLUSTER_KEY.eq(in.value(TASKS.CLUSTER_KEY, Pod::cluster)))
                  .and(
                      TASKS.ID.eq(
                          coalesce(
                              field(
                                  select(TASKS.ID)
                                      .from(TASKS)
                                      .where(hasPod(in))
                                      .and(TASKS.STOPPED_AT.isNull())),
                              field(
                                  select(TASKS.ID)
                                      .from(TASKS)
                                      .where(hasPod(in))
                                      .and(TASKS.STOPPED_AT.isNotNull())
                                      .orderBy(TASKS.ID.desc())
                                      .limit(inline(1)))))),
          MAPPING::read);

  /**
   * Not INSERT … ON CONFLICT DO UPDATE: that takes one unique key, and fails for the other. Of two
   * that insert the same task at the same time, one would be told that another task has the pod.
   */
  private static final SqlStatement<Task, Task> REPLACE =
      SqlStatement.write(
          "tasks.upsert",
          in ->
              DSL.update(TASKS)
                  .set(MAPPING.updated(in))
                  .where(KEY.is(in.of(Task::arn)))
                  .and(staysStopped(in.value(TASKS.LAST_STATUS, Task::lastStatus)))
                  .returningResult(MAPPING.returning()),
          MAPPING::written,
          VIOLATIONS);

  private static final Field<Integer> COUNT = count().as("count");

  private static final SqlStatement<ClusterArn, Map.Entry<String, Integer>> COUNT_BY_STATUS =
      SqlStatement.read(
          "tasks.countByStatus",
          in ->
              select(TASKS.LAST_STATUS, COUNT)
                  .from(TASKS)
                  .where(TASKS.CLUSTER_KEY.eq(in.value(TASKS.CLUSTER_KEY, cluster -> cluster)))
                  .and(TASKS.STOPPED_AT.isNull())
                  .groupBy(TASKS.LAST_STATUS)
                  .unionAll(
                      // The index alone counts them.
                      select(inline(Task.STOPPED), COUNT)
                          .from(TASKS)
                          .where(
                              TASKS.CLUSTER_KEY.eq(in.value(TASKS.CLUSTER_KEY, cluster -> cluster)))
                          .and(TASKS.STOPPED_AT.isNotNull())
                          .having(count().gt(inline(0)))),
          (cluster, row) -> Map.entry(row.get(TASKS.LAST_STATUS), row.get(COUNT)));

  private static final SqlStatement<Expired, Void> DELETE_STOPPED =
      SqlStatement.write(
          "tasks.deleteStopped",
          Reach.<Expired>within(TASKS.CLUSTER_KEY, Expired::within),
          (in, within) ->
              LockingDelete.skippingLocked(
                  TASKS,
                  within,
                  select(TASKS.rowid())
                      .from(TASKS)
                      .where(within)
                      .and(TASKS.STOPPED_AT.lt(in.value(TASKS.STOPPED_AT, Expired::before)))
                      .limit(in.limit(Expired::limit))));

  PgTaskStore(Sql sql) {
    super(sql, ENTITY);
  }

  @Override
  public Task create(Task task) {
    return ENTITY.create(sql, task);
  }

  @Override
  public List<Task> createAll(Collection<Task> tasks) {
    refuseDuplicatePods(tasks);
    return ENTITY.createAll(sql, tasks);
  }

  @Override
  public Optional<Task> find(ClusterArn cluster, String idOrArn) {
    return Optional.of(TaskArn.resolve(cluster, idOrArn))
        .filter(arn -> arn.cluster().equals(cluster))
        .flatMap(this::find);
  }

  @Override
  public Optional<Task> findByPod(ClusterArn cluster, @Nullable String namespace, String podName) {
    return sql.one(FIND_BY_POD, new Pod(cluster, namespace, podName));
  }

  @Override
  public Page<Task> list(TaskQuery query, PageRequest page) {
    return sql.page(LIST, query, page);
  }

  @Override
  public Page<TaskArn> listArns(TaskQuery query, PageRequest page) {
    return sql.page(LIST_ARNS, query, page);
  }

  @Override
  public Upserted upsert(Task task) {
    while (true) {
      Optional<Task> changed = sql.one(REPLACE, ENTITY.stamped(task, sql.now()));
      if (changed.isPresent()) {
        return new Upserted(changed.get(), Upserted.Outcome.CHANGED);
      }
      Optional<Task> created = ENTITY.newRows().createIfAbsent(sql, task);
      if (created.isPresent()) {
        return new Upserted(created.get(), Upserted.Outcome.CREATED);
      }
      Optional<Task> stored = ENTITY.holder(sql, task.arn());
      if (stored.isEmpty()) {
        ENTITY.newRows().refuse(sql, task);
      } else if (stored.get().lastStatus().equals(Task.STOPPED)) {
        return new Upserted(stored.get(), Upserted.Outcome.LEFT_ALONE);
      }
      // What was in the way is gone, or can be changed.
    }
  }

  @Override
  public StatusesUpdated updateStatuses(Collection<TaskStatusChange> changes) {
    Set<TaskArn> arns = ENTITY.distinct(changes.stream().map(TaskStatusChange::arn).toList());
    Map<TaskArn, Boolean> found = new HashMap<>();
    sql.all(StatusChanges.UPDATE, StatusChanges.of(changes, sql.now()))
        .forEach(task -> found.merge(task.getKey(), task.getValue(), Boolean::logicalOr));
    Set<TaskArn> changed = new LinkedHashSet<>();
    Set<TaskArn> leftAlone = new LinkedHashSet<>();
    Set<TaskArn> unknown = new LinkedHashSet<>();
    for (TaskArn arn : arns) {
      Boolean isChanged = found.get(arn);
      (isChanged == null ? unknown : isChanged ? changed : leftAlone).add(arn);
    }
    return new StatusesUpdated(changed, leftAlone, unknown);
  }

  @Override
  public List<TaskArn> stopAll(Within within, String reason) {
    return sql.all(Stop.ALL, new Stop(within, reason, sql.now()));
  }

  @Override
  public Map<String, Integer> countByStatus(ClusterArn cluster) {
    Map<String, Integer> counts = new TreeMap<>();
    sql.all(COUNT_BY_STATUS, cluster)
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return Collections.unmodifiableMap(counts);
  }

  @Override
  public int deleteStopped(Within within, Instant before, int limit) {
    return sql.count(DELETE_STOPPED, new Expired(within, before, limit));
  }

  private static Task stopped(Task task, Instant now) {
    return task.lastStatus().equals(Task.STOPPED) && task.stoppedAt() == null
        ? task.withStoppedAt(now)
        : task;
  }

  private static void refuseDuplicatePods(Collection<Task> tasks) {
    Set<Pod> pods = new HashSet<>();
    for (Task task : tasks) {
      String name = task.podName();
      if (name != null
          && !task.lastStatus().equals(Task.STOPPED)
          && !pods.add(new Pod(task.arn().cluster(), task.namespace(), name))) {
        throw new InvalidValueException(named(task) + " has the pod of another in the batch");
      }
    }
  }

  private static @Nullable UUID serviceKey(Task task) {
    ServiceArn service = task.serviceArn();
    if (service != null) {
      return service.key();
    }
    String group = task.group();
    return group != null && group.startsWith(SERVICE_GROUP)
        ? serviceKey(task.arn().cluster(), group.substring(SERVICE_GROUP.length()))
        : null;
  }

  /** Whether it asks for a status that no stopped task has, as last or as desired one. */
  private static boolean isUnstopped(TaskQuery query) {
    return Stream.of(query.lastStatus(), query.desiredStatus())
        .anyMatch(status -> status != null && !status.equals(Task.STOPPED));
  }

  private static @Nullable UUID keyOfServiceName(TaskQuery query) {
    String name = query.serviceName();
    if (name == null) {
      return null;
    }
    Check.textOf("service_name", name);
    return serviceKey(query.cluster(), name);
  }

  /** Of any name: the group of a task may have one that no service can have. */
  private static UUID serviceKey(ClusterArn cluster, String name) {
    return ArnKey.of(cluster.scope().arnPrefix("ecs") + "service/" + cluster.name() + '/' + name);
  }

  private static Condition hasPod(Binds<Pod> in) {
    return TASKS
        .CLUSTER_KEY
        .eq(in.value(TASKS.CLUSTER_KEY, Pod::cluster))
        .and(TASKS.POD_NAME.eq(in.value(TASKS.POD_NAME, Pod::name)))
        .and(TASKS.NAMESPACE.isNotDistinctFrom(in.value(TASKS.NAMESPACE, Pod::namespace)));
  }

  private static Condition haveSamePod(Table<?> given) {
    return TASKS
        .CLUSTER_KEY
        .eq(given.field(TASKS.CLUSTER_KEY))
        .and(TASKS.POD_NAME.eq(given.field(TASKS.POD_NAME)))
        .and(TASKS.NAMESPACE.isNotDistinctFrom(given.field(TASKS.NAMESPACE)))
        .and(TASKS.STOPPED_AT.isNull())
        .and(given.field(TASKS.STOPPED_AT).isNull());
  }

  /** The condition that a row is not stopped, or stays stopped. */
  static Condition staysStopped(Field<String> lastStatus) {
    return TASKS.STOPPED_AT.isNull().or(lastStatus.eq(inline(Task.STOPPED)));
  }

  private static String named(Task task) {
    return "task " + task.arn();
  }

  private record Pod(ClusterArn cluster, @Nullable String namespace, String name) {}
}
