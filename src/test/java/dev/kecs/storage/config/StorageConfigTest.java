package dev.kecs.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.error.InvalidValueException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class StorageConfigTest {
  private static final PostgresUrl URL = PostgresUrl.parse("postgres://ann:Geheim@db/kecs");
  private static final DataSource DATA_SOURCE = new PGSimpleDataSource();

  @Test
  void withNothingSaidItIsAnEmbeddedServer() {
    StorageConfig config = StorageConfig.builder().build();

    assertThat(config.storage()).isEqualTo(StorageKind.EMBEDDED);
    assertThat(config.url()).isNull();
    assertThat(config.dataSource()).isNull();
    assertThat(config.schema()).isEqualTo("kecs");
    assertThat(config.maxPoolSize()).isEqualTo(10);
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.poolTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.statementTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.lockTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.socketTimeout()).isEqualTo(Duration.ofSeconds(40));
    assertThat(config.migrationMode()).isEqualTo(MigrationMode.MIGRATE);
    assertThat(config.migrationUrl()).isNull();
    assertThat(config.migrationTimeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.clock()).isEqualTo(Clock.systemUTC());
    assertThat(config.clock().getZone()).isEqualTo(ZoneOffset.UTC);
    assertThat(config.dataDir()).isEqualTo(Path.of(System.getProperty("user.home"), ".kecs"));
  }

  @Test
  void everyPartCanComeFromTheEnvironment() {
    StorageConfig config =
        StorageConfig.builder()
            .environment(
                Map.ofEntries(
                    Map.entry("KECS_STORAGE", "postgres"),
                    Map.entry("KECS_POSTGRES_URL", "postgres://ann:Geheim@db/kecs"),
                    Map.entry("KECS_DATA_DIR", "/srv/kecs"),
                    Map.entry("KECS_SCHEMA", "other"),
                    Map.entry("KECS_POOL_SIZE", "3"),
                    Map.entry("KECS_CONNECT_TIMEOUT", "1s"),
                    Map.entry("KECS_POOL_TIMEOUT", "500ms"),
                    Map.entry("KECS_STATEMENT_TIMEOUT", "2m"),
                    Map.entry("KECS_LOCK_TIMEOUT", "4s"),
                    Map.entry("KECS_SOCKET_TIMEOUT", "5m"),
                    Map.entry("KECS_MIGRATION_MODE", "validate"),
                    Map.entry("KECS_MIGRATION_URL", "postgres://owner@db/kecs"),
                    Map.entry("KECS_MIGRATION_TIMEOUT", "1h")))
            .build();

    assertThat(config.storage()).isEqualTo(StorageKind.POSTGRES);
    assertThat(config.url()).isEqualTo(URL);
    assertThat(config.dataDir()).isEqualTo(Path.of("/srv/kecs"));
    assertThat(config.schema()).isEqualTo("other");
    assertThat(config.maxPoolSize()).isEqualTo(3);
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.poolTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.statementTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.lockTimeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(config.socketTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.migrationMode()).isEqualTo(MigrationMode.VALIDATE);
    assertThat(config.migrationUrl()).isEqualTo(PostgresUrl.parse("postgres://owner@db/kecs"));
    assertThat(config.migrationTimeout()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void whatIsSetAfterTheEnvironmentGoesBeforeIt() {
    StorageConfig config =
        StorageConfig.builder()
            .environment(Map.of("KECS_SCHEMA", "from_environment", "KECS_POOL_SIZE", "3"))
            .schema("from_flag")
            .build();

    assertThat(config.schema()).isEqualTo("from_flag");
    assertThat(config.maxPoolSize()).isEqualTo(3);
  }

  @Test
  void anEmptyVariableSaysNothing() {
    assertThat(StorageConfig.builder().environment(Map.of("KECS_POSTGRES_URL", "")).build().url())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s\n", "%s\r\n", "%s ", "\t%s\u2028"})
  void blanksAndLineBreaksAroundAValueAreTakenOff(String form) {
    Map<String, String> variables =
        Map.of(
            "KECS_STORAGE", "postgres",
            "KECS_POSTGRES_URL", "postgres://ann:Geheim@db/kecs",
            "KECS_DATA_DIR", "/srv/a b",
            "KECS_SCHEMA", "other",
            "KECS_POOL_SIZE", "3",
            "KECS_LOCK_TIMEOUT", "4s",
            "KECS_MIGRATION_MODE", "validate",
            "KECS_MIGRATION_URL", "postgres://owner@db/kecs?sslmode=require");
    Map<String, String> surrounded = new HashMap<>(variables);
    surrounded.replaceAll((name, value) -> form.formatted(value));

    assertThat(StorageConfig.builder().environment(surrounded).build())
        .hasToString(StorageConfig.builder().environment(variables).build().toString());
    assertThat(
            StorageConfig.builder()
                .environment(Map.of("KECS_DATA_DIR", form.formatted("")))
                .build())
        .hasToString(StorageConfig.builder().build().toString());
  }

  @Test
  void withoutAHomeAnEmbeddedServerNeedsADataDirectory() {
    String home = System.getProperty("user.home");
    System.setProperty("user.home", "?");
    try {
      assertRefused(builder -> {}, "no home directory", "--data-dir", "KECS_DATA_DIR");
      assertThat(StorageConfig.builder().dataDir(Path.of("data")).build().dataDir())
          .isEqualTo(Path.of("data"));
      assertThat(StorageConfig.builder().url(URL).build().url()).isEqualTo(URL);
    } finally {
      System.setProperty("user.home", home);
    }
  }

  @Test
  void anEmptyDataDirectoryIsRefused() {
    assertRefused(builder -> builder.dataDir(Path.of("")), "data directory must not be empty");
  }

  @Test
  void aUrlOrADataSourceMeansPostgres() {
    assertThat(StorageConfig.builder().url(URL).build().storage()).isEqualTo(StorageKind.POSTGRES);
    assertThat(StorageConfig.builder().dataSource(DATA_SOURCE).build().storage())
        .isEqualTo(StorageKind.POSTGRES);
  }

  @Test
  void postgresWithoutAUrlIsRefusedWithWhatToDo() {
    assertRefused(
        builder -> builder.storage(StorageKind.POSTGRES), "KECS_POSTGRES_URL", "postgres://");
  }

  @Test
  void anEmbeddedServerTakesNoUrl() {
    assertRefused(builder -> builder.storage(StorageKind.EMBEDDED).url(URL), "embedded");
    assertRefused(builder -> builder.storage(StorageKind.EMBEDDED).migrationUrl(URL), "embedded");
    assertRefused(
        builder -> builder.storage(StorageKind.EMBEDDED).dataSource(DATA_SOURCE), "embedded");
  }

  @Test
  void aUrlAndADataSourceExcludeEachOther() {
    assertRefused(builder -> builder.url(URL).dataSource(DATA_SOURCE), "data source");
  }

  @ParameterizedTest
  @CsvSource({
    "KECS_STORAGE, mysql, 'unknown storage ''mysql''; it must be one of embedded, postgres'",
    "KECS_MIGRATION_MODE, maybe, 'one of migrate, validate, none'",
    "KECS_POSTGRES_URL, localhost, postgres://",
    "KECS_MIGRATION_URL, postgres://db/k?sslmodus=x, sslmodus",
    "KECS_POOL_SIZE, many, whole number",
    "KECS_POOL_SIZE, 0, from 1 to 1000",
    "KECS_SCHEMA, pg_mine, identifier",
    "KECS_STATEMENT_TIMEOUT, 30, unit",
    "KECS_STATEMENT_TIMEOUT, PT30S, unit",
    "KECS_STATEMENT_TIMEOUT, 0s, 1 ms",
    "KECS_LOCK_TIMEOUT, 25h, 1 day",
    "KECS_POOL_TIMEOUT, 249ms, 250 ms",
    "KECS_CONNECT_TIMEOUT, -1s, unit",
  })
  void aValueThatIsNotAcceptableIsRefusedByItsVariable(String name, String value, String message) {
    assertRefused(builder -> builder.environment(Map.of(name, value)), name + ": ", message);
  }

  @Test
  void aUrlInTheWrongVariableIsNotRepeated() {
    assertThatThrownBy(
            () ->
                StorageConfig.builder()
                    .environment(Map.of("KECS_STORAGE", "postgres://ann:Geheim@db/kecs")))
        .hasMessageStartingWith("KECS_STORAGE: unknown storage;")
        .hasMessageNotContaining("Geheim");
  }

  @Test
  void kindsAndModesAreReadInAnyCaseWhateverTheLocale() {
    assertThat(MigrationMode.parse("VALIDATE")).isEqualTo(MigrationMode.VALIDATE);
    assertThat(MigrationMode.parse("migrate")).isEqualTo(MigrationMode.MIGRATE);
    assertThat(StorageKind.parse("Postgres")).isEqualTo(StorageKind.POSTGRES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Kecs",
        "1a",
        "a-b",
        "a b",
        "a\"",
        "ş",
        "pg_",
        "pg_catalog",
        "information_schema"
      })
  void aSchemaIsAPlainIdentifier(String schema) {
    assertRefused(builder -> builder.schema(schema), "schema");
  }

  @Test
  void aSchemasNameHasAsManyCharactersAsTheServerKeeps() {
    assertThat(StorageConfig.builder().schema("a".repeat(63)).build().schema()).hasSize(63);
    assertRefused(builder -> builder.schema("a".repeat(64)), "63");
  }

  @Test
  void theSocketTimeoutIsLongerThanTheStatementTimeout() {
    Duration minute = Duration.ofMinutes(1);

    assertThat(StorageConfig.builder().statementTimeout(minute).build().socketTimeout())
        .isGreaterThan(minute);
    assertRefused(
        builder -> builder.statementTimeout(minute).socketTimeout(minute), "socket timeout");
    assertRefused(
        builder -> builder.url(PostgresUrl.parse("postgres://db/kecs?socketTimeout=30")),
        "socket timeout");
  }

  @Test
  void timeoutsInTheUrlsOptionsAreRefused() {
    PostgresUrl url = PostgresUrl.parse("postgres://db/k?options=-c%20statement_timeout%3D1");

    assertRefused(builder -> builder.url(url), "KECS_STATEMENT_TIMEOUT");
    assertRefused(builder -> builder.migrationUrl(url), "KECS_STATEMENT_TIMEOUT");
  }

  @Test
  void aDurationOfAnyLengthIsAnsweredWithARefusal() {
    assertRefused(
        builder -> builder.statementTimeout(Duration.ofSeconds(Long.MAX_VALUE)), "statement");
    assertRefused(
        builder -> builder.statementTimeout(Duration.ofSeconds(Long.MIN_VALUE)), "statement");
  }

  @Test
  void theTextHasNoPassword() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setPassword("Geheim");

    assertThat(StorageConfig.builder().url(URL).migrationUrl(URL).build().toString())
        .contains("postgres://ann:***@db:5432/kecs", "schema=kecs")
        .doesNotContain("Geheim");
    assertThat(StorageConfig.builder().dataSource(dataSource).build().toString())
        .doesNotContain("Geheim");
  }

  private static void assertRefused(Consumer<StorageConfigBuilder> parts, String... messages) {
    assertThatThrownBy(
            () -> {
              StorageConfigBuilder builder = StorageConfig.builder();
              parts.accept(builder);
              builder.build();
            })
        .isInstanceOf(InvalidValueException.class)
        .message()
        .contains(messages);
  }
}
