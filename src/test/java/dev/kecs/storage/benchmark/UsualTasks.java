package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Jdbc.setInstant;
import static dev.kecs.storage.benchmark.Jdbc.setKey;

import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskBuilder;
import dev.kecs.storage.ecs.TaskStatusChange;
import dev.kecs.storage.model.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/** The task store as it is usually written: a row at a time, and reading before writing. */
final class UsualTasks {
  private static final String FIND =
      "SELECT id, version FROM tasks WHERE cluster_key = ? AND key = ? AND arn = ? FOR UPDATE";
  private static final String CHANGE_STATUS =
      "UPDATE tasks SET last_status = ?, health_status = ?, started_at = ?, updated_at = ?,"
          + " version = version + 1"
          + " WHERE cluster_key = ? AND key = ? AND arn = ? AND (stopped_at IS NULL OR ? = 'STOPPED')";

  private final DataSource pool;
  private final BareTasks bare;

  UsualTasks(DataSource pool) {
    this.pool = pool;
    this.bare = new BareTasks(pool);
  }

  List<Task> getAll(Collection<TaskArn> arns) throws SQLException {
    List<Task> tasks = new ArrayList<>();
    for (TaskArn arn : arns) {
      tasks.add(bare.get(arn));
    }
    return tasks;
  }

  List<Task> createAll(Collection<Task> tasks) throws SQLException {
    List<Task> created = new ArrayList<>();
    for (Task task : tasks) {
      created.add(bare.create(task));
    }
    return created;
  }

  /** Finds the task under a lock, and then updates or inserts it, in one transaction. */
  Task upsert(Task task) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        Version stored = find(connection, task.arn());
        Task written =
            stored == null
                ? BareTasks.create(connection, task)
                : BareTasks.update(connection, TaskBuilder.builder(task).version(stored).build());
        connection.commit();
        return written;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static Version find(Connection connection, TaskArn arn) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      setKey(statement, 1, arn.cluster());
      setKey(statement, 2, arn);
      statement.setString(3, arn.toString());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Version.of(row.getLong(1), row.getLong(2)) : null;
      }
    }
  }

  int updateStatuses(Collection<TaskStatusChange> changes) throws SQLException {
    int changed = 0;
    for (TaskStatusChange change : changes) {
      changed += updateStatus(change);
    }
    return changed;
  }

  private int updateStatus(TaskStatusChange change) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(CHANGE_STATUS)) {
      statement.setString(1, change.lastStatus());
      statement.setString(2, change.healthStatus());
      setInstant(statement, 3, change.startedAt());
      setInstant(statement, 4, Instant.now());
      setKey(statement, 5, change.arn().cluster());
      setKey(statement, 6, change.arn());
      statement.setString(7, change.arn().toString());
      statement.setString(8, change.lastStatus());
      return statement.executeUpdate();
    }
  }
}
