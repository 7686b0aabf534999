package dev.kecs.storage;

import dev.kecs.storage.config.MigrationMode;
import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.config.StorageKind;
import dev.kecs.storage.embedded.EmbeddedServer;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.StorageTimeoutException;
import dev.kecs.storage.error.StorageUnavailableException;
import dev.kecs.storage.error.TransactionConflictException;
import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.internal.jooq.Kecs;
import dev.kecs.storage.internal.migrate.Installed;
import dev.kecs.storage.internal.migrate.Migrations;
import dev.kecs.storage.internal.migrate.SchemaVersion;
import dev.kecs.storage.internal.pg.PgStores;
import dev.kecs.storage.internal.sql.run.PooledSql;
import dev.kecs.storage.internal.sql.run.SqlErrors;
import dev.kecs.storage.internal.sql.statement.StatementCache;
import dev.kecs.storage.transaction.Stores;
import dev.kecs.storage.transaction.Transaction;
import dev.kecs.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of an ECS-compatible control plane, in PostgreSQL. Open it once and share it in the
 * whole process: it is thread-safe. Any number of processes can share a database.
 *
 * <pre>{@code
 * try (Storage storage = Storage.open(StorageConfig.builder().environment(System.getenv()).build())) {
 *   storage.clusters().create(cluster);
 *   storage.inTransaction(stores -> ...);
 * }
 * }</pre>
 */
