package dev.kecs.storage.internal.migrate;

import static org.jooq.impl.DSL.inline;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.PermissionDeniedException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.StorageTimeoutException;
import dev.kecs.storage.internal.jooq.Kecs;
import dev.kecs.storage.internal.sql.run.SqlErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jooq.DSLContext;
import org.jooq.Name;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of a schema. Any number of processes can run them at the same time: one does, the
 * others wait for it.
 */
public final class Migrations {
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int OLDEST_SERVER = 150_000;
  private static final String NOT_GRANTED = "01007";

  private final DataSource owner;
  private final String schema;
  private final Duration timeout;

  /**
   * Makes the migrations of a schema.
   *
   * @param owner connects as a role that may define the schema; without a pooler in between,
   *     because the session holds a lock
   * @param timeout how long to wait while another process migrates
   */
  public Migrations(DataSource owner, String schema, Duration timeout) {
    this.owner = owner;
    this.schema = schema;
    this.timeout = timeout;
  }

  /**
   * Returns the migrations that are still to run, oldest first.
   *
   * @throws StorageException if the schema has another major version
   */
  public List<String> pending() {
    if (!isPending(Installed.ask(owner, schema))) {
      return List.of();
    }
    return Arrays.stream(flyway().info().pending()).map(Migrations::named).toList();
  }

  /**
   * Runs the pending migrations and returns them, oldest first. A migration that fails leaves the
   * schema as it was before that migration.
   *
   * @throws StorageException if the schema has another major version
   */
  public List<String> migrate() {
    if (!isPending(Installed.ask(owner, schema))) {
      return List.of();
    }
    try (Connection lock = owner.getConnection()) {
      refuseUnfit(lock);
      if (!lock(lock)) {
        return List.of();
      }
      try {
        // Another process may have finished between the last check and the lock.
        return isPending(Installed.ask(lock, schema)) ? migrateLocked() : List.of();
      } finally {
        unlock(lock);
      }
    } catch (SQLException e) {
      throw SqlErrors.connecting(e);
    } catch (FlywayException e) {
      throw failed(e);
    }
  }

  private List<String> migrateLocked() {
    Flyway flyway = flyway();
    List<String> pending = Arrays.stream(flyway.info().pending()).map(Migrations::named).toList();
    flyway.migrate();
    return pending;
  }

  /**
   * Refuses a schema that the library does not work on.
   *
   * @throws StorageException if it is older, of another major version, or not there
   */
  public static void validate(Installed installed) {
    if (isPending(installed)) {
      throw new StorageException(
          "the schema has version "
              + (installed.schema() == null ? "none" : installed.schema())
              + ", and this library needs "
              + SchemaVersion.OWN
              + ": run kecs migrate as the schema's owner");
    }
  }

  /** Tells whether the schema is older than the library needs. */
  public static boolean isPending(Installed installed) {
    SchemaVersion found = installed.schema();
    if (found == null) {
      return true;
    }
    found.refuseOtherMajor();
    return found.compareTo(SchemaVersion.OWN) < 0;
  }

  /**
   * Grants a role the rights that the storage needs, and no more: to read and write rows.
   *
   * @throws InvalidValueException if there is no such role
   * @throws PermissionDeniedException if the role of this connection may not grant them
   * @throws StorageException if the schema is older than the library needs, or not there
   */
  public void grant(String role) {
    validate(Installed.ask(owner, schema));
    DSLContext jooq = DSL.using(SQLDialect.POSTGRES);
    Name to = DSL.name(role);
    List<Query> grants = new ArrayList<>();
    // jOOQ grants on tables only.
    grants.add(DSL.query("grant usage on schema {0} to {1}", DSL.name(schema), to));
    grants.add(
        DSL.grant(DSL.privilege("select"))
            .on(DSL.name(schema, Installed.HISTORY))
            .to(DSL.role(to)));
    for (Table<?> table : Kecs.KECS.getTables()) {
      grants.add(
          DSL.grant(
                  DSL.privilege("select"),
                  DSL.privilege("insert"),
                  DSL.privilege("update"),
                  DSL.privilege("delete"))
              .on(DSL.name(schema, table.getName()))
              .to(DSL.role(to)));
    }
    try (Connection connection = owner.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      try {
        for (Query grant : grants) {
          statement.execute(jooq.renderInlined(grant));
          refuseUngranted(statement.getWarnings());
        }
        connection.commit();
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw switch (String.valueOf(e.getSQLState())) {
        case "42704" -> new InvalidValueException("the role " + role + " does not exist", e);
        case "42501", NOT_GRANTED ->
            new PermissionDeniedException("only the owner of the schema can grant rights on it", e);
        default -> SqlErrors.connecting(e);
      };
    }
  }

  /**
   * Throws the warning that a role gets if it has a right but may not pass it on; other roles get
   * an error.
   */
  private static void refuseUngranted(@Nullable SQLWarning first) throws SQLWarning {
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      if (NOT_GRANTED.equals(warning.getSQLState())) {
        throw warning;
      }
    }
  }

