package dev.kecs.storage.internal.migrate;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import dev.kecs.storage.error.PermissionDeniedException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.internal.sql.run.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What a server says about itself and the schema, in one round trip.
 *
 * @param server PostgreSQL's version, such as {@code 18.1}
 * @param schema the version of the newest migration; null if there was none
 */
public record Installed(String server, @Nullable SchemaVersion schema) {
  /** The table of Flyway's history. A host's own Flyway does not use this name. */
  static final String HISTORY = "kecs_schema_history";

  private static final Set<String> NO_HISTORY = Set.of("42P01", "3F000");
  private static final String NO_RIGHT = "42501";
  private static final Field<String> SERVER_VERSION =
      DSL.function("current_setting", String.class, inline("server_version"));

  /**
   * Asks the server.
   *
   * @throws PermissionDeniedException if the role may not read the schema's history
   */
  public static Installed ask(DataSource server, String schema) {
    try (Connection connection = connect(server)) {
      return ask(connection, schema);
    } catch (SQLException e) {
      throw SqlErrors.running("asking for the schema's version", e);
    }
  }

  /** Asks the server, on a connection in auto-commit mode. */
  static Installed ask(Connection connection, String schema) throws SQLException {
    try {
      return query(connection, newest(schema));
    } catch (SQLException e) {
      String state = SqlErrors.state(e);
      if (NO_HISTORY.contains(state)) {
        return query(connection, sql(select(SERVER_VERSION, inline(null, String.class))));
      }
      if (NO_RIGHT.equals(state)) {
        throw new PermissionDeniedException(
            "the role may not use the schema "
                + schema
                + ": run kecs migrate --grant-to ROLE as the schema's owner",
            e);
      }
      throw e;
    }
  }

  /**
   * Tells whether the schema lacks what a version of the library needs.
   *
   * @throws StorageException if it is of another major version
   */
  public boolean isOlderThan(SchemaVersion needed) {
    if (schema == null) {
      return true;
    }
    schema.refuseOtherMajor();
    return schema.compareTo(needed) < 0;
  }

  private static String newest(String schema) {
    Field<String> version = field(name("version"), String.class);
    return sql(
        select(
            SERVER_VERSION,
            field(
                select(version)
                    .from(name(schema, HISTORY))
                    .where(field(name("success"), Boolean.class))
                    .and(version.isNotNull())
                    .orderBy(field(name("installed_rank")).desc())
                    .limit(inline(1)))));
  }

  static Connection connect(DataSource server) {
    try {
      return server.getConnection();
    } catch (SQLException e) {
      throw SqlErrors.connecting(e);
    }
  }

  private static String sql(org.jooq.Select<?> select) {
    return DSL.using(SQLDialect.POSTGRES).renderInlined(select);
  }

  private static Installed query(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      String schema = row.getString(2);
      return new Installed(row.getString(1), schema == null ? null : SchemaVersion.parse(schema));
    }
  }
}
