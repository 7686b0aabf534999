package dev.kecs.storage;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.cluster;
import static dev.kecs.storage.test.Samples.storedCluster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kecs.storage.ecs.Cluster;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.StorageTimeoutException;
import dev.kecs.storage.error.StorageUnavailableException;
import dev.kecs.storage.test.Await;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.transaction.Transaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the server's states mean to a caller: which exception, and whether the statement is tried
 * again.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error
 *     Codes</a>
 */
class SqlStateTest {
  private static final String SECRET = "another tenant's row";
  private static final int ATTEMPTS = 5;

  private static TestDatabase database;
  private static Storage storage;

  /** A trigger raises the state that a new cluster has for its status, and counts. */
  @BeforeAll
  static void makeDatabase() {
    database = TestDatabase.create();
    StorageExtension.migrate(database);
    execute("CREATE SEQUENCE %1$s.raised");
    execute("GRANT USAGE ON SEQUENCE %1$s.raised TO " + database.user(Role.RUNNER));
    execute(
        "CREATE FUNCTION %1$s.raise() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " PERFORM nextval('%1$s.raised');"
            + " RAISE EXCEPTION '%2$s' USING ERRCODE = NEW.status, DETAIL = '%2$s'; END $$");
    execute(
        "CREATE TRIGGER raise BEFORE INSERT ON %1$s.clusters FOR EACH ROW"
            + " WHEN (NEW.status <> 'ACTIVE') EXECUTE FUNCTION %1$s.raise()");
    storage = Storage.open(StorageExtension.config(database, Role.RUNNER).build());
  }

  @AfterAll
  static void dropDatabase() {
    storage.close();
    database.close();
  }

  @BeforeEach
  void empty() {
    database.empty(StorageExtension.SCHEMA, "kecs_schema_history");
    execute("ALTER SEQUENCE %1$s.raised RESTART");
  }

  private static void execute(String sql) {
    database.execute(sql.formatted(StorageExtension.SCHEMA, SECRET.replace("'", "''")));
  }

  @ParameterizedTest
  @CsvSource({
    "03000, StorageException",
    "08000, OutcomeUnknownException",
    "08003, StorageUnavailableException",
    "08006, OutcomeUnknownException",
    "08P01, OutcomeUnknownException",
    "09000, StorageException",
    "0A000, StorageException",
    "21000, StorageException",
    "22000, InvalidValueException",
    "22001, InvalidValueException",
    "22003, InvalidValueException",
    "22008, InvalidValueException",
    "22021, InvalidValueException",
    "22023, InvalidValueException",
    "22P02, InvalidValueException",
    "22P05, InvalidValueException",
    "2200H, StorageException",
    "23000, InvalidValueException",
    "23001, ReferenceNotFoundException",
    "23502, InvalidValueException",
    "23503, ReferenceNotFoundException",
    "23505, AlreadyExistsException",
    "23514, InvalidValueException",
    "23P01, AlreadyExistsException",
    "24000, StorageException",
    "25001, StorageException",
    "25006, StorageUnavailableException",
    "25P02, StorageException",
    "25P03, StorageTimeoutException",
    "25P04, StorageTimeoutException",
    "26000, StorageException",
    "27000, StorageException",
    "28000, PermissionDeniedException",
    "2F002, StorageException",
    "38000, StorageException",
    "3B001, StorageException",
    "3D000, StorageException",
    "3F000, StorageException",
    "40000, TransactionConflictException",
    "40001, TransactionConflictException",
    "40002, TransactionConflictException",
    "40003, OutcomeUnknownException",
    "40P01, TransactionConflictException",
    "42501, PermissionDeniedException",
    "42601, StorageException",
    "42703, StorageException",
    "42883, StorageException",
    "42P01, StorageException",
    "42P05, StorageException",
    "44000, StorageException",
    "53000, StorageUnavailableException",
    "53100, StorageUnavailableException",
    "53200, StorageUnavailableException",
    "53300, StorageUnavailableException",
    "53400, StorageUnavailableException",
    "54000, InvalidValueException",
    "54001, InvalidValueException",
    "55000, StorageException",
    "55006, StorageException",
    "55P03, StorageTimeoutException",
    "57000, StorageUnavailableException",
    "57014, StorageTimeoutException",
    "57P01, OutcomeUnknownException",
    "57P02, OutcomeUnknownException",
    "57P05, StorageUnavailableException",
    "58030, StorageException",
    "72000, TransactionConflictException",
    "F0000, StorageException",
    "HV000, StorageException",
    "P0001, StorageException",
    "XX000, StorageException",
    "XX001, StorageException"
  })
  void aStateIsOneException(String state, String exception) {
    Cluster raising = cluster(CLUSTER).withStatus(state);

    assertTells(exception, catchThrowable(() -> storage.clusters().create(raising)));
    // The driver may try once more by itself.
    assertThat(raised() == ATTEMPTS).isEqualTo(exception.equals("TransactionConflictException"));

    // A unit of work ends without a commit, so that its outcome is known.
    assertTells(
        exception.replace("OutcomeUnknown", "StorageUnavailable"),
        catchThrowable(() -> storage.inTransaction(unit -> unit.clusters().create(raising))));
  }

