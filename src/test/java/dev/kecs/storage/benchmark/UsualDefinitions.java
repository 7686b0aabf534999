package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Jdbc.json;
import static dev.kecs.storage.benchmark.Jdbc.setInstant;
import static dev.kecs.storage.benchmark.Jdbc.setKey;
import static dev.kecs.storage.benchmark.Jdbc.text;

import dev.kecs.storage.ecs.TaskDefinition;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskDefinitionContent;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.model.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * Revisions as they are usually handed out: the highest and one, again when another took it. The
 * table is a copy of ours without the families, which nothing here would keep.
 */
final class UsualDefinitions {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String LAST =
      "SELECT max(revision) FROM usual_definitions"
          + " WHERE account_id = ? AND region = ? AND family = ?";
  private static final String INSERT =
      "INSERT INTO usual_definitions (account_id, region, family, revision, key, arn,"
          + " task_role_arn,"
          + " execution_role_arn, network_mode, container_definitions, volumes,"
          + " placement_constraints, proxy_configuration, inference_accelerators,"
          + " runtime_platform, ephemeral_storage, requires_compatibilities, cpu, memory, pid_mode,"
          + " ipc_mode, tags, status, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?,"
          + " ?, ?::json, ?::json, ?::json, ?::json, ?::json, ?::json, ?::json, ?, ?, ?, ?, ?,"
          + " ?::jsonb, 'ACTIVE', ?, ?, 1) RETURNING id";

  private final DataSource pool;

  UsualDefinitions(DataSource pool) {
    this.pool = pool;
  }

  static void createTable(Installation installation) throws SQLException {
    installation.execute("CREATE TABLE usual_definitions (LIKE task_definitions INCLUDING ALL)");
  }

  TaskDefinition register(Scope scope, String family, TaskDefinitionContent content)
      throws SQLException {
    while (true) {
      try (Connection connection = pool.getConnection()) {
        return insert(
            connection,
            TaskDefinitionArn.of(scope, family, last(connection, scope, family) + 1),
            content);
      } catch (SQLException e) {
        if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
          throw e;
        }
      }
    }
  }

  private static int last(Connection connection, Scope scope, String family) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LAST)) {
      statement.setString(1, scope.account());
      statement.setString(2, scope.region());
      statement.setString(3, family);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  private static TaskDefinition insert(
      Connection connection, TaskDefinitionArn arn, TaskDefinitionContent content)
      throws SQLException {
    Instant now = Instant.now();
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, arn.account());
      statement.setString(2, arn.region());
      statement.setString(3, arn.family());
      statement.setInt(4, arn.revision());
      setKey(statement, 5, arn);
      statement.setString(6, arn.toString());
      statement.setString(7, content.taskRoleArn());
      statement.setString(8, content.executionRoleArn());
      statement.setString(9, content.networkMode());
      statement.setString(10, text(content.containerDefinitions()));
      statement.setString(11, text(content.volumes()));
      statement.setString(12, text(content.placementConstraints()));
      statement.setString(13, text(content.proxyConfiguration()));
      statement.setString(14, text(content.inferenceAccelerators()));
      statement.setString(15, text(content.runtimePlatform()));
      statement.setString(16, text(content.ephemeralStorage()));
      statement.setArray(
          17, connection.createArrayOf("text", content.requiresCompatibilities().toArray()));
      statement.setString(18, content.cpu());
      statement.setString(19, content.memory());
      statement.setString(20, content.pidMode());
      statement.setString(21, content.ipcMode());
      statement.setString(22, json(content.tags()));
      setInstant(statement, 23, now);
      setInstant(statement, 24, now);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        Version version = Version.of(row.getLong(1), 1);
        return content
            .definition(arn)
            .with(made -> made.createdAt(now).updatedAt(now).version(version));
      }
    }
  }
}
