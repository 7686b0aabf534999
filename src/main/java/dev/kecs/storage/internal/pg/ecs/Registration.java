package dev.kecs.storage.internal.pg.ecs;

import static dev.kecs.storage.internal.jooq.Tables.TASK_DEFINITIONS;
import static dev.kecs.storage.internal.jooq.Tables.TASK_DEFINITION_FAMILIES;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.with;

import dev.kecs.storage.ecs.TaskDefinition;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.internal.jooq.Routines;
import dev.kecs.storage.internal.sql.arn.Mapping;
import dev.kecs.storage.internal.sql.statement.Binds;
import dev.kecs.storage.internal.sql.statement.ResultRow;
import dev.kecs.storage.internal.sql.statement.SqlStatement;
import dev.kecs.storage.internal.sql.statement.Violations;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Query;

/** The statement that registers a task definition. */
final class Registration {
  /** Takes the definition as if it were the family's first revision. */
  static final SqlStatement<TaskDefinition, TaskDefinition> REGISTER =
      SqlStatement.write(
          "taskDefinitions.register",
          Registration::register,
          Registration::read,
          Violations.none());

  private Registration() {}

  /** Takes the family's next revision and inserts the definition under it, in one statement. */
  private static Query register(Binds<TaskDefinition> in) {
    Mapping<TaskDefinition, ?> mapping = PgTaskDefinitionStore.ENTITY.mapping();
    var family =
        name("next")
            .as(
                insertInto(TASK_DEFINITION_FAMILIES)
                    .set(
                        TASK_DEFINITION_FAMILIES.ACCOUNT_ID,
                        in.value(
                            TASK_DEFINITION_FAMILIES.ACCOUNT_ID, first -> first.arn().account()))
                    .set(
                        TASK_DEFINITION_FAMILIES.REGION,
                        in.value(TASK_DEFINITION_FAMILIES.REGION, first -> first.arn().region()))
                    .set(
                        TASK_DEFINITION_FAMILIES.FAMILY,
                        in.value(TASK_DEFINITION_FAMILIES.FAMILY, first -> first.arn().family()))
                    .set(TASK_DEFINITION_FAMILIES.LAST_REVISION, inline(1))
                    .onConflict(
                        TASK_DEFINITION_FAMILIES.ACCOUNT_ID,
                        TASK_DEFINITION_FAMILIES.REGION,
                        TASK_DEFINITION_FAMILIES.FAMILY)
                    .doUpdate()
                    .set(
                        TASK_DEFINITION_FAMILIES.LAST_REVISION,
                        TASK_DEFINITION_FAMILIES.LAST_REVISION.plus(inline(1)))
                    .returningResult(TASK_DEFINITION_FAMILIES.LAST_REVISION));
    Field<Integer> revision = field(name("next", "last_revision"), Integer.class);
    Map<Field<?>, Field<?>> values = mapping.inserted(in);
    values.put(TASK_DEFINITIONS.REVISION, revision);
    values.put(TASK_DEFINITIONS.ARN, arn(in, revision));
    values.put(TASK_DEFINITIONS.KEY, Routines.arnKey(arn(in, revision)));
    List<Field<?>> returned = new ArrayList<>(mapping.identifying());
    returned.add(TASK_DEFINITIONS.ARN);
    return with(family)
        .insertInto(TASK_DEFINITIONS, values.keySet())
        .select(select(values.values()).from(family))
        .returningResult(returned);
  }

  private static Field<String> arn(Binds<TaskDefinition> in, Field<Integer> revision) {
    return concat(
        in.value(TASK_DEFINITIONS.FAMILY, first -> withoutRevision(first.arn())), revision);
  }

  private static TaskDefinition read(TaskDefinition given, ResultRow row) throws SQLException {
    return PgTaskDefinitionStore.ENTITY
        .mapping()
        .created(given, row)
        .withArn(row.get(TASK_DEFINITIONS.ARN));
  }

  private static String withoutRevision(TaskDefinitionArn arn) {
    String text = arn.toString();
    return text.substring(0, text.lastIndexOf(':') + 1);
  }
}
