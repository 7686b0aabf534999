package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Jdbc.instant;
import static dev.kecs.storage.benchmark.Jdbc.key;
import static dev.kecs.storage.benchmark.Jdbc.setTexts;
import static java.util.stream.Collectors.joining;

import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskBuilder;
import dev.kecs.storage.ecs.TaskStatusChange;
import dev.kecs.storage.ecs.TaskStore;
import dev.kecs.storage.model.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Many tasks in one statement, as one would write it by hand on JDBC, as well as one can. */
final class BareBatches {
  private static final String GET_ALL =
      BareTasks.SELECT + "WHERE cluster_key = ANY (?::uuid[]) AND key = ANY (?::uuid[])";

  private static final String INSERT_ALL =
      "INSERT INTO tasks ("
          + BareTasks.COLUMNS
          + ", "
          + BareTasks.FOUND_BY
          + ", cluster_key, key, version) SELECT given.*, 1 FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::json[], ?::text[], ?::text[], ?::text[], ?::text[], ?::json[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::json[], ?::text[], ?::jsonb[], ?::json[], ?::boolean[], ?::text[], ?::json[], ?::text[], ?::text[], ?::json[], ?::timestamptz[], ?::timestamptz[], ?::uuid[], ?::text[], ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[]) AS given RETURNING arn, id";

  /** The parts of a task, in the order of the statement. */
  private static final List<Function<Task, @Nullable Object>> PARTS =
      List.of(
          Task::arn,
          Task::taskDefinitionArn,
          Task::containerInstanceArn,
          Task::serviceArn,
          Task::overrides,
          Task::lastStatus,
          Task::desiredStatus,
          Task::cpu,
          Task::memory,
          Task::containers,
          Task::startedBy,
          Task::group,
          Task::stopCode,
          Task::stoppedReason,
          Task::stoppingAt,
          Task::stoppedAt,
          Task::startedAt,
          Task::pullStartedAt,
          Task::pullStoppedAt,
          Task::executionStoppedAt,
          Task::connectivity,
          Task::connectivityAt,
          Task::launchType,
          Task::platformVersion,
          Task::platformFamily,
          Task::attachments,
          Task::healthStatus,
          task -> Jdbc.json(task.tags()),
          Task::attributes,
          Task::enableExecuteCommand,
          Task::capacityProviderName,
          Task::ephemeralStorage,
          Task::podName,
          Task::namespace,
          Task::serviceRegistries,
          Task::createdAt,
          Task::updatedAt,
          task -> key(task.taskDefinitionArn()),
          task -> task.taskDefinitionArn().family(),
          task -> key(task.serviceArn()),
          task -> key(task.containerInstanceArn()),
          task -> key(task.arn().cluster()),
          task -> key(task.arn()));

  private static final String UPSERT =
      BareTasks.INSERT_VALUES
          + " ON CONFLICT (cluster_key, key) DO UPDATE SET "
          + excluded()
          + ", stopped_at = coalesce(tasks.stopped_at, excluded.stopped_at)"
          + ", version = tasks.version + 1"
          + " WHERE tasks.stopped_at IS NULL OR excluded.last_status = 'STOPPED'"
          + " RETURNING id, version, created_at";

  private static final String UPDATE_STATUSES =
      """
      WITH locked AS (
        SELECT given.*, tasks.id
        FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::json[], ?::text[],
            ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[],
            ?::timestamptz[], ?::timestamptz[], ?::text[], ?::timestamptz[], ?::text[],
            ?::text[])
          AS given (cluster_key, key, arn, last_status, desired_status, containers,
            health_status, started_at, stopping_at, stopped_at, pull_started_at, pull_stopped_at,
            execution_stopped_at, connectivity, connectivity_at, stop_code, stopped_reason)
        JOIN tasks ON tasks.cluster_key = given.cluster_key AND tasks.key = given.key
          AND tasks.arn = given.arn
        ORDER BY tasks.cluster_key, tasks.id
        FOR NO KEY UPDATE OF tasks
      ), changed AS (
        UPDATE tasks t SET last_status = coalesce(l.last_status, t.last_status), desired_status =
            coalesce(l.desired_status, t.desired_status), containers =
            coalesce(l.containers, t.containers), health_status = coalesce(l.health_status,
            t.health_status), started_at = coalesce(l.started_at, t.started_at), stopping_at
            = coalesce(l.stopping_at, t.stopping_at), stopped_at = coalesce(t.stopped_at,
            l.stopped_at), pull_started_at = coalesce(l.pull_started_at, t.pull_started_at),
            pull_stopped_at = coalesce(l.pull_stopped_at, t.pull_stopped_at),
            execution_stopped_at = coalesce(l.execution_stopped_at, t.execution_stopped_at),
            connectivity = coalesce(l.connectivity, t.connectivity), connectivity_at =
            coalesce(l.connectivity_at, t.connectivity_at), stop_code =
            coalesce(l.stop_code, t.stop_code), stopped_reason = coalesce(l.stopped_reason,
            t.stopped_reason),
            updated_at = ?, version = t.version + 1
        FROM locked l
        WHERE t.cluster_key = l.cluster_key AND t.id = l.id
          AND (t.stopped_at IS NULL OR l.last_status = 'STOPPED')
        RETURNING t.arn
      )
      SELECT arn, false FROM locked UNION ALL SELECT arn, true FROM changed\
      """;

