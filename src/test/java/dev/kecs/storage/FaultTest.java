package dev.kecs.storage;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static dev.kecs.storage.test.Samples.cluster;
import static dev.kecs.storage.test.Samples.storedCluster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfigBuilder;
import dev.kecs.storage.ecs.Cluster;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.error.OutcomeUnknownException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.StorageTimeoutException;
import dev.kecs.storage.error.StorageUnavailableException;
import dev.kecs.storage.test.Await;
import dev.kecs.storage.test.ServerOfItsOwn;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.test.Wire;
import dev.kecs.storage.transaction.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What comes of servers, connections and locks that fail: a typed error, and no doubt but where it
 * says so.
 */
class FaultTest {
  private static TestDatabase database;
  private Wire wire;
  private Storage storage;

  @BeforeAll
  static void makeDatabase() {
    database = TestDatabase.create();
    StorageExtension.migrate(database);
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @BeforeEach
  void open() {
    database.empty(StorageExtension.SCHEMA, "kecs_schema_history");
    wire = Wire.to(database.server().address());
    storage = open(config());
  }

  @AfterEach
  void close() {
    wire.thaw();
    storage.close();
    wire.close();
  }

  private StorageConfigBuilder config() {
    return StorageExtension.config(database.url(Role.RUNNER, wire.address()))
        .maxPoolSize(2)
        .poolTimeout(Duration.ofMillis(750));
  }

  private static Storage open(StorageConfigBuilder config) {
    return Storage.open(config.build());
  }

  @Test
  void aBackendThatIsTerminatedInAUnitOfWorkTakesNothingWithIt() {
    try (Transaction transaction = storage.begin()) {
      transaction.clusters().create(cluster(CLUSTER));
      assertThat(database.terminate(Role.RUNNER)).isPositive();

      StorageException first =
          failed(
              StorageUnavailableException.class,
              () -> transaction.clusters().create(cluster("other")));
      StorageException later =
          failed(StorageException.class, () -> transaction.clusters().find(CLUSTER));
      assertThat(later).hasCause(first).hasMessageContaining(first.getMessage());
      assertThat(failed(StorageException.class, transaction::commit)).hasCause(first);
    }
    assertThat(stored()).isZero();
    assertRecovered();
  }

  @Test
  void aBackendThatIsTerminatedInNestedWorkIsTheFirstCauseOfWhatFollows() {
    failed(
        StorageException.class,
        () ->
            storage.inTransaction(
                stores -> {
                  stores.clusters().create(cluster(CLUSTER));
                  Throwable first =
                      catchThrowable(
                          () ->
                              stores.inTransaction(
                                  nested -> {
                                    database.terminate(Role.RUNNER);
                                    return nested.clusters().create(cluster("other"));
                                  }));
                  assertThat(first).isInstanceOf(StorageUnavailableException.class);
                  assertThat(failed(StorageException.class, () -> stores.clusters().find(CLUSTER)))
                      .hasCause(first);
                  return "done";
                }));

    assertThat(stored()).isZero();
    assertRecovered();
  }

  @Test
  void aBackendThatIsTerminatedBetweenWorkAndCommitLeavesNothing() {
    failed(
        OutcomeUnknownException.class,
        () ->
            storage.inTransaction(
                stores -> {
                  Cluster created = stores.clusters().create(cluster(CLUSTER));
                  database.terminate(Role.RUNNER);
                  return created;
                }));

    assertThat(stored()).isZero();
    assertRecovered();
  }

  @Test
  void aWriteThatIsCutBeforeTheServerSeesItHasAnUnknownOutcome() {
    wire.cutBefore("insert into");

    failed(OutcomeUnknownException.class, () -> storage.clusters().create(cluster(CLUSTER)));

    assertThat(stored()).isZero();
    assertRecovered();
  }

  @Test
  void aWriteThatIsCutAfterTheServerDidItHasAnUnknownOutcome() {
    wire.cutAfter("insert into");

    failed(OutcomeUnknownException.class, () -> storage.clusters().create(cluster(CLUSTER)));

    assertThat(stored()).isOne();
    assertRecovered();
  }

  @Test
  void aCommitThatIsCutBeforeTheServerSeesItHasAnUnknownOutcome() {
    wire.cutBefore("commit");

    failed(
        OutcomeUnknownException.class,
        () -> storage.inTransaction(stores -> stores.clusters().create(cluster(CLUSTER))));

    awaitRolledBack();
    assertThat(stored()).isZero();
    assertRecovered();
  }

  @Test
  void aCommitThatIsCutAfterTheServerDidItHasAnUnknownOutcome() {
    wire.cutAfter("commit");

    failed(
        OutcomeUnknownException.class,
        () -> storage.inTransaction(stores -> stores.clusters().create(cluster(CLUSTER))));

    assertThat(stored()).isOne();
    assertRecovered();
  }

  @Test
  void aModificationIsOfUnknownOutcomeOnlyOnceItIsCommitted() {
    storedCluster(storage);
    UnaryOperator<Cluster> change = cluster -> cluster.withStatus("CHANGED");

    wire.cutAfter("update");
    failed(StorageUnavailableException.class, () -> storage.clusters().modify(CLUSTER, change));
    assertThat(status()).isEqualTo("ACTIVE");

    assertRecovered();
    wire.cutAfter("commit");
    failed(OutcomeUnknownException.class, () -> storage.clusters().modify(CLUSTER, change));
    assertThat(status()).isEqualTo("CHANGED");
  }

  @Test
  void aReadThatIsCutFindsTheStorageUnavailable() {
    storedCluster(storage);
    wire.cutBefore("select");
    failed(StorageUnavailableException.class, () -> storage.clusters().find(CLUSTER));
    assertRecovered();

    wire.cutAfter("select");
    failed(StorageUnavailableException.class, () -> storage.clusters().find(CLUSTER));
    assertRecovered();
  }

  @Test
  void aUnitOfWorkThatIsCutBeforeItsCommitFindsTheStorageUnavailable() {
    wire.cutAfter("insert into");

    failed(
        StorageUnavailableException.class,
        () -> storage.inTransaction(stores -> stores.clusters().create(cluster(CLUSTER))));

    awaitRolledBack();
    assertThat(stored()).isZero();
    assertRecovered();
  }

  @Test
  void aNetworkThatIsCutBelowIdleConnectionsIsForgottenByThePool() {
    assertThat(storage.clusters().find(CLUSTER)).isEmpty();
    wire.cut();
    assertRecovered();
  }

  @Test
  void aWireThatFreezesEndsAReadWithinTheSocketTimeout() {
    try (Storage brief =
        open(
            config()
                .maxPoolSize(1)
                .statementTimeout(Duration.ofMillis(500))
                .socketTimeout(Duration.ofSeconds(1)))) {
      assertThat(brief.clusters().find(CLUSTER)).isEmpty();
      long begin = System.nanoTime();
      try (Transaction transaction = brief.begin()) {
        assertThat(transaction.clusters().find(CLUSTER)).isEmpty();
        wire.freeze();
        failed(StorageUnavailableException.class, () -> transaction.clusters().find(CLUSTER));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
      wire.thaw();
      Await.until("the pool has recovered", () -> succeeds(() -> brief.clusters().find(CLUSTER)));
    }
  }

  @Test
  void aServerThatRefusesConnectionsIsUnavailable() {
    wire.refuse();
    wire.cut();
    try {
      Throwable refused =
          failed(
              StorageUnavailableException.class,
              () -> {
                // The first calls may still find connections that the pool takes for alive.
                for (int i = 0; i < 3; i++) {
                  Throwable lost = catchThrowable(() -> storage.clusters().find(CLUSTER));
                  assertThat(lost).isInstanceOf(StorageUnavailableException.class);
                }
                storage.clusters().find(CLUSTER);
              });
      assertThat(refused).hasMessageContaining("cannot be reached");
    } finally {
      wire.accept();
    }
    assertRecovered();
  }

  @Test
  void aPoolThatIsExhaustedSaysSo() {
    try (Storage one = open(config().maxPoolSize(1).poolTimeout(Duration.ofMillis(250)));
        Transaction holder = one.begin()) {
      assertThat(holder.clusters().find(CLUSTER)).isEmpty();

      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> one.clusters().find(CLUSTER),
              () -> one.clusters().create(cluster(CLUSTER)),
              one::begin,
              one::health)) {
        assertThat(failed(StorageTimeoutException.class, call))
            .hasMessageContaining("no connection of the pool became free");
      }
      holder.commit();
      assertThat(one.clusters().find(CLUSTER)).isEmpty();
    }
    assertThat(stored()).isZero();
  }

