package dev.kecs.storage.benchmark;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.kecs.storage.Storage;
import dev.kecs.storage.config.MigrationMode;
import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.config.StorageConfigBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A schema of its own for a set of data, and the pool that both sides reach it by: the storage as
 * its host's, the baseline as its own.
 */
final class Installation implements AutoCloseable {
  /** So that no thread of the workloads waits for a connection. */
  static final int POOL = 16;

  private final Routes routes;
  private final PostgresUrl url;
  private final String schema;
  private final HikariDataSource pool;
  private final Storage storage;

  private Installation(Routes routes, PostgresUrl url, String schema, String options) {
    this.routes = routes;
    this.url = url;
    this.schema = schema;
    this.pool = pool(url, schema, options);
    this.storage =
        Storage.open(
            StorageConfig.builder()
                .dataSource(pool)
                .schema(schema)
                .migrationMode(MigrationMode.NONE)
                .build());
  }

  /** Makes the tables, empty. */
  static Installation create(Routes routes, String schema) {
    Storage.migrate(StorageConfig.builder().url(routes.direct()).schema(schema).build());
    return of(routes, schema);
  }

  /** Returns tables that are there. */
  static Installation of(Routes routes, String schema) {
    return new Installation(routes, routes.direct(), schema, "");
  }

  /** Returns the same tables by another pool, which a {@link Latency} is before. */
  Installation distant() {
    return new Installation(routes, routes.distant(), schema, "");
  }

  /** Returns the same tables by another pool, whose commits do not wait for the disk. */
  Installation relaxed() {
    return new Installation(routes, url, schema, " -c synchronous_commit=off");
  }

  private static HikariDataSource pool(PostgresUrl url, String schema, String options) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url.jdbcUrl());
    config.setUsername(url.user());
    config.setPassword(url.password());
    url.properties().forEach(config::addDataSourceProperty);
    // Baselines name no schema.
    config.addDataSourceProperty("options", "-c search_path=" + schema + options);
    config.setMaximumPoolSize(POOL);
    // Not all of them in every pool: a server has a hundred.
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }

  /** Makes a connection, outside the pool. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
  }

  String schema() {
    return schema;
  }

  DataSource pool() {
    return pool;
  }

  Storage storage() {
    return storage;
  }

  PlainJooq plainJooq() {
    return new PlainJooq(pool, schema);
  }

  /** Returns how to open a storage on it. */
  StorageConfigBuilder config() {
    return StorageConfig.builder().url(url).schema(schema);
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long number(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() {
    storage.close();
    pool.close();
  }
}
