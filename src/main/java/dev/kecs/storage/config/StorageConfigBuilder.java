package dev.kecs.storage.config;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.Check;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Collects the parts of a configuration. What is set later replaces what was set before, so a
 * command calls {@link #environment} first and then sets what its flags say. Each method throws
 * {@link InvalidValueException} for a value that is not acceptable by itself, {@link #build()} for
 * parts that do not fit together. Not for use by several threads.
 */
public final class StorageConfigBuilder {
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  // The shortest that the pool accepts; see HikariCP's connectionTimeout.
  private static final Duration SHORTEST_POOL_TIMEOUT = Duration.ofMillis(250);

  @Nullable StorageKind storage;
  @Nullable PostgresUrl url;
  @Nullable DataSource dataSource;
  String schema = "kecs";
  int maxPoolSize = 10;
  Duration connectTimeout = Duration.ofSeconds(10);
  Duration poolTimeout = Duration.ofSeconds(5);
  Duration statementTimeout = Duration.ofSeconds(30);
  Duration lockTimeout = Duration.ofSeconds(10);
  @Nullable Duration socketTimeout;
  MigrationMode migrationMode = MigrationMode.MIGRATE;
  @Nullable PostgresUrl migrationUrl;
  Duration migrationTimeout = Duration.ofMinutes(10);
  Clock clock = Clock.systemUTC();
  @Nullable Path dataDir;

  StorageConfigBuilder() {}

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
   *   <li>{@code KECS_CONNECT_TIMEOUT}, {@code KECS_POOL_TIMEOUT}, {@code KECS_STATEMENT_TIMEOUT},
   *       {@code KECS_LOCK_TIMEOUT}, {@code KECS_SOCKET_TIMEOUT}, {@code KECS_MIGRATION_TIMEOUT}: a
   *       whole number and its unit, {@code ms}, {@code s}, {@code m} or {@code h}, such as {@code
   *       500ms} or {@code 30s}
   * </ul>
   *
   * @param variables such as {@link System#getenv()}
   */
  public StorageConfigBuilder environment(Map<String, String> variables) {
    new Environment(Check.given("variables", variables)).applyTo(this);
    return this;
  }

  /**
   * Sets where the data is kept. If this is not called, it is {@link StorageKind#POSTGRES} if there
   * is a URL or a data source, else {@link StorageKind#EMBEDDED}.
   */
  public StorageConfigBuilder storage(StorageKind storage) {
    this.storage = Check.given("storage", storage);
    return this;
  }

  /**
   * Sets the server to connect to. A connect or socket timeout in the URL counts, not the one that
   * is set here.
   */
  public StorageConfigBuilder url(PostgresUrl url) {
    this.url = withoutTimeouts("URL", url);
    return this;
  }

  /**
   * Sets the source of connections, in place of a URL and a pool. It is used as it is, with its own
   * timeouts, and is not closed; only the statements of units of work have the {@link
   * #statementTimeout}. Its connections must be in auto-commit mode and READ COMMITTED. A migration
   * uses three of them at once, unless there is a migration URL.
   */
  public StorageConfigBuilder dataSource(DataSource dataSource) {
    this.dataSource = Check.given("dataSource", dataSource);
    return this;
  }

  /**
   * Sets the schema that holds everything: a lower-case letter or {@code _}, then up to 62
   * lower-case letters, {@code _} and digits, not beginning with {@code pg_} and not {@code
   * information_schema}. {@code kecs} by default.
   */
  public StorageConfigBuilder schema(String schema) {
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
  public StorageConfigBuilder maxPoolSize(int maxPoolSize) {
    if (maxPoolSize < 1 || maxPoolSize > 1000) {
      throw new InvalidValueException("the pool size must be from 1 to 1000");
    }
    this.maxPoolSize = maxPoolSize;
    return this;
  }

  /** Sets how long connecting to one server may take, 1 ms to 1 day; 10 s by default. */
  public StorageConfigBuilder connectTimeout(Duration timeout) {
    connectTimeout = checked("connect timeout", timeout);
    return this;
  }

  /** Sets how long to wait for a connection of the pool, 250 ms to 1 day; 5 s by default. */
  public StorageConfigBuilder poolTimeout(Duration timeout) {
    if (Check.given("pool timeout", timeout).compareTo(SHORTEST_POOL_TIMEOUT) < 0) {
      throw new InvalidValueException("the pool timeout must be at least 250 ms");
    }
    poolTimeout = checked("pool timeout", timeout);
    return this;
  }

  /** Sets how long the server may work on one statement, 1 ms to 1 day; 30 s by default. */
  public StorageConfigBuilder statementTimeout(Duration timeout) {
    statementTimeout = checked("statement timeout", timeout);
    return this;
  }

  /** Sets how long a statement may wait for a lock, 1 ms to 1 day; 10 s by default. */
  public StorageConfigBuilder lockTimeout(Duration timeout) {
    lockTimeout = checked("lock timeout", timeout);
    return this;
  }

  /**
   * Sets how long to wait for an answer of the server before the connection counts as lost, up to 1
   * day and longer than the statement timeout; 10 s longer by default.
   */
  public StorageConfigBuilder socketTimeout(Duration timeout) {
    socketTimeout = checked("socket timeout", timeout);
    return this;
  }

  /**
   * Sets what opening does about the schema's version; {@link MigrationMode#MIGRATE} by default.
   */
  public StorageConfigBuilder migrationMode(MigrationMode mode) {
    migrationMode = Check.given("mode", mode);
    return this;
  }

  /**
   * Sets a URL for migrations only: to connect as a role that owns the schema, or to bypass a
   * pooler that {@link #url} leads to.
   */
  public StorageConfigBuilder migrationUrl(PostgresUrl url) {
    migrationUrl = withoutTimeouts("migration URL", url);
    return this;
  }

  /**
   * Sets how long the server may work on one statement of a migration, and how long a migration
   * waits for other processes and locks, 1 ms to 1 day; 10 min by default.
   */
  public StorageConfigBuilder migrationTimeout(Duration timeout) {
    migrationTimeout = checked("migration timeout", timeout);
    return this;
  }

  /** Sets the clock for the times that the store sets; the system's clock by default. */
  public StorageConfigBuilder clock(Clock clock) {
    this.clock = Check.given("clock", clock);
    return this;
  }

  /**
   * Sets the directory of the embedded server, which must not be empty; {@code .kecs} in the home
   * directory by default.
   */
  public StorageConfigBuilder dataDir(Path dataDir) {
    if (Check.given("dataDir", dataDir).toString().isEmpty()) {
      throw new InvalidValueException("the data directory must not be empty");
    }
    this.dataDir = dataDir;
    return this;
  }

  /**
   * Makes the configuration.
   *
   * @throws InvalidValueException if the storage is {@link StorageKind#POSTGRES} without a URL or a
   *     data source, or with both; if it is {@link StorageKind#EMBEDDED} with one of them or a
   *     migration URL, or without a data directory where the user has no home directory; if a
   *     socket timeout is not longer than the statement timeout
   */
  public StorageConfig build() {
    StorageConfig config = new StorageConfig(this);
    checkPlace(config.storage());
    checkDataDir(config);
    checkSocketTimeout(config.socketTimeout());
    if (url != null && url.properties().containsKey("socketTimeout")) {
      checkSocketTimeout(Duration.ofSeconds(Long.parseLong(url.properties().get("socketTimeout"))));
    }
    return config;
  }

  StorageKind kind() {
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
    if (config.storage() == StorageKind.EMBEDDED
        && dataDir == null
        && !config.dataDir().isAbsolute()) {
      throw new InvalidValueException(
          "the user has no home directory to keep the embedded PostgreSQL's data in: say where"
              + " with --data-dir or KECS_DATA_DIR");
    }
  }

  static Path defaultDataDir() {
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