  /** The parts of a change of status, in the order of the statement. */
  private static final List<Function<TaskStatusChange, @Nullable Object>> CHANGES =
      List.of(
          change -> key(change.arn().cluster()),
          change -> key(change.arn()),
          TaskStatusChange::arn,
          TaskStatusChange::lastStatus,
          TaskStatusChange::desiredStatus,
          TaskStatusChange::containers,
          TaskStatusChange::healthStatus,
          TaskStatusChange::startedAt,
          TaskStatusChange::stoppingAt,
          BareBatches::stoppedAt,
          TaskStatusChange::pullStartedAt,
          TaskStatusChange::pullStoppedAt,
          TaskStatusChange::executionStoppedAt,
          TaskStatusChange::connectivity,
          TaskStatusChange::connectivityAt,
          TaskStatusChange::stopCode,
          TaskStatusChange::stoppedReason);

  private final DataSource pool;

  BareBatches(DataSource pool) {
    this.pool = pool;
  }

  private static String excluded() {
    return Arrays.stream((BareTasks.COLUMNS + ", " + BareTasks.FOUND_BY).split(", "))
        .filter(column -> !Set.of("arn", "stopped_at", "created_at").contains(column))
        .map(column -> column + " = excluded." + column)
        .collect(joining(", "));
  }

  /** Returns those that are there, in the order in which they are asked for. */
  Map<TaskArn, Task> getAll(Collection<TaskArn> arns) throws SQLException {
    Map<TaskArn, Task> found = new HashMap<>();
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(GET_ALL)) {
      setTexts(statement, 1, arns.stream().map(TaskArn::cluster).distinct().toList(), Jdbc::key);
      setTexts(statement, 2, arns, Jdbc::key);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Task task = BareTasks.read(row);
          found.put(task.arn(), task);
        }
      }
    }
    Map<TaskArn, Task> ordered = new LinkedHashMap<>();
    for (TaskArn arn : arns) {
      Task task = found.get(arn);
      if (task != null) {
        ordered.put(arn, task);
      }
    }
    return ordered;
  }

  List<Task> createAll(Collection<Task> given) throws SQLException {
    Instant now = Instant.now();
    List<Task> tasks = new ArrayList<>();
    for (Task task : given) {
      tasks.add(TaskBuilder.builder(task).createdAt(now).updatedAt(now).build());
    }
    Map<String, Version> versions = new HashMap<>();
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(INSERT_ALL)) {
      setAll(statement, tasks, PARTS);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          versions.put(row.getString(1), Version.of(row.getLong(2), 1));
        }
      }
    }
    tasks.replaceAll(task -> task.withVersion(versions.get(task.arn().toString())));
    return tasks;
  }

  TaskStore.Upserted upsert(Task given) throws SQLException {
    Instant now = Instant.now();
    Task task =
        TaskBuilder.builder(given)
            .createdAt(given.createdAt() == null ? now : given.createdAt())
            .updatedAt(now)
            .build();
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(UPSERT)) {
      BareTasks.setAll(statement, task);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        Version version = Version.of(row.getLong(1), row.getLong(2));
        return new TaskStore.Upserted(
            TaskBuilder.builder(task).createdAt(instant(row, 3)).version(version).build(),
            version.change() == 1
                ? TaskStore.Upserted.Outcome.CREATED
                : TaskStore.Upserted.Outcome.CHANGED);
      }
    }
  }

  TaskStore.StatusesUpdated updateStatuses(Collection<TaskStatusChange> changes)
      throws SQLException {
    Set<TaskArn> unknown = new HashSet<>();
    for (TaskStatusChange change : changes) {
      unknown.add(change.arn());
    }
    Set<TaskArn> changed = new HashSet<>();
    Set<TaskArn> leftAlone = new HashSet<>();
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(UPDATE_STATUSES)) {
      setAll(statement, changes, CHANGES);
      Jdbc.setInstant(statement, CHANGES.size() + 1, Instant.now());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          TaskArn arn = TaskArn.parse(row.getString(1));
          (row.getBoolean(2) ? changed : leftAlone).add(arn);
        }
      }
    }
    unknown.removeAll(leftAlone);
    leftAlone.removeAll(changed);
    return new TaskStore.StatusesUpdated(changed, leftAlone, unknown);
  }

  private static @Nullable Instant stoppedAt(TaskStatusChange change) {
    return change.lastStatus().equals(Task.STOPPED) && change.stoppedAt() == null
        ? Instant.now()
        : change.stoppedAt();
  }

  private static <E> void setAll(
      PreparedStatement statement,
      Collection<E> elements,
      List<Function<E, @Nullable Object>> parts)
      throws SQLException {
    for (int i = 0; i < parts.size(); i++) {
      setTexts(statement, i + 1, elements, parts.get(i));
    }
  }
}