  private Flyway flyway() {
    FluentConfiguration configuration =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(owner)
            .locations("classpath:dev/kecs/storage/migration")
            .schemas(schema)
            .table(Installed.HISTORY)
            .placeholderReplacement(false)
            .ignoreMigrationPatterns("*:future")
            .loggers("slf4j");
    // If a transaction held Flyway's lock, CREATE INDEX CONCURRENTLY would wait for it.
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return configuration.load();
  }

  /**
   * Waits for the lock that a process holds while it migrates. Returns false, without the lock, if
   * another process has run the pending migrations.
   */
  private boolean lock(Connection connection) throws SQLException {
    String tryLock = callOnLock("pg_try_advisory_lock");
    long end = System.nanoTime() + timeout.toNanos();
    try (Statement statement = connection.createStatement()) {
      // A wait inside the server would be a transaction, and CREATE INDEX CONCURRENTLY would wait
      // for that.
      while (!isTrue(statement, tryLock)) {
        if (System.nanoTime() - end > 0) {
          throw new StorageTimeoutException(
              "another process has been migrating the schema for more than " + timeout);
        }
        if (Thread.currentThread().isInterrupted()) {
          throw new StorageTimeoutException(
              "interrupted while another process migrates the schema");
        }
        LockSupport.parkNanos(POLL);
        if (!isPending(Installed.ask(connection, schema))) {
          return false;
        }
      }
      return true;
    }
  }

  /** Releases the lock: the session may belong to a host's pool and go on. */
  private void unlock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      isTrue(statement, callOnLock("pg_advisory_unlock"));
    }
  }

  private String callOnLock(String function) {
    return DSL.using(SQLDialect.POSTGRES)
        .renderInlined(DSL.select(DSL.function(function, Boolean.class, inline(lockKey()))));
  }

  private static boolean isTrue(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private long lockKey() {
    CRC32C checksum = new CRC32C();
    checksum.update(
        (Installed.HISTORY + "." + schema).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return checksum.getValue();
  }

  /** Refuses a server that the migrations cannot run on, before they begin. */
  private static void refuseUnfit(Connection connection) throws SQLException {
    String sql =
        DSL.using(SQLDialect.POSTGRES)
            .renderInlined(
                DSL.select(
                    DSL.function("current_setting", String.class, inline("server_version_num")),
                    DSL.function("current_setting", String.class, inline("server_version")),
                    DSL.function("current_setting", String.class, inline("server_encoding"))));
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      if (Integer.parseInt(row.getString(1)) < OLDEST_SERVER) {
        throw new StorageException(
            "the server is PostgreSQL " + row.getString(2) + ": 15 or later is needed");
      }
      if (!row.getString(3).equals("UTF8")) {
        throw new StorageException(
            "the database has the encoding " + row.getString(3) + ": UTF8 is needed");
      }
    }
  }

  private StorageException failed(FlywayException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && "42501".equals(sql.getSQLState())) {
        return new PermissionDeniedException(
            "the role may not define the schema "
                + schema
                + ": run kecs migrate as one that may, or give its URL as the migration URL",
            e);
      }
    }
    String failure =
        e instanceof FlywayMigrateException failed
            ? named(failed.getMigration()) + " failed with SQLSTATE " + failed.getSqlState()
            : "Flyway refused it";
    return new StorageException(
        "the schema "
            + schema
            + " could not be migrated, and is as the last good migration left it: "
            + failure,
        e);
  }

  private static String named(MigrationInfo migration) {
    return migration.getVersion() + " " + migration.getDescription();
  }
}
