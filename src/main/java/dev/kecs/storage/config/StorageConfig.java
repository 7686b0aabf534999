package dev.kecs.storage.config;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * How a storage is opened. Immutable; made by {@link #builder()}.
 *
 * <p>The statement and the lock timeout are sent to the server as start-up options. A pooler in
 * between must pass them on or ignore them (PgBouncer: {@code ignore_startup_parameters}). If it
 * ignores them, set the timeouts on the role.
 */
public final class StorageConfig {
  private static final Duration SOCKET_MARGIN = Duration.ofSeconds(10);

  private final StorageKind storage;
  private final @Nullable PostgresUrl url;
  private final @Nullable DataSource dataSource;
  private final String schema;
  private final int maxPoolSize;
  private final Duration connectTimeout;
  private final Duration poolTimeout;
  private final Duration statementTimeout;
  private final Duration lockTimeout;
  private final Duration socketTimeout;
  private final MigrationMode migrationMode;
  private final @Nullable PostgresUrl migrationUrl;
  private final Duration migrationTimeout;
  private final Clock clock;
  private final Path dataDir;

  StorageConfig(StorageConfigBuilder builder) {
    url = builder.url;
    dataSource = builder.dataSource;
    storage = builder.kind();
    schema = builder.schema;
    maxPoolSize = builder.maxPoolSize;
    connectTimeout = builder.connectTimeout;
    poolTimeout = builder.poolTimeout;
    statementTimeout = builder.statementTimeout;
    lockTimeout = builder.lockTimeout;
    socketTimeout =
        Objects.requireNonNullElseGet(
            builder.socketTimeout, () -> statementTimeout.plus(SOCKET_MARGIN));
    migrationMode = builder.migrationMode;
    migrationUrl = builder.migrationUrl;
    migrationTimeout = builder.migrationTimeout;
    clock = builder.clock;
    dataDir = Objects.requireNonNullElseGet(builder.dataDir, StorageConfigBuilder::defaultDataDir);
  }

  /** Starts from the defaults. */
  public static StorageConfigBuilder builder() {
    return new StorageConfigBuilder();
  }

  /** Returns where the data is kept. */
  public StorageKind storage() {
    return storage;
  }

  /** Returns the server's URL; null for an embedded server and if there is a data source. */
  public @Nullable PostgresUrl url() {
    return url;
  }

  /** Returns the data source that the host application brings, null if it brings none. */
  public @Nullable DataSource dataSource() {
    return dataSource;
  }

  /** Returns the name of the schema that holds everything. */
  public String schema() {
    return schema;
  }

  /** Returns the largest number of connections of the pool, 1–1000. */
  public int maxPoolSize() {
    return maxPoolSize;
  }

  /** Returns how long connecting to one server may take. */
  public Duration connectTimeout() {
    return connectTimeout;
  }

  /** Returns how long to wait for a connection of the pool. */
  public Duration poolTimeout() {
    return poolTimeout;
  }

  /** Returns how long the server may work on one statement. */
  public Duration statementTimeout() {
    return statementTimeout;
  }

  /** Returns how long a statement may wait for a lock. */
  public Duration lockTimeout() {
    return lockTimeout;
  }

  /** Returns how long to wait for an answer of the server; longer than the statement timeout. */
  public Duration socketTimeout() {
    return socketTimeout;
  }

  /** Returns what opening does about the schema's version. */
  public MigrationMode migrationMode() {
    return migrationMode;
  }

  /** Returns the URL that migrations use, null if they connect as everything else does. */
  public @Nullable PostgresUrl migrationUrl() {
    return migrationUrl;
  }

  /** Returns how long the server may work on one statement of a migration. */
  public Duration migrationTimeout() {
    return migrationTimeout;
  }

  /**
   * Returns how long a connection of a migration may be silent before it counts as lost: {@link
   * #migrationTimeout()} and ten seconds.
   */
  public Duration migrationSocketTimeout() {
    return migrationTimeout.plus(SOCKET_MARGIN);
  }

  /** Returns the clock for the times that the store sets. */
  public Clock clock() {
    return clock;
  }

  /** Returns the directory of the embedded server. */
  public Path dataDir() {
    return dataDir;
  }

  /** Returns all parts for a log, without passwords. */
  @Override
  public String toString() {
    return "StorageConfig[storage="
        + storage
        + ", url="
        + url
        + ", dataSource="
        + (dataSource == null ? "none" : dataSource.getClass().getName())
        + ", schema="
        + schema
        + ", maxPoolSize="
        + maxPoolSize
        + ", connectTimeout="
        + connectTimeout
        + ", poolTimeout="
        + poolTimeout
        + ", statementTimeout="
        + statementTimeout
        + ", lockTimeout="
        + lockTimeout
        + ", socketTimeout="
        + socketTimeout
        + ", migrationMode="
        + migrationMode
        + ", migrationUrl="
        + migrationUrl
        + ", migrationTimeout="
        + migrationTimeout
        + ", clock="
        + clock
        + ", dataDir="
        + dataDir
        + "]";
  }
}
