package dev.kecs.storage.internal.pg.ecs;

import static dev.kecs.storage.internal.jooq.Tables.TASKS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.with;

import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.Within;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import java.time.Instant;
import org.jooq.Condition;
import org.jooq.Query;

/**
 * A stop of all tasks that are not stopped.
 *
 * @param now the time of the stop
 */
record Stop(Within within, String reason, Instant now) {
  static final SqlStatement<Stop, TaskArn> ALL =
      SqlStatement.write(
          "tasks.stopAll",
          Reach.<Stop>within(TASKS.CLUSTER_KEY, Stop::within),
          Stop::stop,
          (stop, row) -> row.get(TASKS.ARN));

  private static Query stop(Binds<Stop> in, Condition within) {
    var unstopped =
        name("unstopped")
            .as(
                select(TASKS.CLUSTER_KEY, TASKS.ID)
                    .from(TASKS)
                    .where(within)
                    .and(TASKS.STOPPED_AT.isNull())
                    .orderBy(TASKS.CLUSTER_KEY, TASKS.ID)
                    .forNoKeyUpdate());
    return with(unstopped)
        .update(TASKS)
        .set(TASKS.LAST_STATUS, inline(Task.STOPPED))
        .set(TASKS.DESIRED_STATUS, inline(Task.STOPPED))
        .set(TASKS.STOPPED_REASON, in.value(TASKS.STOPPED_REASON, Stop::reason))
        .set(TASKS.STOPPED_AT, in.value(TASKS.STOPPED_AT, Stop::now))
        .set(PgTaskStore.ENTITY.mapping().touched(in, Stop::now))
        .from(unstopped)
        .where(TASKS.CLUSTER_KEY.eq(unstopped.field(TASKS.CLUSTER_KEY)))
        .and(TASKS.ID.eq(unstopped.field(TASKS.ID)))
        .and(TASKS.STOPPED_AT.isNull())
        .returningResult(TASKS.ARN);
  }
}
