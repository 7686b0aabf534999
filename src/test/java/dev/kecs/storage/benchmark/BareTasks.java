package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Jdbc.instant;
import static dev.kecs.storage.benchmark.Jdbc.json;
import static dev.kecs.storage.benchmark.Jdbc.orNull;
import static dev.kecs.storage.benchmark.Jdbc.setInstant;
import static dev.kecs.storage.benchmark.Jdbc.setKey;
import static dev.kecs.storage.benchmark.Jdbc.tags;
import static dev.kecs.storage.benchmark.Jdbc.text;

import dev.kecs.storage.ecs.ContainerInstanceArn;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskBuilder;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.model.Json;
import dev.kecs.storage.model.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;

/** The task store as one would write it by hand on JDBC, as well as one can. */
final class BareTasks {
  static final String COLUMNS =
      "arn, task_definition_arn, container_instance_arn, service_arn, overrides, last_status, desired_status, cpu, memory, containers, started_by, \"group\", stop_code, stopped_reason, stopping_at, stopped_at, started_at, pull_started_at, pull_stopped_at, execution_stopped_at, connectivity, connectivity_at, launch_type, platform_version, platform_family, attachments, health_status, tags, attributes, enable_execute_command, capacity_provider_name, ephemeral_storage, pod_name, namespace, service_registries, created_at, updated_at";

  /** What an INSERT of the columns has for their values. */
  static final String VALUES =
      "?, ?, ?, ?, ?::json, ?, ?, ?, ?, ?::json, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?::jsonb, ?::json, ?, ?, ?::json, ?, ?, ?::json, ?, ?";

  /** What else of a task changes with it, so that it is found by these. */
  static final String FOUND_BY = "task_definition_key, family, service_key, container_instance_key";

  static final String SELECT = "SELECT " + COLUMNS + ", id, version FROM tasks ";
  private static final String GET = SELECT + "WHERE cluster_key = ? AND key = ? AND arn = ?";
  static final String INSERT_VALUES =
      "INSERT INTO tasks ("
          + COLUMNS
          + ", "
          + FOUND_BY
          + ", cluster_key, key, version) VALUES ("
          + VALUES
          + ", ?, ?, ?, ?, ?, ?, 1)";
  private static final String INSERT = INSERT_VALUES + " RETURNING id";
  private static final String UPDATE =
      "UPDATE tasks SET task_definition_arn = ?, container_instance_arn = ?, service_arn = ?, overrides = ?::json, last_status = ?, desired_status = ?, cpu = ?, memory = ?, containers = ?::json, started_by = ?, \"group\" = ?, stop_code = ?, stopped_reason = ?, stopping_at = ?, stopped_at = coalesce(stopped_at, ?), started_at = ?, pull_started_at = ?, pull_stopped_at = ?, execution_stopped_at = ?, connectivity = ?, connectivity_at = ?, launch_type = ?, platform_version = ?, platform_family = ?, attachments = ?::json, health_status = ?, tags = ?::jsonb, attributes = ?::json, enable_execute_command = ?, capacity_provider_name = ?, ephemeral_storage = ?::json, pod_name = ?, namespace = ?, service_registries = ?::json, updated_at = ?, task_definition_key = ?, family = ?, service_key = ?, container_instance_key = ?, version = version + 1"
          + " WHERE cluster_key = ? AND key = ? AND arn = ? AND id = ? AND version = ?"
          + " AND (stopped_at IS NULL OR ? = 'STOPPED') RETURNING created_at";

  private final DataSource pool;

  BareTasks(DataSource pool) {
    this.pool = pool;
  }

