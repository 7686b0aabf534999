package dev.kecs.storage.config;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.Check;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
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

  private StorageConfig(Builder builder) {
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
    dataDir = Objects.requireNonNullElseGet(builder.dataDir, Builder::defaultDataDir);
  }

  /** Starts from the defaults. */
  public static Builder builder() {
    return new Builder();
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

  /**
   * Collects the parts of a configuration. What is set later replaces what was set before, so a
   * command calls {@link #environment} first and then sets what its flags say. Each method throws
   * {@link InvalidValueException} for a value that is not acceptable by itself, {@link #build()}
   * for parts that do not fit together. Not for use by several threads.
   */
  public static final class Builder {
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    // The shortest that the pool accepts; see HikariCP's connectionTimeout.
    private static final Duration SHORTEST_POOL_TIMEOUT = Duration.ofMillis(250);

    private @Nullable StorageKind storage;
    private @Nullable PostgresUrl url;
    private @Nullable DataSource dataSource;
    private String schema = "kecs";
    private int maxPoolSize = 10;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration poolTimeout = Duration.ofSeconds(5);
    private Duration statementTimeout = Duration.ofSeconds(30);
    private Duration lockTimeout = Duration.ofSeconds(10);
    private @Nullable Duration socketTimeout;
    private MigrationMode migrationMode = MigrationMode.MIGRATE;
    private @Nullable PostgresUrl migrationUrl;
    private Duration migrationTimeout = Duration.ofMinutes(10);
    private Clock clock = Clock.systemUTC();
    private @Nullable Path dataDir;

    private Builder() {}

    /**
     * Sets what the variables below say. Blanks and line breaks around a value are taken off. A
     * variable that is absent or empty changes nothing; other variables are ignored. An error names
     * the variable.
     *
     * <ul>
     *   <li>{@code KECS_STORAGE}: {@code embedded} or {@code postgres}
     *   <li>{@code KECS_POSTGRES_URL}, {@code KECS_MIGRATION_URL}: a {@link PostgresUrl}
     *   <li>{@code KECS_DATA_DIR}: a path
     *   <li>{@code KECS_SCHEMA}: a plain identifier
     *   <li>{@code KECS_MIGRATION_MODE}: {@code migrate}, {@code validate} or {@code none}
     *   <li>{@code KECS_POOL_SIZE}: a whole number
     *   <li>{@code KECS_CONNECT_TIMEOUT}, {@code KECS_POOL_TIMEOUT}, {@code
     *       KECS_STATEMENT_TIMEOUT}, {@code KECS_LOCK_TIMEOUT}, {@code KECS_SOCKET_TIMEOUT}, {@code
     *       KECS_MIGRATION_TIMEOUT}: a whole number and its unit, {@code ms}, {@code s}, {@code m}
     *       or {@code h}, such as {@code 500ms} or {@code 30s}
     * </ul>
     *
     * @param variables such as {@link System#getenv()}
     */
    public Builder environment(Map<String, String> variables) {
      new Environment(Check.given("variables", variables)).applyTo(this);
      return this;
    }

    /**
     * Sets where the data is kept. If this is not called, it is {@link StorageKind#POSTGRES} if
     * there is a URL or a data source, else {@link StorageKind#EMBEDDED}.
     */
    public Builder storage(StorageKind storage) {
      this.storage = Check.given("storage", storage);
      return this;
    }

    /**
     * Sets the server to connect to. A connect or socket timeout in the URL counts, not the one
     * that is set here.
     */
    public Builder url(PostgresUrl url) {
      this.url = withoutTimeouts("URL", url);
      return this;
    }

    /**
     * Sets the source of connections, in place of a URL and a pool. It is used as it is, with its
     * own timeouts, and is not closed; only the statements of units of work have the {@link
     * #statementTimeout}. Its connections must be in auto-commit mode and READ COMMITTED. A
     * migration uses three of them at once, unless there is a migration URL.
     */
    public Builder dataSource(DataSource dataSource) {
      this.dataSource = Check.given("dataSource", dataSource);
      return this;
    }

    /**
     * Sets the schema that holds everything: a lower-case letter or {@code _}, then up to 62
     * lower-case letters, {@code _} and digits, not beginning with {@code pg_} and not {@code
     * information_schema}. {@code kecs} by default.
     */
    public Builder schema(String schema) {
      boolean reserved =
          Check.given("schema", schema).startsWith("pg_") || schema.equals("information_schema");
      if (reserved || !IDENTIFIER.matcher(schema).matches()) {
        throw new InvalidValueException(
            "the schema must be a plain identifier (a-z, 0-9 and _, at most 63 characters, no digit"
                + " first) that PostgreSQL does not keep for itself");
      }
      this.schema = schema;
      return this;
    }

    /** Sets the largest number of connections, 1–1000; 10 by default. */
    public Builder maxPoolSize(int maxPoolSize) {
      if (maxPoolSize < 1 || maxPoolSize > 1000) {
        throw new InvalidValueException("the pool size must be from 1 to 1000");
      }
      this.maxPoolSize = maxPoolSize;
      return this;
    }

    /** Sets how long connecting to one server may take, 1 ms to 1 day; 10 s by default. */
    public Builder connectTimeout(Duration timeout) {
      connectTimeout = checked("connect timeout", timeout);
      return this;
    }

    /** Sets how long to wait for a connection of the pool, 250 ms to 1 day; 5 s by default. */
    public Builder poolTimeout(Duration timeout) {
      if (Check.given("pool timeout", timeout).compareTo(SHORTEST_POOL_TIMEOUT) < 0) {
        throw new InvalidValueException("the pool timeout must be at least 250 ms");
      }
      poolTimeout = checked("pool timeout", timeout);
      return this;
    }

    /** Sets how long the server may work on one statement, 1 ms to 1 day; 30 s by default. */
    public Builder statementTimeout(Duration timeout) {
      statementTimeout = checked("statement timeout", timeout);
      return this;
    }

    /** Sets how long a statement may wait for a lock, 1 ms to 1 day; 10 s by default. */
    public Builder lockTimeout(Duration timeout) {
      lockTimeout = checked("lock timeout", timeout);
      return this;
    }

    /**
     * Sets how long to wait for an answer of the server before the connection counts as lost, up to
     * 1 day and longer than the statement timeout; 10 s longer by default.
     */
    public Builder socketTimeout(Duration timeout) {
      socketTimeout = checked("socket timeout", timeout);
      return this;
    }

    /**
     * Sets what opening does about the schema's version; {@link MigrationMode#MIGRATE} by default.
     */
    public Builder migrationMode(MigrationMode mode) {
      migrationMode = Check.given("mode", mode);
      return this;
    }

    /**
     * Sets a URL for migrations only: to connect as a role that owns the schema, or to bypass a
     * pooler that {@link #url} leads to.
     */
    public Builder migrationUrl(PostgresUrl url) {
      migrationUrl = withoutTimeouts("migration URL", url);
      return this;
    }

    /**
     * Sets how long the server may work on one statement of a migration, and how long a migration
     * waits for other processes and locks, 1 ms to 1 day; 10 min by default.
     */
    public Builder migrationTimeout(Duration timeout) {
      migrationTimeout = checked("migration timeout", timeout);
      return this;
    }

    /** Sets the clock for the times that the store sets; the system's clock by default. */
    public Builder clock(Clock clock) {
      this.clock = Check.given("clock", clock);
      return this;
    }

    /**
     * Sets the directory of the embedded server, which must not be empty; {@code .kecs} in the home
     * directory by default.
     */
    public Builder dataDir(Path dataDir) {
      if (Check.given("dataDir", dataDir).toString().isEmpty()) {
        throw new InvalidValueException("the data directory must not be empty");
      }
      this.dataDir = dataDir;
      return this;
    }

    /**
     * Makes the configuration.
     *
     * @throws InvalidValueException if the storage is {@link StorageKind#POSTGRES} without a URL or
     *     a data source, or with both; if it is {@link StorageKind#EMBEDDED} with one of them or a
     *     migration URL, or without a data directory where the user has no home directory; if a
     *     socket timeout is not longer than the statement timeout
     */
    public StorageConfig build() {
      StorageConfig config = new StorageConfig(this);
      checkPlace(config.storage);
      checkDataDir(config);
      checkSocketTimeout(config.socketTimeout);
      if (url != null && url.properties().containsKey("socketTimeout")) {
        checkSocketTimeout(
            Duration.ofSeconds(Long.parseLong(url.properties().get("socketTimeout"))));
      }
      return config;
    }

    private StorageKind kind() {
      if (storage != null) {
        return storage;
      }
      return url == null && dataSource == null ? StorageKind.EMBEDDED : StorageKind.POSTGRES;
    }

    private void checkPlace(StorageKind kind) {
      if (url != null && dataSource != null) {
        throw new InvalidValueException("a URL and a data source are given; only one can be used");
      }
      boolean given = url != null || dataSource != null;
      if (kind == StorageKind.POSTGRES && !given) {
        throw new InvalidValueException(
            "the storage postgres needs a URL: set KECS_POSTGRES_URL, such as"
                + " postgres://user:password@host:5432/database");
      }
      if (kind == StorageKind.EMBEDDED && (given || migrationUrl != null)) {
        throw new InvalidValueException(
            "the storage embedded takes no URL: choose the storage postgres, or leave out"
                + " KECS_POSTGRES_URL and KECS_MIGRATION_URL");
      }
    }

    /** Refuses the default where there is no home: Java's user.home is then "?", in containers. */
    private void checkDataDir(StorageConfig config) {
      if (config.storage == StorageKind.EMBEDDED
          && dataDir == null
          && !config.dataDir.isAbsolute()) {
        throw new InvalidValueException(
            "the user has no home directory to keep the embedded PostgreSQL's data in: say where"
                + " with --data-dir or KECS_DATA_DIR");
      }
    }

    private static Path defaultDataDir() {
      return Path.of(System.getProperty("user.home"), ".kecs");
    }

    private void checkSocketTimeout(Duration timeout) {
      if (timeout.compareTo(statementTimeout) <= 0) {
        throw new InvalidValueException(
            "the socket timeout must be longer than the statement timeout, or connections break"
                + " before the server can end a statement");
      }
    }

    private static Duration checked(String what, Duration timeout) {
      Check.given(what, timeout);
      if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
        throw new InvalidValueException("the " + what + " must be from 1 ms to 1 day");
      }
      return timeout;
    }

    /** Refuses timeouts in the URL's options: the configuration's would silently replace them. */
    private static PostgresUrl withoutTimeouts(String what, PostgresUrl url) {
      String options = Check.given(what, url).properties().getOrDefault("options", "");
      if (options.contains("statement_timeout") || options.contains("lock_timeout")) {
        throw new InvalidValueException(
            "the options of the "
                + what
                + " must not set statement_timeout or lock_timeout, which are parts of the"
                + " configuration (KECS_STATEMENT_TIMEOUT, KECS_LOCK_TIMEOUT)");
      }
      return url;
    }
  }
}
