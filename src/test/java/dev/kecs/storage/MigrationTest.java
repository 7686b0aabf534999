package dev.kecs.storage;

import static dev.kecs.storage.test.StorageExtension.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.config.MigrationMode;
import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.config.StorageConfigBuilder;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.PermissionDeniedException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.internal.migrate.SchemaVersion;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationTest {
  private static final String OWN = SchemaVersion.OWN.toString();
  private static final int PROCESSES = 10;

  private TestDatabase database;

  @BeforeEach
  void makeDatabase() {
    database = TestDatabase.create();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void tenProcessesOpeningAnEmptyDatabaseAllSucceedWithOneMigration() throws Exception {
    List<OpeningProcess> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(
            OpeningProcess.start(database.url(Role.OWNER), SCHEMA, MigrationMode.MIGRATE));
      }
      for (OpeningProcess process : processes) {
        process.awaitReady();
      }
      for (OpeningProcess process : processes) {
        process.go();
      }
      for (OpeningProcess process : processes) {
        assertThat(process.output()).contains("opened " + OWN);
      }
    } finally {
      processes.forEach(OpeningProcess::close);
    }

    assertThat(history()).doesNotHaveDuplicates().startsWith("1.1").endsWith(OWN);
    assertThat(database.number("SELECT count(*) FROM " + SCHEMA + ".kecs_schema_history"))
        .as("each migration, and the schema that Flyway made")
        .isEqualTo(history().size() + 1L);
  }

  @Test
  void migratingTellsWhatItRanAndThatNothingIsLeft() {
    StorageConfig owner = config(Role.OWNER, MigrationMode.MIGRATE);

    List<String> pending = Storage.pendingMigrations(owner);

    assertThat(pending).first().isEqualTo("1.1 arn key");
    assertThat(database.number("SELECT count(*) FROM pg_namespace WHERE nspname = ?", SCHEMA))
        .as("telling changes nothing")
        .isZero();
    assertThat(Storage.migrate(owner)).isEqualTo(pending);
    assertThat(Storage.pendingMigrations(owner)).isEmpty();
    assertThat(Storage.migrate(owner)).isEmpty();
  }

  /** 1.10 follows 1.9: a version is no decimal number. */
  @ParameterizedTest
  @ValueSource(strings = {"1.10", "1.99"})
  void anOlderLibraryRunsOnANewerSchemaOfItsMajor(String version) {
    StorageExtension.migrate(database);
    installed(version);

    for (MigrationMode mode : MigrationMode.values()) {
      try (Storage storage = Storage.open(config(Role.RUNNER, mode))) {
        assertThat(storage.health().schemaVersion()).isEqualTo(version);
        assertThatCode(() -> storage.clusters().create(Samples.cluster("of-" + mode)))
            .doesNotThrowAnyException();
      }
    }
    assertThat(Storage.migrate(config(Role.OWNER, MigrationMode.MIGRATE))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.9", "2.1"})
  void aSchemaOfAnotherMajorIsRefusedTellingWhatToDo(String version) {
    StorageExtension.migrate(database);
    installed(version);
    StorageConfig migrating = config(Role.OWNER, MigrationMode.MIGRATE);
    StorageConfig validating = config(Role.RUNNER, MigrationMode.VALIDATE);

    for (Runnable refused :
        List.<Runnable>of(
            () -> Storage.open(migrating),
            () -> Storage.open(validating),
            () -> Storage.migrate(migrating),
            () -> Storage.pendingMigrations(migrating))) {
      assertThatThrownBy(refused::run)
          .isExactlyInstanceOf(StorageException.class)
          .hasMessageContaining(version)
          .hasMessageContaining(OWN)
          .hasMessageContaining(
              "use a kecs-storage made for major "
                  + version.substring(0, 1)
                  + ", or another schema")
          .hasMessageNotContaining("\n");
    }
    assertThat(history()).endsWith(version);
  }

  @Test
  void validatingWithoutASchemaIsRefusedTellingWhatToDo() {
    assertThatThrownBy(() -> Storage.open(config(Role.OWNER, MigrationMode.VALIDATE)))
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageContaining("none")
        .hasMessageContaining("kecs migrate");
    assertThat(database.number("SELECT count(*) FROM pg_namespace WHERE nspname = ?", SCHEMA))
        .isZero();
  }

  @Test
  void validatingAnOlderSchemaIsRefusedTellingWhatToDo() throws SQLException {
    migrateTo("1.3");

    assertThatThrownBy(() -> Storage.open(config(Role.OWNER, MigrationMode.VALIDATE)))
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageContaining("1.3")
        .hasMessageContaining(OWN)
        .hasMessageContaining("kecs migrate");
    assertThat(history()).endsWith("1.3");
  }

  @Test
  void leavingTheSchemaAloneOpensWithoutOne() {
    try (Storage storage = Storage.open(config(Role.OWNER, MigrationMode.NONE))) {
      assertThat(storage.health().schemaVersion()).isNull();
      assertThatThrownBy(() -> storage.clusters().get(Samples.CLUSTER))
          .isExactlyInstanceOf(StorageException.class)
          .hasMessageContaining("migrated");
    }
    assertThat(database.number("SELECT count(*) FROM pg_namespace WHERE nspname = ?", SCHEMA))
        .isZero();
  }

  /** What is in the way is found by the migration's last statement, when the table is there. */
  @Test
  void aMigrationThatFailsLeavesTheFormerSchemaWorking() throws SQLException {
    StorageConfig migrating = config(Role.OWNER, MigrationMode.MIGRATE);
    migrateTo("1.4");
    asOwner("CREATE TABLE " + SCHEMA + ".tasks_pod_uq ()");

    assertThatThrownBy(() -> Storage.open(migrating))
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageContaining(SCHEMA)
        .hasMessageContaining("1.5")
        .hasMessageNotContaining("CREATE")
        .hasMessageNotContaining("\n");

    assertThat(history()).endsWith("1.4");
    assertThat(database.rows("SELECT to_regclass(?)::text", SCHEMA + ".tasks").get(0).get(0))
        .isNull();
    try (Storage former = Storage.open(config(Role.OWNER, MigrationMode.NONE))) {
      Samples.storedCluster(former);
      former.services().create(Samples.service("web"));
      assertThat(former.services().find(Samples.CLUSTER, "web")).isPresent();
    }

    asOwner("DROP TABLE " + SCHEMA + ".tasks_pod_uq");
    try (Storage storage = Storage.open(migrating)) {
      assertThat(storage.health().schemaVersion()).isEqualTo(OWN);
      assertThat(storage.services().find(Samples.CLUSTER, "web")).isPresent();
      storage.tasks().create(Samples.task("t1", Samples.registered(storage, "app")));
    }
  }

  @Test
  void aRoleThatMayNotDefineIsToldWhoMay() {
    for (Runnable refused :
        List.<Runnable>of(
            () -> Storage.open(config(Role.RUNNER, MigrationMode.MIGRATE)),
            () -> Storage.migrate(config(Role.RUNNER, MigrationMode.MIGRATE)))) {
      assertThatThrownBy(refused::run)
          .isInstanceOf(PermissionDeniedException.class)
          .hasMessageContaining(SCHEMA)
          .hasMessageContaining("kecs migrate")
          .hasMessageContaining("migration URL");
    }
  }

  @Test
  void aRoleThatMayNotDefineMigratesByTheUrlOfOneThatMay() {
    StorageConfigBuilder config =
        StorageExtension.config(database, Role.RUNNER)
            .migrationMode(MigrationMode.MIGRATE)
            .migrationUrl(PostgresUrl.parse(database.url(Role.OWNER)));

    Storage.open(config.build()).close();
    Storage.grant(config.build(), database.user(Role.RUNNER));

    try (Storage storage = Storage.open(config.build())) {
      assertThat(Samples.storedCluster(storage).version()).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MIGRATE", "VALIDATE"})
  void aRoleThatWasGrantedNothingIsToldWhatToDo(MigrationMode mode) {
    Storage.migrate(config(Role.OWNER, MigrationMode.MIGRATE));

    assertThatThrownBy(() -> Storage.open(config(Role.RUNNER, mode)))
        .isInstanceOf(PermissionDeniedException.class)
        .hasMessageContaining("kecs migrate --grant-to");
  }

  @Test
  void whatRunningNeedsIsGrantedAndNoMore() {
    StorageExtension.migrate(database);

    for (String refused :
        List.of(
            "CREATE TABLE %s.more ()",
            "TRUNCATE %s.clusters",
            "DROP TABLE %s.clusters",
            "ALTER TABLE %s.clusters ADD more int",
            "CREATE TRIGGER more BEFORE INSERT ON %s.clusters EXECUTE FUNCTION"
                + " suppress_redundant_updates_trigger()",
            "DELETE FROM %s.kecs_schema_history",
            "UPDATE %s.kecs_schema_history SET success = false")) {
      assertThatThrownBy(() -> run(Role.RUNNER, refused.formatted(SCHEMA)))
          .as(refused)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
  }

  @Test
  void grantingToARoleThatDoesNotExistIsInvalid() {
    StorageExtension.migrate(database);

    assertThatThrownBy(
            () -> Storage.grant(config(Role.OWNER, MigrationMode.MIGRATE), "no \"such\" role"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("no \"such\" role");
  }

  @Test
  void grantingOnASchemaThatIsNotThereIsRefusedTellingWhatToDo() {
    assertThatThrownBy(
            () ->
                Storage.grant(
                    config(Role.OWNER, MigrationMode.MIGRATE), database.user(Role.RUNNER)))
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageContaining("kecs migrate");
  }

  @Test
  void onlyTheOwnerGrants() {
    StorageExtension.migrate(database);

    assertThatThrownBy(
            () ->
                Storage.grant(
                    config(Role.RUNNER, MigrationMode.MIGRATE), database.user(Role.READER)))
        .isInstanceOf(PermissionDeniedException.class);
  }

  @ParameterizedTest
  @EnumSource(MigrationMode.class)
  void openingWithNothingPendingLoadsNoFlyway(MigrationMode mode) throws Exception {
    StorageExtension.migrate(database);

    try (OpeningProcess process =
        OpeningProcess.start(database.url(Role.RUNNER), SCHEMA, mode, "-Xlog:class+load")) {
      process.awaitReady();
      process.go();
      List<String> output = process.output();

      assertThat(output).contains("opened " + OWN);
      assertThat(output).filteredOn(line -> line.contains("dev.kecs.storage.Pool ")).isNotEmpty();
      assertThat(output).filteredOn(line -> line.contains("org.flywaydb.core.Flyway ")).isEmpty();
    }
  }

  @Test
  void schemasOfOneDatabaseDoNotSeeEachOther() {
    StorageConfigBuilder owner =
        StorageExtension.config(database, Role.OWNER).migrationMode(MigrationMode.MIGRATE);
    try (Storage one = Storage.open(owner.schema("one").build());
        Storage two = Storage.open(owner.schema("two").build())) {
      Samples.storedCluster(one);

      assertThat(two.clusters().find(Samples.CLUSTER)).isEmpty();
      assertThatThrownBy(() -> two.clusters().delete(Samples.CLUSTER))
          .isInstanceOf(NotFoundException.class);
      Samples.storedCluster(two);
      two.clusters().delete(Samples.CLUSTER);
      assertThat(one.clusters().find(Samples.CLUSTER)).isPresent();
    }
  }

  @Test
  void aDatabaseThatIsNotUtf8IsRefused() throws SQLException {
    String ascii = database.name() + "_ascii";
    onServer(
        "CREATE DATABASE %s TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'"
            .formatted(ascii));
    try {
      onServer("GRANT CREATE ON DATABASE %s TO %s".formatted(ascii, database.user(Role.OWNER)));
      String url =
          database.url(Role.OWNER).replaceFirst("/" + database.name() + "(?=[?]|$)", "/" + ascii);

      assertThatThrownBy(
              () ->
                  Storage.open(
                      StorageExtension.config(url).migrationMode(MigrationMode.MIGRATE).build()))
          .isExactlyInstanceOf(StorageException.class)
          .hasMessageContaining("SQL_ASCII")
          .hasMessageContaining("UTF8");
    } finally {
      onServer("DROP DATABASE %s WITH (FORCE)".formatted(ascii));
    }
  }

  private StorageConfig config(Role role, MigrationMode mode) {
    return StorageExtension.config(database, role).migrationMode(mode).build();
  }

  /** As a library of that version would have left the database. */
  private void migrateTo(String version) throws SQLException {
    StorageConfig config = config(Role.OWNER, MigrationMode.MIGRATE);
    Flyway.configure()
        .dataSource(Pool.forMigrations(config, PostgresUrl.parse(database.url(Role.OWNER))))
        .locations("classpath:dev/kecs/storage/migration")
        .schemas(SCHEMA)
        .table("kecs_schema_history")
        .placeholderReplacement(false)
        .target(version)
        .loggers("slf4j")
        .load()
        .migrate();
  }

  /** As if a library of that version had been there. */
  private void installed(String version) {
    database.execute(
        ("INSERT INTO %1$s.kecs_schema_history (installed_rank, version, description, type, script,"
                + " checksum, installed_by, execution_time, success)"
                + " SELECT max(installed_rank) + 1, ?, 'later', 'SQL', 'later', 0, 'somebody', 0,"
                + " true FROM %1$s.kecs_schema_history")
            .formatted(SCHEMA),
        version);
  }

  private List<String> history() {
    return database
        .rows(
            "SELECT version FROM "
                + SCHEMA
                + ".kecs_schema_history WHERE version IS NOT NULL ORDER BY installed_rank")
        .stream()
        .map(row -> (String) row.get(0))
        .toList();
  }

  private void asOwner(String sql) throws SQLException {
    run(Role.OWNER, sql);
  }

  private void run(Role role, String sql) throws SQLException {
    try (Connection connection = database.connect(role);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void onServer(String sql) throws SQLException {
    try (Connection connection = database.server().connect(database.server().database());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
