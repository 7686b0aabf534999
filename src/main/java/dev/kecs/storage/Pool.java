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
   * @param url the configuration's, or the embedded server's
   * @throws SQLException if the first connection cannot be made, with the driver's or the server's
   *     reason; this is tried once
   */
  static Pool open(StorageConfig config, PostgresUrl url) throws SQLException {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("kecs-storage");
    hikari.setDataSource(new PostgresDataSource(url.jdbcUrl(), properties(config, url)));
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
      throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e);
    }
  }

  /**
   * Takes the data source that a host brings.
   *
   * @throws SQLException if it gives no connection
   * @throws InvalidValueException if its connections are not in auto-commit mode: what is written
   *     on one would be lost when it goes back
   */
  static Pool of(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      if (!connection.getAutoCommit()) {
        throw new InvalidValueException(
            "the connections of the data source are not in auto-commit mode");
      }
    }
    return new Pool(dataSource, null);
  }

  /**
   * Returns a data source for migrations, without a pool: each connection is made when it is asked
   * for, with the migrations' timeout.
   *
   * @param url the configuration's migration URL, else what {@link #open} is given
   */
  static DataSource forMigrations(StorageConfig config, PostgresUrl url) {
    Properties properties = properties(config, url);
    limit(properties, url, config.migrationTimeout(), config.lockTimeout());
    properties.setProperty("socketTimeout", seconds(config.migrationSocketTimeout()));
    return new PostgresDataSource(url.jdbcUrl(), properties);
  }

  /** Returns where to get a connection; it is in auto-commit mode, and goes back by closing it. */
  DataSource dataSource() {
    return dataSource;
  }

  /** Returns how the pool is used at this moment, null where the host brings its data source. */
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

  /** Closes the connections; those of a host stay open. A second call does nothing. */
  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }

  /** What the driver is given: first what the configuration says, then what the URL says. */
  static Properties properties(StorageConfig config, PostgresUrl url) {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "kecs-storage");
    properties.setProperty("connectTimeout", seconds(config.connectTimeout()));
    properties.setProperty("socketTimeout", seconds(config.socketTimeout()));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("targetServerType", "primary");
    // The detail of an error has the values of other people's rows.
    properties.setProperty("logServerErrorDetail", "false");
    properties.putAll(url.properties());

    // A server that takes the connection and then says nothing is not met by connectTimeout.
    long connect = Long.parseLong(properties.getProperty("connectTimeout"));
    properties.putIfAbsent("loginTimeout", Long.toString(connect * url.hosts().size()));
    limit(properties, url, config.statementTimeout(), config.lockTimeout());
    properties.setProperty("user", url.user());
    if (url.password() != null) {
      properties.setProperty("password", url.password());
    }
    return properties;
  }

  private static void limit(
      Properties properties, PostgresUrl url, Duration statement, Duration lock) {
    String limits =
        " -c statement_timeout=" + statement.toMillis() + " -c lock_timeout=" + lock.toMillis();
    String options = url.properties().getOrDefault("options", "");
    properties.setProperty("options", (options + limits).strip());
  }

  /** The driver counts in seconds; less than one is one, for 0 would be no limit. */
  private static String seconds(Duration duration) {
    return Long.toString((duration.toMillis() + 999) / 1000);
  }

  /**
   * How a pool is used.
   *
   * @param active connections that are lent
   * @param idle connections that are not
   * @param waiting threads that wait for one
   * @param max how many connections there can be
   */
  record Use(int active, int idle, int waiting, int max) {
    /** That of a pool that is not the storage's own. */
    static final Use NONE = new Use(0, 0, 0, 0);
  }

  /**
   * Gives up a connection to a server that became a standby: it would stay open, and never take a
   * write again.
   */
  private static final class EvictReadOnly implements SQLExceptionOverride {
    // Plain "Override" is the nested type here.
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException e) {
      return SqlErrors.READ_ONLY.equals(e.getSQLState())
          ? SQLExceptionOverride.Override.MUST_EVICT
          : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
  }
}