  Task get(TaskArn arn) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(GET)) {
      setKey(statement, 1, arn.cluster());
      setKey(statement, 2, arn);
      statement.setString(3, arn.toString());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return read(row);
      }
    }
  }

  Task create(Task task) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return create(connection, task);
    }
  }

  static Task create(Connection connection, Task given) throws SQLException {
    Instant now = Instant.now();
    Task task = TaskBuilder.builder(given).createdAt(now).updatedAt(now).build();
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      setAll(statement, task);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return task.withVersion(Version.of(row.getLong(1), 1));
      }
    }
  }

  Task update(Task task) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return update(connection, task);
    }
  }

  static Task update(Connection connection, Task given) throws SQLException {
    Task task = given.withUpdatedAt(Instant.now());
    Version version = given.version();
    try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
      setChanging(statement, task);
      setKey(statement, 40, task.arn().cluster());
      setKey(statement, 41, task.arn());
      statement.setString(42, task.arn().toString());
      statement.setLong(43, version.row());
      statement.setLong(44, version.change());
      statement.setString(45, task.lastStatus());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return TaskBuilder.builder(task)
            .createdAt(instant(row, 1))
            .version(Version.of(version.row(), version.change() + 1))
            .build();
      }
    }
  }

  static void setAll(PreparedStatement statement, Task task) throws SQLException {
    setRecord(statement, task);
    setFoundBy(statement, 38, task);
    setKey(statement, 42, task.arn().cluster());
    setKey(statement, 43, task.arn());
  }

  /** Sets the columns of {@link #COLUMNS}. */
  static void setRecord(PreparedStatement statement, Task task) throws SQLException {
    statement.setString(1, text(task.arn()));
    statement.setString(2, text(task.taskDefinitionArn()));
    statement.setString(3, text(task.containerInstanceArn()));
    statement.setString(4, text(task.serviceArn()));
    statement.setString(5, text(task.overrides()));
    statement.setString(6, task.lastStatus());
    statement.setString(7, task.desiredStatus());
    statement.setString(8, task.cpu());
    statement.setString(9, task.memory());
    statement.setString(10, text(task.containers()));
    statement.setString(11, task.startedBy());
    statement.setString(12, task.group());
    statement.setString(13, task.stopCode());
    statement.setString(14, task.stoppedReason());
    setInstant(statement, 15, task.stoppingAt());
    setInstant(statement, 16, task.stoppedAt());
    setInstant(statement, 17, task.startedAt());
    setInstant(statement, 18, task.pullStartedAt());
    setInstant(statement, 19, task.pullStoppedAt());
    setInstant(statement, 20, task.executionStoppedAt());
    statement.setString(21, task.connectivity());
    setInstant(statement, 22, task.connectivityAt());
    statement.setString(23, task.launchType());
    statement.setString(24, task.platformVersion());
    statement.setString(25, task.platformFamily());
    statement.setString(26, text(task.attachments()));
    statement.setString(27, task.healthStatus());
    statement.setString(28, json(task.tags()));
    statement.setString(29, text(task.attributes()));
    statement.setBoolean(30, task.enableExecuteCommand());
    statement.setString(31, task.capacityProviderName());
    statement.setString(32, text(task.ephemeralStorage()));
    statement.setString(33, task.podName());
    statement.setString(34, task.namespace());
    statement.setString(35, text(task.serviceRegistries()));
    setInstant(statement, 36, task.createdAt());
    setInstant(statement, 37, task.updatedAt());
  }

  private static void setChanging(PreparedStatement statement, Task task) throws SQLException {
    statement.setString(1, text(task.taskDefinitionArn()));
    statement.setString(2, text(task.containerInstanceArn()));
    statement.setString(3, text(task.serviceArn()));
    statement.setString(4, text(task.overrides()));
    statement.setString(5, task.lastStatus());
    statement.setString(6, task.desiredStatus());
    statement.setString(7, task.cpu());
    statement.setString(8, task.memory());
    statement.setString(9, text(task.containers()));
    statement.setString(10, task.startedBy());
    statement.setString(11, task.group());
    statement.setString(12, task.stopCode());
    statement.setString(13, task.stoppedReason());
    setInstant(statement, 14, task.stoppingAt());
    setInstant(statement, 15, task.stoppedAt());
    setInstant(statement, 16, task.startedAt());
    setInstant(statement, 17, task.pullStartedAt());
    setInstant(statement, 18, task.pullStoppedAt());
    setInstant(statement, 19, task.executionStoppedAt());
    statement.setString(20, task.connectivity());
    setInstant(statement, 21, task.connectivityAt());
    statement.setString(22, task.launchType());
    statement.setString(23, task.platformVersion());
    statement.setString(24, task.platformFamily());
    statement.setString(25, text(task.attachments()));
    statement.setString(26, task.healthStatus());
    statement.setString(27, json(task.tags()));
    statement.setString(28, text(task.attributes()));
    statement.setBoolean(29, task.enableExecuteCommand());
    statement.setString(30, task.capacityProviderName());
    statement.setString(31, text(task.ephemeralStorage()));
    statement.setString(32, task.podName());
    statement.setString(33, task.namespace());
    statement.setString(34, text(task.serviceRegistries()));
    setInstant(statement, 35, task.updatedAt());
    setFoundBy(statement, 36, task);
  }

  private static void setFoundBy(PreparedStatement statement, int first, Task task)
      throws SQLException {
    setKey(statement, first, task.taskDefinitionArn());
    statement.setString(first + 1, task.taskDefinitionArn().family());
    setKey(statement, first + 2, task.serviceArn());
    setKey(statement, first + 3, task.containerInstanceArn());
  }

  static Task read(ResultSet row) throws SQLException {
    return new Task(
        TaskArn.parse(row.getString(1)),
        TaskDefinitionArn.parse(row.getString(2)),
        orNull(row.getString(3), ContainerInstanceArn::parse),
        orNull(row.getString(4), ServiceArn::parse),
        orNull(row.getString(5), Json::unchecked),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        orNull(row.getString(10), Json::unchecked),
        row.getString(11),
        row.getString(12),
        row.getString(13),
        row.getString(14),
        instant(row, 15),
        instant(row, 16),
        instant(row, 17),
        instant(row, 18),
        instant(row, 19),
        instant(row, 20),
        row.getString(21),
        instant(row, 22),
        row.getString(23),
        row.getString(24),
        row.getString(25),
        orNull(row.getString(26), Json::unchecked),
        row.getString(27),
        tags(row.getString(28)),
        orNull(row.getString(29), Json::unchecked),
        row.getBoolean(30),
        row.getString(31),
        orNull(row.getString(32), Json::unchecked),
        row.getString(33),
        row.getString(34),
        orNull(row.getString(35), Json::unchecked),
        instant(row, 36),
        instant(row, 37),
        Version.of(row.getLong(38), row.getLong(39)));
  }
}