  private static long raised() {
    return database.number("SELECT last_value FROM " + StorageExtension.SCHEMA + ".raised");
  }

  private static void assertTells(String exception, Throwable error) {
    assertThat(error).isInstanceOf(StorageException.class);
    assertThat(error.getClass().getSimpleName()).isEqualTo(exception);
    assertThat(error.getMessage()).doesNotContain(SECRET).doesNotContainIgnoringCase("insert");
  }

  @Test
  void aUnitOfWorkThatTheServerEndedSinceItDidNothingIsTimedOut() {
    assertServerEnds("idle_in_transaction_session_timeout");
  }

  @Test
  void aUnitOfWorkThatTheServerEndedSinceItTookTooLongIsTimedOut() {
    assumeTrue(
        database.number("SELECT count(*) FROM pg_settings WHERE name = 'transaction_timeout'") > 0);
    assertServerEnds("transaction_timeout");
  }

  private static void assertServerEnds(String setting) {
    try (Storage brief = open("-c " + setting + "=200ms");
        Transaction transaction = brief.begin()) {
      transaction.clusters().create(cluster(CLUSTER));
      Await.until(
          "the server has ended the transaction",
          () ->
              database.number(
                      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                          + " AND state = 'idle in transaction'")
                  == 0);

      assertThat(catchThrowable(() -> transaction.clusters().find(CLUSTER)))
          .isExactlyInstanceOf(StorageTimeoutException.class)
          .hasMessageContaining(setting);
    }
    assertThat(storage.clusters().find(CLUSTER)).isEmpty();
  }

  @Test
  void aServerThatTakesNoWritesIsUnavailableForThemAlsoInAUnitOfWork() {
    storedCluster(storage);
    try (Storage readOnly = open("-c default_transaction_read_only=on")) {
      assertThat(catchThrowable(() -> readOnly.clusters().create(cluster("other"))))
          .isExactlyInstanceOf(StorageUnavailableException.class)
          .hasMessageContaining("takes no writes");
      assertThat(
              catchThrowable(
                  () -> readOnly.inTransaction(unit -> unit.clusters().create(cluster("other")))))
          .isExactlyInstanceOf(StorageUnavailableException.class)
          .hasMessageContaining("takes no writes");
      assertThat(readOnly.clusters().find(CLUSTER)).isPresent();
    }
  }

  private static Storage open(String options) {
    String url = database.url(Role.RUNNER);
    return Storage.open(
        StorageExtension.config(
                url
                    + (url.contains("?") ? "&" : "?")
                    + "targetServerType=any&options="
                    + options.replace(" ", "%20").replace("=", "%3D"))
            .build());
  }
}
