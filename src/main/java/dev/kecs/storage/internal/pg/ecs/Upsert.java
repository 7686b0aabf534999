package dev.kecs.storage.internal.pg.ecs;

import static dev.kecs.storage.internal.jooq.Tables.TASKS;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.with;

import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskStore.Upserted;
import dev.kecs.storage.internal.sql.arn.Mapping;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.ResultRow;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.DSL;

/** The statement that stores a task, whether it is new or not. */
final class Upsert {
  /** Returns nothing if the task stays stopped, or if something is in the way of a new one. */
  static final SqlStatement<Task, Upserted> UPSERT =
      SqlStatement.write(
          "tasks.upsert", Upsert::upsert, Upsert::read, PgTaskStore.ENTITY.violations());

  private Upsert() {}

  /**
   * Changes the row of the task; only if there is none, inserts one.
   *
   * <p>Not ON CONFLICT DO UPDATE: that takes one unique key, and fails for the other. Of two
   * statements that insert the same task at the same time, one would be told that another task has
   * the pod.
   */
  private static Query upsert(Binds<Task> in) {
    Mapping<Task, ?> mapping = PgTaskStore.ENTITY.mapping();
    Map<Field<?>, Field<?>> values = mapping.inserted(in);
    var given =
        name("given")
            .as(
                select(
                    values.entrySet().stream()
                        .map(value -> value.getValue().cast(value.getKey()).as(value.getKey()))
                        .toList()));
    var changed =
        name("changed")
            .as(
                DSL.update(TASKS)
                    .set(mapping.updatedFrom(given))
                    .from(given)
                    .where(PgTaskStore.ENTITY.key().is(in.of(Task::arn)))
                    .and(PgTaskStore.staysStopped(given.field(TASKS.LAST_STATUS)))
                    .returningResult(mapping.returning()));
    var added =
        name("added")
            .as(
                DSL.insertInto(TASKS, values.keySet())
                    .select(
                        select(List.of(given.fields()))
                            .from(given)
                            .where(notExists(selectOne().from(changed))))
                    .onConflictDoNothing()
                    .returningResult(mapping.returning()));
    return with(given)
        .with(changed)
        .with(added)
        .select(changed.fields())
        .from(changed)
        .unionAll(select(added.fields()).from(added));
  }

  private static Upserted read(Task given, ResultRow row) throws SQLException {
    return new Upserted(
        PgTaskStore.ENTITY.mapping().written(given, row),
        row.get(TASKS.VERSION) == 1 ? Upserted.Outcome.CREATED : Upserted.Outcome.CHANGED);
  }
}
