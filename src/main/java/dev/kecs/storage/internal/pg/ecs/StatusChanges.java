package dev.kecs.storage.internal.pg.ecs;

import static dev.kecs.storage.internal.jooq.Tables.TASKS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.with;

import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskStatusChange;
import dev.kecs.storage.internal.sql.statement.BatchColumns;
import dev.kecs.storage.internal.sql.statement.BatchTable;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.internal.sql.statement.Violations;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Changes of tasks' statuses that are made together.
 *
 * @param now the time of the changes
 */
record StatusChanges(List<TaskStatusChange> changes, Instant now) {
  /** The parts of a change of status. */
  private static final BatchColumns<TaskStatusChange> GIVEN =
      BatchColumns.<TaskStatusChange>of()
          .add(TASKS.CLUSTER_KEY, change -> change.arn().cluster())
          .add(TASKS.KEY, TaskStatusChange::arn)
          .add(TASKS.ARN, TaskStatusChange::arn)
          .add(TASKS.LAST_STATUS, TaskStatusChange::lastStatus)
          .add(TASKS.DESIRED_STATUS, TaskStatusChange::desiredStatus)
          .add(TASKS.CONTAINERS, TaskStatusChange::containers)
          .add(TASKS.HEALTH_STATUS, TaskStatusChange::healthStatus)
          .add(TASKS.STARTED_AT, TaskStatusChange::startedAt)
          .add(TASKS.STOPPING_AT, TaskStatusChange::stoppingAt)
          .add(TASKS.STOPPED_AT, TaskStatusChange::stoppedAt)
          .add(TASKS.PULL_STARTED_AT, TaskStatusChange::pullStartedAt)
          .add(TASKS.PULL_STOPPED_AT, TaskStatusChange::pullStoppedAt)
          .add(TASKS.EXECUTION_STOPPED_AT, TaskStatusChange::executionStoppedAt)
          .add(TASKS.CONNECTIVITY, TaskStatusChange::connectivity)
          .add(TASKS.CONNECTIVITY_AT, TaskStatusChange::connectivityAt)
          .add(TASKS.STOP_CODE, TaskStatusChange::stopCode)
          .add(TASKS.STOPPED_REASON, TaskStatusChange::stoppedReason);

  private static final Field<Boolean> CHANGED = field(name("changed"), SQLDataType.BOOLEAN);

  static final SqlStatement<StatusChanges, Map.Entry<TaskArn, Boolean>> UPDATE =
      SqlStatement.write(
          "tasks.updateStatuses",
          StatusChanges::update,
          (changes, row) -> Map.entry(row.get(TASKS.ARN), row.get(CHANGED)),
          Violations.none());

  static StatusChanges of(Collection<TaskStatusChange> changes, Instant now) {
    return new StatusChanges(changes.stream().map(change -> stopped(change, now)).toList(), now);
  }

  private static TaskStatusChange stopped(TaskStatusChange change, Instant now) {
    return change.lastStatus().equals(Task.STOPPED) && change.stoppedAt() == null
        ? change.withStoppedAt(now)
        : change;
  }

  /**
   * Locks the tasks in the order of their key, changes those that may change, and returns which
   * exist and which were changed.
   *
   * <p>Each step finds its rows by an index. The planner does not know how long the arrays are, and
   * expects a few rows. If it had to match them with anything else, it would compare each row with
   * each.
   */
  private static Query update(Binds<StatusChanges> in) {
    BatchTable given = in.rows("given", StatusChanges::changes, GIVEN);
    var locked =
        name("locked")
            .as(
                select(given.columns())
                    .select(TASKS.ID)
                    .from(given.table())
                    .join(TASKS)
                    .on(TASKS.CLUSTER_KEY.eq(given.get(TASKS.CLUSTER_KEY)))
                    .and(TASKS.KEY.eq(given.get(TASKS.KEY)))
                    .and(TASKS.ARN.eq(given.get(TASKS.ARN)))
                    .orderBy(TASKS.CLUSTER_KEY, TASKS.ID)
                    .forNoKeyUpdate()
                    .of(TASKS));
    Map<Field<?>, Field<?>> set = new LinkedHashMap<>();
    GIVEN.fields().forEach(field -> set.put(field, keptWhereAbsent(locked, field)));
    set.remove(TASKS.CLUSTER_KEY);
    set.remove(TASKS.KEY);
    set.remove(TASKS.ARN);
    set.put(TASKS.STOPPED_AT, coalesce(TASKS.STOPPED_AT, locked.field(TASKS.STOPPED_AT)));
    set.putAll(PgTaskStore.ENTITY.mapping().touched(in, StatusChanges::now));
    var changed =
        name("changed")
            .as(
                DSL.update(TASKS)
                    .set(set)
                    .from(locked)
                    .where(TASKS.CLUSTER_KEY.eq(locked.field(TASKS.CLUSTER_KEY)))
                    .and(TASKS.ID.eq(locked.field(TASKS.ID)))
                    .and(PgTaskStore.staysStopped(locked.field(TASKS.LAST_STATUS)))
                    .returningResult(TASKS.ARN));
    return with(locked)
        .with(changed)
        .select(locked.field(TASKS.ARN), inline(false).as(CHANGED))
        .from(locked)
        .unionAll(select(changed.field(TASKS.ARN), inline(true)).from(changed));
  }

  private static <V> Field<V> keptWhereAbsent(Table<?> given, Field<V> field) {
    return coalesce(given.field(field), field);
  }
}