  @Test
  void aLockThatIsNotGivenInTimeIsTimedOut() {
    Cluster held = storedCluster(storage);
    try (Storage brief = open(config().lockTimeout(Duration.ofMillis(150)));
        Transaction holder = storage.begin()) {
      holder.clusters().modify(CLUSTER, cluster -> cluster.withStatus("HELD"));

      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> brief.clusters().update(held),
              () -> brief.clusters().modify(CLUSTER, UnaryOperator.identity()),
              () -> brief.clusters().delete(CLUSTER))) {
        assertThat(failed(StorageTimeoutException.class, call)).hasMessageContaining("lock");
      }
      assertThat(brief.clusters().get(CLUSTER)).isEqualTo(held);
    }
  }

  @Test
  void aStatementThatTakesTooLongIsTimedOut() {
    Cluster held = storedCluster(storage);
    try (Storage brief = open(config().statementTimeout(Duration.ofMillis(150)));
        Transaction holder = storage.begin()) {
      holder.clusters().modify(CLUSTER, cluster -> cluster.withStatus("HELD"));

      assertThat(failed(StorageTimeoutException.class, () -> brief.clusters().update(held)))
          .hasMessageContaining("took too long");
      holder.rollback();
      assertThat(brief.clusters().update(held).status()).isEqualTo("ACTIVE");
    }
  }

  @Test
  void aLockTimeoutInNestedWorkLeavesTheOuterUsable() {
    storedCluster(storage);
    try (Storage brief = open(config().lockTimeout(Duration.ofMillis(150)));
        Transaction holder = storage.begin()) {
      holder.clusters().modify(CLUSTER, cluster -> cluster.withStatus("HELD"));

      brief.inTransaction(
          stores -> {
            failed(
                StorageTimeoutException.class,
                () -> stores.clusters().modify(CLUSTER, UnaryOperator.identity()));
            return stores.clusters().create(cluster("other"));
          });
    }
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void aRefusedRoleAndAMissingDatabaseAreNamedWithoutThePassword() {
    String url = database.url(Role.RUNNER);
    for (String wrong :
        List.of(
            url.replace(database.user(Role.RUNNER), "nobody"),
            url.replaceFirst("/" + database.name() + "(?=[?]|$)", "/none"))) {
      failed(StorageUnavailableException.class, () -> open(StorageExtension.config(wrong)));
    }
  }

  @Test
  void theLastErrorIsPartOfTheHealth() {
    assertThat(storage.health().lastError()).isNull();
    wire.cutBefore("select");
    StorageException lost =
        failed(StorageUnavailableException.class, () -> storage.clusters().find(CLUSTER));

    assertThat(storage.health().lastError()).isSameAs(lost);
  }

  @Test
  void theLastErrorIsTheFirstOfAUnitOfWorkNotThatOfItsRollback() {
    wire.cutBefore("insert into");
    StorageException lost =
        failed(
            StorageUnavailableException.class,
            () -> storage.inTransaction(stores -> stores.clusters().create(cluster(CLUSTER))));
    Await.until("the pool has recovered", () -> succeeds(storage::health));
    assertThat(storage.health().lastError()).isSameAs(lost);

    wire.cutBefore("commit");
    StorageException unknown =
        failed(
            OutcomeUnknownException.class,
            () -> storage.inTransaction(stores -> stores.clusters().create(cluster(CLUSTER))));
    Await.until("the pool has recovered", () -> succeeds(storage::health));
    assertThat(storage.health().lastError()).isSameAs(unknown);
  }

  @Test
  void aServerThatIsRestartedUnderLoadLosesNothingThatWasAcknowledged() throws Exception {
    try (ServerOfItsOwn server = ServerOfItsOwn.open();
        TestDatabase there = TestDatabase.create(server.server())) {
      StorageExtension.migrate(there);
      StorageConfigBuilder config =
          StorageExtension.config(there, Role.RUNNER)
              .maxPoolSize(4)
              .poolTimeout(Duration.ofMillis(500));
      try (Storage loaded = open(config)) {
        Load load = new Load(loaded);
        load.start(6);
        Await.until("the load is on", () -> load.acknowledged.size() > 50);
        server.restart();
        int restarted = load.acknowledged.size();
        Await.until("the pool has recovered", () -> load.acknowledged.size() > restarted + 50);
        load.stop();

        assertThat(load.unexpected).isEmpty();
        Set<String> rows = new HashSet<>();
        there
            .rows("SELECT split_part(arn, '/', 2) FROM " + StorageExtension.SCHEMA + ".clusters")
            .forEach(row -> rows.add((String) row.get(0)));
        assertThat(rows).containsAll(load.acknowledged);
        rows.removeAll(load.acknowledged);
        assertThat(load.unknown).containsAll(rows);
      }
    }
  }

  /** Threads that create one cluster after the other, and keep count of what they were told. */
  private static final class Load {
    private final Storage storage;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private final Set<Throwable> unexpected = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();

    Load(Storage storage) {
      this.storage = storage;
    }

    void start(int number) {
      for (int i = 0; i < number; i++) {
        String prefix = "load-" + i + "-";
        Thread thread = new Thread(() -> run(prefix), prefix);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
      }
    }

    void stop() throws InterruptedException {
      stopped.set(true);
      for (Thread thread : threads) {
        thread.join(30_000);
      }
    }

    private void run(String prefix) {
      for (int i = 0; !stopped.get(); i++) {
        Cluster next = cluster(ClusterArn.of(SCOPE, prefix + i));
        try {
          if (i % 2 == 0) {
            storage.clusters().create(next);
          } else {
            storage.inTransaction(stores -> stores.clusters().create(next));
          }
          acknowledged.add(next.arn().name());
        } catch (OutcomeUnknownException e) {
          unknown.add(next.arn().name());
        } catch (StorageUnavailableException | StorageTimeoutException e) {
          // Not written, and not to be found.
        } catch (Throwable e) {
          unexpected.add(e);
        }
      }
    }
  }

  private interface Call {
    Object run();
  }

  private static boolean succeeds(Call call) {
    try {
      call.run();
      return true;
    } catch (StorageException e) {
      assertSaysNothingSecret(e);
      return false;
    }
  }

  private void assertRecovered() {
    ClusterArn probe = ClusterArn.of(SCOPE, "probe");
    Await.until("the pool has recovered", () -> succeeds(() -> storage.clusters().find(probe)));
    assertThat(storage.health().activeConnections()).isZero();
  }

  /** A server may notice only later that a client is gone, and hold its transaction until then. */
  private static void awaitRolledBack() {
    Await.until(
        "the server has rolled back",
        () ->
            database.number(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND usename = ? AND state <> 'idle'",
                    database.user(Role.RUNNER))
                == 0);
  }

  private static long stored() {
    return database.number("SELECT count(*) FROM " + StorageExtension.SCHEMA + ".clusters");
  }

  private static String status() {
    return (String)
        database.rows("SELECT status FROM " + StorageExtension.SCHEMA + ".clusters").get(0).get(0);
  }

  /** Returns the error of a call, which must be of exactly that kind and tell no secret. */
  private static StorageException failed(
      Class<? extends StorageException> kind, ThrowingCallable call) {
    Throwable error = catchThrowable(call);
    assertThat(error).isExactlyInstanceOf(kind);
    assertSaysNothingSecret(error);
    return (StorageException) error;
  }

  private static void assertSaysNothingSecret(Throwable error) {
    String password = PostgresUrl.parse(database.url(Role.RUNNER)).password();
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof StorageException) {
        assertThat(e.getMessage()).doesNotContain(password);
        assertThat(e.getMessage().toLowerCase(Locale.ROOT))
            .doesNotContainPattern("select |insert into|update \"|delete from");
      }
    }
  }
}