public final class Storage implements Stores, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

  private final Server server;
  private final String schema;
  private final Pool pool;
  private final PooledSql sql;
  private final Stores stores;

  private Storage(StorageConfig config, Server server, Pool pool) {
    this.server = server;
    this.schema = config.schema();
    this.pool = pool;
    this.sql =
        new PooledSql(
            new StatementCache(Kecs.KECS.getName(), schema),
            config.clock(),
            pool.dataSource(),
            config.statementTimeout(),
            pool.isOwn());
    this.stores = new PgStores(sql);
  }

  /**
   * Opens a storage: starts the embedded server if one is configured, connects, and migrates the
   * schema or checks its version, as configured.
   *
   * @throws StorageUnavailableException if the server cannot be reached, refuses the role or has no
   *     such database
   * @throws StorageException if the schema is older than the library needs and opening must not
   *     migrate it, if it is of another major version, or if its migration failed
   */
  public static Storage open(StorageConfig config) {
    Check.given("config", config);
    Server server = Server.start(config);
    try {
      Pool pool = server.pool(config);
      try {
        Storage storage = new Storage(config, server, pool);
        storage.prepareSchema(config);
        return storage;
      } catch (Throwable e) {
        try (pool) {
          throw e;
        }
      }
    } catch (Throwable e) {
      try (server) {
        throw e;
      }
    }
  }

  private void prepareSchema(StorageConfig config) {
    if (config.migrationMode() == MigrationMode.NONE) {
      return;
    }
    Installed installed = Installed.ask(pool.dataSource(), schema);
    if (config.migrationMode() == MigrationMode.MIGRATE
        && installed.isOlderThan(SchemaVersion.OWN)) {
      LOG.info("Migrating the schema {}", schema);
      server.migrations(config).migrate();
    } else {
      Migrations.validate(installed);
    }
  }

  /**
   * Brings the schema to the version of the library, and returns the migrations that ran, oldest
   * first; empty if there was nothing to do.
   *
   * @throws StorageException as {@link #open} does
   */
  public static List<String> migrate(StorageConfig config) {
    Check.given("config", config);
    try (Server server = Server.start(config)) {
      return server.migrations(config).migrate();
    }
  }

  /** Returns the migrations that {@link #migrate} would run, oldest first. */
  public static List<String> pendingMigrations(StorageConfig config) {
    Check.given("config", config);
    try (Server server = Server.start(config)) {
      return server.migrations(config).pending();
    }
  }

  /**
   * Grants a role the rights that the storage needs on the migrated schema, and no more: to read
   * and write rows.
   *
   * @throws InvalidValueException if there is no such role
   */
  public static void grant(StorageConfig config, String role) {
    Check.given("config", config);
    Check.given("role", role);
    try (Server server = Server.start(config)) {
      server.migrations(config).grant(role);
    }
  }

  @Override
  public <S> S store(Class<S> type) {
    return stores.store(type);
  }

  @Override
  public <R> R inTransaction(Function<? super Stores, ? extends R> work) {
    return inTransaction(TransactionOptions.DEFAULT, work);
  }

  /**
   * Runs a unit of work as {@link #inTransaction(Function)} does, with these options.
   *
   * @throws TransactionConflictException if it lost a conflict more often than the options allow
   * @throws StorageTimeoutException if it took longer than the options allow, or no connection
   *     became free in time
   */
  public <R> R inTransaction(
      TransactionOptions options, Function<? super Stores, ? extends R> work) {
    Check.given("options", options);
    Check.given("work", work);
    return sql.inTransaction(options, unit -> work.apply(new PgStores(unit)));
  }

  /** Begins a unit of work that its owner ends, with the default options. */
  public Transaction begin() {
    return begin(TransactionOptions.DEFAULT);
  }

  /** Begins a unit of work that its owner ends. The option {@code retries} has no effect. */
  public Transaction begin(TransactionOptions options) {
    Check.given("options", options);
    return PgStores.transaction(sql.begin(options));
  }

  /**
   * Returns the stores on a connection that the host gives, in the transaction that the host has
   * begun on it, with the host's isolation and time limits. The host commits or rolls back, and
   * closes the connection; the stores never do. They are for one thread at a time. Each call throws
   * {@link IllegalStateException} while no transaction runs on the connection, which is then in
   * auto-commit mode, or when it is closed.
   *
   * <p>Work in {@link Stores#inTransaction} is a savepoint. After an error from the server, the
   * host can only roll back, to a savepoint or as a whole.
   */
  public Stores on(Connection connection) {
    return new PgStores(sql.on(Check.given("connection", connection)));
  }

  /**
   * Makes a round trip to the server, and returns the state of the storage.
   *
   * @throws StorageUnavailableException if the server cannot be reached
   * @throws StorageTimeoutException if no connection became free in time
   */
  public Health health() {
    sql.refuseNow("health");
    Installed installed = Installed.ask(pool.dataSource(), schema);
    Pool.Use use = Objects.requireNonNullElse(pool.use(), Pool.Use.NONE);
    return new Health(
        installed.server(),
        installed.schema() == null ? null : installed.schema().toString(),
        use.active(),
        use.idle(),
        use.waiting(),
        use.max(),
        sql.lastError());
  }

  /**
   * Counts the rows of each table in one query, which reads them all. The keys are the tables'
   * names.
   */
  public Map<String, Long> inventory() {
    return PgStores.inventory(sql);
  }

  /**
   * Returns where the storage is, for people to read: its URL without the password, or that it is a
   * data source of the host.
   */
  public String maskedUrl() {
    return server.masked();
  }

  /**
   * Closes the pool, and stops the embedded server if there is one. From then on, calls throw
   * {@link IllegalStateException}. A second call does nothing.
   */
  @Override
  public void close() {
    sql.close();
    try (server) {
      pool.close();
    }
  }

  /**
   * Where connections come from: a URL, a host's data source, or an embedded server that this
   * starts and stops.
   */
  private record Server(
      DriverRegistration driver, @Nullable PostgresUrl url, @Nullable EmbeddedServer embedded)
      implements AutoCloseable {
    static Server start(StorageConfig config) {
      DriverRegistration driver = DriverRegistration.use();
      try {
        return start(config, driver);
      } catch (Throwable e) {
        try (driver) {
          throw e;
        }
      }
    }

    private static Server start(StorageConfig config, DriverRegistration driver) {
      if (config.dataSource() != null) {
        return new Server(driver, null, null);
      }
      if (config.storage() == StorageKind.POSTGRES) {
        return new Server(driver, config.url(), null);
      }
      EmbeddedServer embedded = EmbeddedServer.start(config.dataDir(), LOG::info);
      try {
        return new Server(driver, PostgresUrl.parse(embedded.url()), embedded);
      } catch (Throwable e) {
        try (embedded) {
          throw e;
        }
      }
    }

    Pool pool(StorageConfig config) {
      DataSource host = config.dataSource();
      try {
        return host == null ? Pool.open(config, Objects.requireNonNull(url)) : Pool.of(host);
      } catch (SQLException e) {
        throw SqlErrors.connecting(e);
      }
    }

    Migrations migrations(StorageConfig config) {
      PostgresUrl own = config.migrationUrl() == null ? url : config.migrationUrl();
      DataSource owner = own == null ? pool(config).dataSource() : Pool.forMigrations(config, own);
      return new Migrations(owner, config.schema(), config.migrationTimeout());
    }

    String masked() {
      return url == null ? "a data source of the host" : url.masked();
    }

    @Override
    public void close() {
      try (driver) {
        if (embedded != null) {
          embedded.close();
        }
      }
    }
  }
}
