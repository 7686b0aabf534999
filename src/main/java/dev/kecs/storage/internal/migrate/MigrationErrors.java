package dev.kecs.storage.internal.migrate;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.kecs.storage.error.PermissionDeniedException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.StorageTimeoutException;
import dev.kecs.storage.error.StorageUnavailableException;
import dev.kecs.storage.internal.sql.run.ConnectionFailure;
import dev.kecs.storage.internal.sql.run.SqlErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Tells why a schema could not be migrated, and what to do. Flyway's messages hold SQL. */
final class MigrationErrors {
  private final DataSource owner;
  private final String schema;

  MigrationErrors(DataSource owner, String schema) {
    this.owner = owner;
    this.schema = schema;
  }

  /** Returns the error of JDBC, which Flyway wraps; null if it was none. */
  static @Nullable SQLException refusal(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  /**
   * Returns the error of a run of Flyway.
   *
   * @param step what it was doing, to begin a sentence with
   */
  StorageException error(String step, Flyway flyway, FlywayException e) {
    SQLException refusal = refusal(e);
    if (refusal != null) {
      return refused(step, e, refusal);
    }
    if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
      return new StorageException(
          "the schema "
              + schema
              + " was not made by kecs-storage and is not empty"
              + example(e)
              + ": name another schema, or move away what is in it",
          e);
    }
    if (e instanceof FlywayValidateException) {
      return new StorageException(
          "the schema "
              + schema
              + " was migrated by something else than this version of kecs-storage: "
              + flyway.validateWithResult().invalidMigrations.stream()
                  .map(MigrationErrors::difference)
                  .collect(Collectors.joining(", "))
              + ": use the version that migrated it, or another schema",
          e);
    }
    return new StorageException(
        "the schema "
            + schema
            + " could not be migrated: Flyway refused it with "
            + e.getErrorCode(),
        e);
  }

  private StorageException refused(String step, FlywayException e, SQLException refusal) {
    String state = SqlErrors.state(refusal);
    if (state.equals("42501")) {
      return new PermissionDeniedException(
          "the role may not define the schema "
              + schema
              + ": run kecs migrate as one that may, or give its URL as the migration URL",
          refusal);
    }
    StorageException told =
        refusal instanceof SQLTransientConnectionException || refusal instanceof ConnectionFailure
            ? SqlErrors.connecting(refusal)
            : SqlErrors.running(step, refusal);
    if (told instanceof StorageUnavailableException || told instanceof StorageTimeoutException) {
      return told;
    }
    return new StorageException(
        "the schema "
            + schema
            + " could not be migrated, and is as the last good migration left it: "
            + step
            + " failed with SQLSTATE "
            + state
            + place(e),
        refusal);
  }

  /** Where the statement stands that failed; its text is not shown. */
  private static String place(FlywayException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof FlywaySqlScriptException script && script.getResource() != null) {
        return " in line " + script.getLineNumber() + " of " + script.getResource().getFilename();
      }
    }
    return "";
  }

  private static String difference(ValidateOutput migration) {
    String named = migration.version + " " + migration.description;
    return switch (String.valueOf(migration.errorDetails.errorCode)) {
      case "APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED" -> named + " is not one of its migrations";
      case "RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED" -> named + " did not run";
      default -> named + " ran with another text";
    };
  }

  /** Returns the name of a table that lies in the schema; empty if what lies there is none. */
  private String example(FlywayException e) {
    String tables =
        DSL.using(SQLDialect.POSTGRES)
            .renderInlined(
                DSL.select(field(name("table_name"), String.class))
                    .from(table(name("information_schema", "tables")))
                    .where(field(name("table_schema"), String.class).eq(schema))
                    .orderBy(field(name("table_name")))
                    .limit(1));
    try (Connection connection = owner.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(tables)) {
      return row.next() ? " (it holds " + row.getString(1) + ")" : "";
    } catch (SQLException unanswered) {
      e.addSuppressed(unanswered);
      return "";
    }
  }
}
