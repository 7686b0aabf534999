package dev.kecs.storage.internal.migrate;

import static dev.kecs.storage.test.StorageExtension.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.kecs.storage.Storage;
import dev.kecs.storage.config.MigrationMode;
import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskQuery;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.StorageTimeoutException;
import dev.kecs.storage.error.StorageUnavailableException;
import dev.kecs.storage.page.Pages;
import dev.kecs.storage.test.Race;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.test.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The next version of the library, with one more migration, on a database of this version. */
class MigrationsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String NEXT = "1.1000 task notes";
  private static final String ADD_COLUMN = "ALTER TABLE tasks ADD COLUMN note text;";

  /** Ends the sessions of the same role, but its own. */
  private static final String END_SESSIONS =
      "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
          + " WHERE usename = current_user AND pid <> pg_backend_pid();\n";

  @TempDir private Path added;
  private TestDatabase database;

  @BeforeEach
  void migrateToThisVersion() {
    database = TestDatabase.create();
    StorageExtension.migrate(database);
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void othersGoOnWhileAMigrationWaitsForALock() throws Exception {
    int threads = 3;
    int each = 200;
    nextVersionRuns(ADD_COLUMN);
    try (Storage storage = Storage.open(StorageExtension.config(database, Role.RUNNER).build());
        Connection reader = database.connect(Role.OWNER);
        Statement statement = reader.createStatement()) {
      Samples.storedCluster(storage);
      TaskDefinitionArn definition = Samples.registered(storage, "app");
      reader.setAutoCommit(false);
      statement.execute("SELECT count(*) FROM " + SCHEMA + ".tasks");

      CountDownLatch working = new CountDownLatch(threads);
      Race<Object> race =
          Race.of(
              threads + 2,
              number -> {
                if (number == threads) {
                  return nextVersion().migrate();
                }
                if (number > threads) {
                  working.await();
                  assertThat(hasNote()).isFalse();
                  database.awaitWaitingForLocks(1);
                  reader.commit();
                  return "released";
                }
                database.awaitWaitingForLocks(1);
                for (int i = 0; i < each; i++) {
                  storage.tasks().create(Samples.task("t" + number + "-" + i, definition));
                }
                working.countDown();
                return number;
              });

      assertThat(race.failures()).isEmpty();
      assertThat(race.results()).containsExactlyInAnyOrder(0, 1, 2, List.of(NEXT), "released");
      assertThat(hasNote()).isTrue();
      TaskQuery all = TaskQuery.of(Samples.CLUSTER);
      assertThat(Pages.stream(page -> storage.tasks().list(all, page), 1000))
          .hasSize(threads * each);
      assertThat(storage.tasks().create(Samples.task("after", definition)).version()).isNotNull();
    }
  }

  @Test
  void aLockThatIsNeverReleasedEndsTheMigrationTellingWhatToLookFor() throws Exception {
    nextVersionRuns(ADD_COLUMN);
    try (Connection reader = database.connect(Role.OWNER);
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT count(*) FROM " + SCHEMA + ".tasks");

      assertThatThrownBy(() -> nextVersion(Duration.ofMillis(1)).migrate())
          .isExactlyInstanceOf(StorageTimeoutException.class)
          .hasMessageContaining("migration " + NEXT)
          .hasMessageContaining("pg_stat_activity")
          .hasMessageNotContaining("ALTER");
      assertThat(hasNote()).isFalse();
    }
    assertThat(nextVersion().migrate()).containsExactly(NEXT);
  }

  @Test
  void aMigrationOutsideOfATransactionThatFailedRunsAgain() throws Exception {
    nextVersionRuns(
        """
        DROP INDEX CONCURRENTLY IF EXISTS clusters_one_status_uq;
        CREATE UNIQUE INDEX CONCURRENTLY clusters_one_status_uq ON clusters (status);
        """);
    try (Storage storage = Storage.open(StorageExtension.config(database, Role.RUNNER).build())) {
      storage.clusters().create(Samples.cluster("one"));
      storage.clusters().create(Samples.cluster("two"));
      assertThatThrownBy(() -> nextVersion().migrate())
          .isExactlyInstanceOf(StorageException.class)
          .hasMessageContaining("SQLSTATE 23505 in line 2 of V1.1000__task_notes.sql");

      storage.clusters().delete(Samples.cluster("two").arn());
    }

    assertThat(nextVersion().pending()).containsExactly(NEXT);
    assertThat(nextVersion().migrate()).containsExactly(NEXT);
    assertThat(nextVersion().pending()).isEmpty();
  }

  @Test
  void aMigrationThatFailsIsToldByItsLine() throws Exception {
    nextVersionRuns(ADD_COLUMN + "\n\nSELECT 1 / 0 AS secret;");

    assertThatThrownBy(() -> nextVersion().migrate())
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageContaining(SCHEMA)
        .hasMessageContaining("migration " + NEXT + " failed with SQLSTATE 22012")
        .hasMessageContaining("in line 3 of V1.1000__task_notes.sql")
        .hasMessageNotContaining("secret")
        .cause()
        .isInstanceOf(SQLException.class);
    assertThat(hasNote()).isFalse();
  }

  /** The session that holds the lock is ended, so it cannot be released. */
  @Test
  void whatFailsAfterwardsHidesNoSuccess() throws Exception {
    nextVersionRuns(ADD_COLUMN + END_SESSIONS);

    assertThat(nextVersion().migrate()).containsExactly(NEXT);
    assertThat(hasNote()).isTrue();
  }

  @Test
  void whatFailsAfterwardsHidesNoFailure() throws Exception {
    nextVersionRuns(END_SESSIONS + "SELECT 1 / 0;");

    assertThatThrownBy(() -> nextVersion().migrate())
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageContaining("SQLSTATE 22012")
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed()).hasAtLeastOneElementOfType(SQLException.class));
  }

  /** Flyway has a lock of its own, which it releases first. */
  @Test
  void aConnectionThatIsLostAfterTheLastMigrationHidesNoSuccess() throws Exception {
    nextVersionRuns(ADD_COLUMN);
    try (Wire wire = Wire.to(database.server().address())) {
      wire.cutBefore("pg_advisory_unlock");

      assertThat(migrations(source(database.url(Role.OWNER, wire.address())), MINUTE).migrate())
          .containsExactly(NEXT);
    }
  }

  @Test
  void aConnectionThatIsLostDuringAMigrationIsUnavailable() throws Exception {
    nextVersionRuns(ADD_COLUMN);
    try (Wire wire = Wire.to(database.server().address())) {
      wire.cutBefore("ADD COLUMN");

      assertThatThrownBy(
              () -> migrations(source(database.url(Role.OWNER, wire.address())), MINUTE).migrate())
          .isExactlyInstanceOf(StorageUnavailableException.class)
          .hasMessageContaining("migration " + NEXT);
    }
    assertThat(nextVersion().migrate()).containsExactly(NEXT);
  }

  @Test
  void aStatementThatTakesTooLongIsTimedOut() throws Exception {
    nextVersionRuns("SELECT pg_sleep(60);");
    PGSimpleDataSource hurried = source(database.url(Role.OWNER));
    hurried.setOptions("-c statement_timeout=500");

    assertThatThrownBy(() -> migrations(hurried, MINUTE).migrate())
        .isExactlyInstanceOf(StorageTimeoutException.class)
        .hasMessageContaining("migration " + NEXT);
  }

  @Test
  void aServerThatTakesNoWritesIsUnavailable() throws Exception {
    nextVersionRuns(ADD_COLUMN);
    PGSimpleDataSource reading = source(database.url(Role.OWNER));
    reading.setOptions("-c default_transaction_read_only=on");

    assertThatThrownBy(() -> migrations(reading, MINUTE).migrate())
        .isExactlyInstanceOf(StorageUnavailableException.class);
  }

  @Test
  void aPoolThatIsTooSmallIsTimedOut() throws Exception {
    nextVersionRuns(ADD_COLUMN);
    HikariConfig config = new HikariConfig();
    config.setDataSource(source(database.url(Role.OWNER)));
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(250);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      assertThatThrownBy(() -> migrations(pool, MINUTE).migrate())
          .isExactlyInstanceOf(StorageTimeoutException.class)
          .hasMessageContaining("pool");
    }
    assertThat(hasNote()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UPDATE %s SET checksum = 7 WHERE version = '1.3' | 1.3 task definitions ran with another text
          DELETE FROM %s WHERE version = '1.3'             | 1.3 task definitions did not run
          UPDATE %s SET version = '1.0' WHERE version = '1.1' | 1.0 arn key is not one of its migrations
          """)
  void aMigrationThatDiffersIsNamed(String change, String difference) throws Exception {
    nextVersionRuns(ADD_COLUMN);
    database.execute(change.formatted(SCHEMA + "." + Installed.HISTORY));

    assertThatThrownBy(() -> nextVersion().migrate())
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageContaining(SCHEMA)
        .hasMessageContaining(difference)
        .hasMessageContaining("use the version that migrated it, or another schema");
    assertThat(hasNote()).isFalse();
  }

  @Test
  void aSchemaThatHoldsTablesOfOthersIsRefusedNamingOne() throws Exception {
    try (Connection owner = database.connect(Role.OWNER);
        Statement statement = owner.createStatement()) {
      statement.execute("CREATE SCHEMA shop");
      statement.execute("CREATE TABLE shop.customers ()");
    }

    assertThatThrownBy(
            () ->
                Storage.open(
                    StorageExtension.config(database, Role.OWNER)
                        .schema("shop")
                        .migrationMode(MigrationMode.MIGRATE)
                        .build()))
        .isExactlyInstanceOf(StorageException.class)
        .hasMessageContaining("the schema shop was not made by kecs-storage")
        .hasMessageContaining("customers")
        .hasMessageContaining("another schema");
  }

  private void nextVersionRuns(String sql) throws IOException {
    Files.writeString(added.resolve("V1.1000__task_notes.sql"), sql);
  }

  private Migrations nextVersion() {
    return nextVersion(MINUTE);
  }

  private Migrations nextVersion(Duration timeout) {
    return migrations(source(database.url(Role.OWNER)), timeout);
  }

  private Migrations migrations(DataSource owner, Duration timeout) {
    return new Migrations(
        owner,
        SCHEMA,
        timeout,
        SchemaVersion.parse("1.1000"),
        List.of(Migrations.LOCATION, "filesystem:" + added));
  }

  private static PGSimpleDataSource source(String url) {
    PostgresUrl parsed = PostgresUrl.parse(url);
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(parsed.jdbcUrl());
    source.setUser(parsed.user());
    source.setPassword(parsed.password());
    return source;
  }

  private boolean hasNote() {
    return database.number(
            "SELECT count(*) FROM pg_attribute WHERE attrelid = ?::regclass AND attname = 'note'",
            SCHEMA + ".tasks")
        > 0;
  }
}
