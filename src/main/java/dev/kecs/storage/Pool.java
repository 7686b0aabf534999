package dev.kecs.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.sql.run.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where a storage's connections come from: a pool of its own, or the host's data source. */
final class Pool implements AutoCloseable {
  private final DataSource dataSource;
  private final @Nullable HikariDataSource own;

  private Pool(DataSource dataSource, @Nullable HikariDataSource own) {
    this.dataSource = dataSource;
    this.own = own;
  }

  /**
   * Opens a pool of connections to a server.
   *
   * @param url the configuration's URL, or the embedded server's
   * @throws SQLException if the first connection cannot be made, with the driver's or the server's
   *     reason; there is one attempt
   */
  static Pool open(StorageConfig config, PostgresUrl url) throws SQLException {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("kecs-storage");
    hikari.setDataSource(new PostgresDataSource(url, properties(config, url)));
    hikari.setMaximumPoolSize(config.maxPoolSize());
    hikari.setConnectionTimeout(config.poolTimeout().toMillis());
    hikari.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
    hikari.setMaxLifetime(Duration.ofMinutes(30).toMillis());
    hikari.setInitializationFailTimeout(1);
    hikari.setExceptionOverride(new EvictReadOnly());
    try {
      HikariDataSource own = new HikariDataSource(hikari);
      return new Pool(own, own);
    } catch (PoolInitializationException e) {
      throw cause(e);
    }
  }

  private static SQLException cause(PoolInitializationException e) {
    return e.getCause() instanceof SQLException cause ? cause : new SQLException(e);
  }

  /**
   * Takes the data source that a host brings.
   *
   * @throws SQLException if it gives no connection
   * @throws InvalidValueException if its connections are not in auto-commit mode: what is written
   *     on one would be lost when it is returned; or if they are not READ COMMITTED: concurrent
   *     writes would fail where they need only wait
   */
  static Pool of(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      if (!connection.getAutoCommit()) {
        throw new InvalidValueException(
            "the connections of the data source are not in auto-commit mode");
      }
      if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
        throw new InvalidValueException(
            "the connections of the data source are not READ COMMITTED: set this in its pool, or as"
                + " default_transaction_isolation of its role");
      }
    } catch (PoolInitializationException e) {
      // A host's pool of this kind may be opened by this call.
      throw cause(e);
    }
    return new Pool(new HostDataSource(dataSource), null);
  }

  /**
   * Returns a data source for migrations, without a pool: each connection is made when it is asked
   * for, with the migrations' timeout.
   *
   * @param url the configuration's migration URL, or else the URL that {@link #open} gets
   */
  static DataSource forMigrations(StorageConfig config, PostgresUrl url) {
    Properties properties = properties(config, url);
    set(properties, url, config.migrationTimeout(), config.migrationTimeout());
    properties.setProperty("socketTimeout", seconds(config.migrationSocketTimeout()));
    return new PostgresDataSource(url, properties);
  }

  /**
   * Returns the source of connections. A connection is in auto-commit mode; closing it returns it.
   */
  DataSource dataSource() {
    return dataSource;
  }

  /** Tells whether the pool made its connections, which then have the {@link #properties}. */
  boolean isOwn() {
    return own != null;
  }

  /** Returns how the pool is used at this moment, null if the host brings its data source. */
  @Nullable Use use() {
    if (own == null) {
      return null;
    }
    HikariPoolMXBean pool = own.getHikariPoolMXBean();
    return new Use(
        pool.getActiveConnections(),
        pool.getIdleConnections(),
        pool.getThreadsAwaitingConnection(),
        own.getMaximumPoolSize());
  }

  /**
   * Closes the pool's own connections; those of a host's data source stay open. A second call does
   * nothing.
   */
  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }

  /** Returns the driver's properties: what the URL says replaces what the configuration says. */
  static Properties properties(StorageConfig config, PostgresUrl url) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "kecs-storage");
    properties.setProperty("connectTimeout", seconds(config.connectTimeout()));
    properties.setProperty("socketTimeout", seconds(config.socketTimeout()));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("targetServerType", "primary");
    // The detail of a server error can hold values of other people's rows.
    properties.setProperty("logServerErrorDetail", "false");
    properties.putAll(url.properties());

    // connectTimeout does not cover a server that accepts the connection and then does not answer.
    long connect = Long.parseLong(properties.getProperty("connectTimeout"));
    properties.putIfAbsent("loginTimeout", Long.toString(connect * url.hosts().size()));
    set(properties, url, config.statementTimeout(), config.lockTimeout());
    properties.setProperty("user", url.user());
    if (url.password() != null) {
      properties.setProperty("password", url.password());
    }
    return properties;
  }

  /** What a session needs to have; its role or database may say otherwise. */
  private static void set(
      Properties properties, PostgresUrl url, Duration statement, Duration lock) {
    String settings =
        " -c default_transaction_isolation=read\\ committed"
            + (" -c statement_timeout=" + statement.toMillis())
            + (" -c lock_timeout=" + lock.toMillis());
    String options = url.properties().getOrDefault("options", "");
    properties.setProperty("options", (options + settings).strip());
  }

  /** The driver counts in seconds. Rounded up, because 0 would mean no limit. */
  private static String seconds(Duration duration) {
    return Long.toString((duration.toMillis() + 999) / 1000);
  }

  /**
   * How a pool is used.
   *
   * @param active connections in use
   * @param idle connections not in use
   * @param waiting threads that wait for a connection
   * @param max the largest number of connections
   */
  record Use(int active, int idle, int waiting, int max) {
    /** For a pool that is not the storage's own. */
    static final Use NONE = new Use(0, 0, 0, 0);
  }

  /**
   * Closes a connection to a server that became a standby. Otherwise the pool would keep it,
   * although it never takes a write again.
   */
  private static final class EvictReadOnly implements SQLExceptionOverride {
    // Here, plain "Override" would mean the nested type.
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException e) {
      return SqlErrors.READ_ONLY.equals(e.getSQLState())
          ? SQLExceptionOverride.Override.MUST_EVICT
          : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
  }
}
