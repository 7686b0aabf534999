package dev.kecs.storage.internal.migrate;

import static org.jooq.impl.DSL.inline;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.PermissionDeniedException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.internal.sql.run.SqlErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The migrations of a schema. Any number of processes can run them at the same time: one does, the
 * others wait for it.
 */
public final class Migrations {
  /** Where the jar holds them. */
  static final String LOCATION = "classpath:dev/kecs/storage/migration";

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int OLDEST_SERVER = 150_000;

  private final DataSource owner;
  private final String schema;
  private final Duration timeout;
  private final SchemaVersion target;
  private final List<String> locations;

  /**
   * Makes the migrations of a schema.
   *
   * @param owner connects as a role that may define the schema; without a pooler in between,
   *     because the session holds a lock
   * @param timeout how long to wait while another process migrates, and for locks that others hold
   */
  public Migrations(DataSource owner, String schema, Duration timeout) {
    this(owner, schema, timeout, SchemaVersion.OWN, List.of(LOCATION));
  }

  /** Makes those of another version of the library. */
  Migrations(
      DataSource owner,
      String schema,
      Duration timeout,
      SchemaVersion target,
      List<String> locations) {
    this.owner = owner;
    this.schema = schema;
    this.timeout = timeout;
    this.target = target;
    this.locations = locations;
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
    return new FlywayRun(owner, schema, locations).pending();
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
    List<String> ran = null;
    try (Connection session = Installed.connect(owner);
        MigrationLock lock = new MigrationLock(session, schema)) {
      refuseUnfit(session);
      // Another process may have finished between the last check and the lock.
      boolean needed = take(lock, session) && isPending(Installed.ask(session, schema));
      ran = needed ? run() : List.of();
    } catch (SQLException e) {
      if (ran == null) {
        throw SqlErrors.running("taking the lock of migrations", e);
      }
      LOG.warn("The schema {} is migrated; the lock could not be released", schema, e);
    }
    return ran;
  }

  private List<String> run() {
    FlywayRun run = new FlywayRun(owner, schema, locations);
    List<String> pending = run.pending();
    try {
      run.migrate(timeout);
    } catch (StorageException e) {
      if (!isMigrated(e)) {
        throw e;
      }
      LOG.warn("The schema {} is migrated; what followed failed", schema, e);
    }
    return pending;
  }

  private boolean isMigrated(StorageException failure) {
    try {
      return !isPending(Installed.ask(owner, schema));
    } catch (StorageException e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  /**
   * Refuses a schema that the library does not work on.
   *
   * @throws StorageException if it is older, of another major version, or not there
   */
  public static void validate(Installed installed) {
    if (installed.isOlderThan(SchemaVersion.OWN)) {
      throw new StorageException(
          "the schema has version "
              + (installed.schema() == null ? "none" : installed.schema())
              + ", and this library needs "
              + SchemaVersion.OWN
              + ": run kecs migrate as the schema's owner");
    }
  }

  private boolean isPending(Installed installed) {
    return installed.isOlderThan(target);
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
    Grants.give(owner, schema, role);
  }

  /**
   * Waits for the lock that a process holds while it migrates. Returns false, without the lock, if
   * another process has run the pending migrations.
   */
  private boolean take(MigrationLock lock, Connection session) throws SQLException {
    Patience patience = new Patience(timeout);
    for (boolean first = true; !lock.tryToTake(); first = false) {
      if (first) {
        LOG.info("Another process migrates the schema {}: waiting for it", schema);
      }
      patience.pause(POLL, "another process migrates the schema " + schema, null);
      if (!isPending(Installed.ask(session, schema))) {
        return false;
      }
    }
    return true;
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
}
