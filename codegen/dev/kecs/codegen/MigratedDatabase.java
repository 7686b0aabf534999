package dev.kecs.codegen;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.jooq.DSLContext;
import org.jooq.meta.postgres.PostgresDatabase;

/**
 * The schema that the migrations make, on a real PostgreSQL: a throw-away embedded one, started
 * when the generator first asks for a connection, or the empty database that {@code
 * -Dcodegen.jdbc.url=jdbc:postgresql://…} names.
 */
public class MigratedDatabase extends PostgresDatabase {
  static final String SCHEMA = "kecs";
  static final String HISTORY = "kecs_schema_history";

  private EmbeddedPostgres server;
  private Connection connection;
  private String version;

  /** The version of the newest migration. */
  String version() {
    return version;
  }

  @Override
  protected DSLContext create0() {
    if (connection == null) {
      connection = migrated();
      setConnection(connection);
    }
    return super.create0();
  }

  private Connection migrated() {
    try {
      String url = System.getProperty("codegen.jdbc.url");
      if (url == null) {
        server = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
        url = server.getJdbcUrl("postgres", "postgres");
      }
      MigrateResult result =
          Flyway.configure()
              .dataSource(url, null, null)
              .locations("filesystem:" + Project.root().resolve("db/migration"))
              .schemas(SCHEMA)
              .table(HISTORY)
              .placeholderReplacement(false)
              .load()
              .migrate();
      version = result.targetSchemaVersion;
      return DriverManager.getConnection(url);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    super.close();
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      stop();
    }
  }

  private void stop() {
    try {
      if (server != null) {
        server.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
