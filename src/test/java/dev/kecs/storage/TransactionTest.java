package dev.kecs.storage;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.NAME;
import static dev.kecs.storage.test.Samples.SCOPE;
import static dev.kecs.storage.test.Samples.cluster;
import static dev.kecs.storage.test.Samples.registered;
import static dev.kecs.storage.test.Samples.service;
import static dev.kecs.storage.test.Samples.storedCluster;
import static dev.kecs.storage.test.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.ecs.Cluster;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ClusterQuery;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskSet;
import dev.kecs.storage.ecs.TaskSetArn;
import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.PermissionDeniedException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.ResourceInUseException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.StorageTimeoutException;
import dev.kecs.storage.error.TransactionConflictException;
import dev.kecs.storage.error.VersionConflictException;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.Resources;
import dev.kecs.storage.test.Await;
import dev.kecs.storage.test.Race;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.transaction.Stores;
import dev.kecs.storage.transaction.Transaction;
import dev.kecs.storage.transaction.TransactionOptions;
import dev.kecs.storage.transaction.TransactionOptions.Isolation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(StorageExtension.class)
class TransactionTest {
  private static final TransactionOptions READ_ONLY = TransactionOptions.DEFAULT.withReadOnly();
  private static final TransactionOptions SERIALIZABLE =
      TransactionOptions.DEFAULT.withIsolation(Isolation.SERIALIZABLE);

  private static final ClusterArn OTHER = ClusterArn.of(SCOPE, "other");

  private final Storage storage;

  TransactionTest(Storage storage) {
    this.storage = storage;
  }

  private static final ServiceArn SERVICE = ServiceArn.of(CLUSTER, NAME);
  private static final TaskSetArn TASK_SET = TaskSetArn.of(SERVICE, NAME);

  /** A unit of work over all stores, which leaves one row in each table. */
  private static final List<Consumer<Stores>> STEPS =
      Stream.concat(
              Resources.all().<Consumer<Stores>>map(each -> stores -> each.store(stores, 0)),
              Stream.<Consumer<Stores>>of(
                  stores -> stores.tags().tag(TASK_SET, Map.of("team", "shop")),
                  stores -> stores.taskSets().setPrimary(TASK_SET),
                  stores -> stores.services().modify(SERVICE, web -> web.withDesiredCount(3)),
                  stores -> stores.tasks().stopAll(CLUSTER, "done")))
          .toList();

  @Test
  void aUnitOfWorkOverAllStoresTakesEffectAsAWhole() {
    storage.inTransaction(
        stores -> {
          STEPS.forEach(step -> step.accept(stores));
          assertThat(storedRowsOf(stores)).isOne();
          return stores;
        });

    assertThat(storage.inventory())
        .allSatisfy((table, rows) -> assertThat(rows).as(table).isEqualTo(1));
    assertThat(storage.services().get(SERVICE).desiredCount()).isEqualTo(3);
    assertThat(storage.tasks().get(TaskArn.of(CLUSTER, NAME)).lastStatus()).isEqualTo(Task.STOPPED);
    assertThat(storage.taskSets().get(TASK_SET).status()).isEqualTo(TaskSet.PRIMARY);
    assertThat(storage.tags().tags(TASK_SET)).isEqualTo(Map.of("team", "shop"));
  }

  static IntStream steps() {
    return IntStream.rangeClosed(1, STEPS.size());
  }

  private static int storedRowsOf(Stores stores) {
    return stores.clusters().list(ClusterQuery.of(SCOPE), PageRequest.first()).items().size();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aUnitOfWorkThatFailsAfterAnyStepLeavesNothing(int steps) {
    IllegalArgumentException failure = new IllegalArgumentException("the caller's own");

    assertThatThrownBy(
            () ->
                storage.inTransaction(
                    stores -> {
                      STEPS.subList(0, steps).forEach(step -> step.accept(stores));
                      throw failure;
                    }))
        .isSameAs(failure);

    assertThat(storage.inventory().values()).containsOnly(0L);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aUnitOfWorkInWhichTheServerRefusesAnyStepLeavesNothing(int steps) {
    assertThatThrownBy(
            () ->
                storage.inTransaction(
                    stores -> {
                      STEPS.subList(0, steps).forEach(step -> step.accept(stores));
                      return stores.services().create(service(ServiceArn.of(OTHER, "web")));
                    }))
        .isInstanceOf(ReferenceNotFoundException.class);

    assertThat(storage.inventory().values()).containsOnly(0L);
  }

  @Test
  void anErrorOfTheCallbackRollsBackToo() {
    assertThatThrownBy(
            () ->
                storage.inTransaction(
                    stores -> {
                      stores.clusters().create(cluster(CLUSTER));
                      throw new AssertionError("stop");
                    }))
        .isInstanceOf(AssertionError.class);

    assertThat(storage.inventory().values()).containsOnly(0L);
  }

  @Test
  void nobodyElseSeesAUnitOfWorkBeforeItIsCommitted() {
    try (Transaction transaction = storage.begin()) {
      transaction.clusters().create(cluster(CLUSTER));
      assertThat(transaction.clusters().find(CLUSTER)).isPresent();
      assertThat(storage.clusters().find(CLUSTER)).isEmpty();
      transaction.commit();
    }
    assertThat(storage.clusters().find(CLUSTER)).isPresent();
  }

  @Test
  void nestedWorkThatFailsIsUndoneAlone() {
    storage.inTransaction(
        stores -> {
          stores.clusters().create(cluster("outer"));
          stores.inTransaction(nested -> nested.clusters().create(cluster("kept")));
          assertThatThrownBy(
                  () ->
                      stores.inTransaction(
                          nested -> {
                            nested.clusters().create(cluster("undone"));
                            nested.inTransaction(
                                innermost -> innermost.clusters().create(cluster("undone-too")));
                            return nested.services().create(service(ServiceArn.of(OTHER, "web")));
                          }))
              .isInstanceOf(ReferenceNotFoundException.class);
          return stores.clusters().create(cluster("after"));
        });

    assertThat(names()).containsExactlyInAnyOrder("outer", "kept", "after");
  }

  @Test
  void nestedWorkIsUndoneWithTheOuter() {
    try (Transaction transaction = storage.begin()) {
      transaction.inTransaction(nested -> nested.clusters().create(cluster(CLUSTER)));
      transaction.rollback();
    }

    assertThat(names()).isEmpty();
  }

  @Test
  void whatZeroRowsTellLeavesTheUnitUsable() {
    Cluster read = storedCluster(storage);
    storage.clusters().modify(CLUSTER, cluster -> cluster.withStatus("PROVISIONING"));
    TaskDefinitionArn definition = registered(storage, "web");
    storage.tasks().create(task("one", definition));

    storage.inTransaction(
        stores -> {
          assertThatThrownBy(() -> stores.clusters().get(OTHER))
              .isInstanceOf(NotFoundException.class);
          assertThatThrownBy(() -> stores.clusters().delete(OTHER))
              .isInstanceOf(NotFoundException.class);
          assertThatThrownBy(() -> stores.clusters().modify(OTHER, UnaryOperator.identity()))
              .isInstanceOf(NotFoundException.class);
          assertThatThrownBy(() -> stores.clusters().update(read))
              .isInstanceOf(VersionConflictException.class);
          assertThatThrownBy(() -> stores.clusters().create(cluster(CLUSTER)))
              .isInstanceOf(AlreadyExistsException.class);
          assertThatThrownBy(() -> stores.tasks().create(task("one", definition)))
              .isInstanceOf(AlreadyExistsException.class);
          assertThatThrownBy(
                  () ->
                      stores
                          .tasks()
                          .createAll(List.of(task("two", definition), task("one", definition))))
              .isInstanceOf(AlreadyExistsException.class)
              .hasMessageContaining("/one");
          assertThatThrownBy(
                  () -> stores.tasks().createAll(List.of(task(TaskArn.of(OTHER, "x"), definition))))
              .isInstanceOf(ReferenceNotFoundException.class);
          assertThatThrownBy(() -> stores.clusters().delete(CLUSTER))
              .isInstanceOf(ResourceInUseException.class);
          assertThatThrownBy(() -> stores.taskDefinitions().delete(definition))
              .isInstanceOf(ResourceInUseException.class);
          return stores.clusters().create(cluster(OTHER));
        });

    assertThat(names()).containsExactlyInAnyOrder("main", "other");
    assertThat(storage.tasks().find(TaskArn.of(CLUSTER, "two"))).isEmpty();
  }

  @Test
  void afterAnErrorOfTheServerLaterCallsNameTheFirstOne() {
    storedCluster(storage);
    try (Transaction transaction = storage.begin()) {
      transaction.clusters().create(cluster(OTHER));
      ReferenceNotFoundException first =
          assertRefused(() -> transaction.services().create(dangling("first")));

      for (Runnable later :
          List.<Runnable>of(
              () -> transaction.clusters().find(CLUSTER),
              () -> transaction.services().create(dangling("second")),
              () -> transaction.inTransaction(nested -> nested.clusters().find(CLUSTER)),
              transaction::commit)) {
        assertThatThrownBy(later::run)
            .isExactlyInstanceOf(StorageException.class)
            .hasMessageContaining("can only be rolled back")
            .hasMessageContaining(first.getMessage())
            .hasCause(first);
      }
    }

    assertThat(storage.clusters().find(OTHER)).isEmpty();
  }

  @Test
  void anErrorThatTheCallbackHidesIsNotCommittedOver() {
    assertThatThrownBy(
            () ->
                storage.inTransaction(
                    stores -> {
                      stores.clusters().create(cluster(CLUSTER));
                      assertRefused(
                          () -> stores.services().create(service(ServiceArn.of(OTHER, "web"))));
                      return "done";
                    }))
        .isExactlyInstanceOf(StorageException.class)
        .hasCauseInstanceOf(ReferenceNotFoundException.class);

    assertThat(names()).isEmpty();
  }

  @Test
  void theStoragesOwnStoresAreRefusedToTheThreadThatRunsAUnitOfWork() {
    storedCluster(storage);
    List<Runnable> own =
        List.of(
            () -> storage.clusters().find(CLUSTER),
            () -> storage.tasks().countByStatus(CLUSTER),
            () -> storage.clusters().delete(CLUSTER),
            () -> storage.clusters().modify(CLUSTER, UnaryOperator.identity()),
            () -> storage.inTransaction(stores -> stores.clusters().find(CLUSTER)),
            () -> storage.begin().close(),
            storage::health,
            storage::inventory);

    storage.inTransaction(stores -> assertRefusedToThisThread(own));
    storage.inTransaction(stores -> stores.inTransaction(nested -> assertRefusedToThisThread(own)));
    storage
        .clusters()
        .modify(CLUSTER, cluster -> during(cluster, () -> assertRefusedToThisThread(own)));
    try (Transaction transaction = storage.begin()) {
      transaction
          .clusters()
          .modify(CLUSTER, cluster -> during(cluster, () -> assertRefusedToThisThread(own)));
    }

    assertThat(storage.clusters().find(CLUSTER)).isPresent();
  }

  @Test
  void anotherThreadMayUseTheStoragesOwnStoresMeanwhile() {
    storedCluster(storage);

    storage.inTransaction(
        stores -> {
          stores.clusters().create(cluster(OTHER));
          return assertThat(
                  CompletableFuture.supplyAsync(() -> storage.clusters().find(OTHER))
                      .orTimeout(30, TimeUnit.SECONDS)
                      .join())
              .isEmpty();
        });

    assertThat(storage.clusters().find(OTHER)).isPresent();
  }

  @Test
  void aThreadHasItsStoresBackAfterAUnitOfWorkThatFailed() {
    assertThatThrownBy(
            () ->
                storage.inTransaction(
                    stores -> {
                      throw new IllegalArgumentException();
                    }))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(storage.clusters().find(CLUSTER)).isEmpty();
  }

  @Test
  void aTransactionIsBoundToNoThread() throws Exception {
    try (Transaction transaction = storage.begin()) {
      transaction.clusters().create(cluster("here"));
      CompletableFuture.runAsync(
              () -> {
                transaction.clusters().create(cluster("there"));
                transaction.commit();
              })
          .get(30, TimeUnit.SECONDS);
    }

    assertThat(names()).containsExactlyInAnyOrder("here", "there");
  }

  @Test
  void aTransactionClosedWithoutACommitIsRolledBack() {
    try (Transaction transaction = storage.begin()) {
      transaction.clusters().create(cluster(CLUSTER));
    }

    assertThat(names()).isEmpty();
  }

  @Test
  void rollingBackOrClosingAfterTheEndDoesNothing() {
    Transaction transaction = storage.begin();
    transaction.clusters().create(cluster(CLUSTER));
    transaction.commit();
    transaction.rollback();
    transaction.close();
    transaction.close();

    assertThat(names()).containsExactly("main");
  }

  @Test
  void aTransactionThatHasEndedTakesNoMore() {
    Transaction committed = storage.begin();
    committed.commit();
    Transaction rolledBack = storage.begin();
    rolledBack.rollback();
    Stores escaped = storage.inTransaction(stores -> stores);

    for (Runnable late :
        List.<Runnable>of(
            committed::commit,
            () -> committed.clusters().find(CLUSTER),
            () -> committed.inTransaction(stores -> "nested"),
            rolledBack::commit,
            () -> rolledBack.clusters().create(cluster(CLUSTER)),
            () -> escaped.clusters().create(cluster(CLUSTER)),
            () -> escaped.inTransaction(stores -> "nested"))) {
      assertThatThrownBy(late::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ended");
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void readCommittedSeesWhatIsCommittedMeanwhile() {
    try (Transaction transaction = storage.begin()) {
      assertThat(transaction.clusters().find(CLUSTER)).isEmpty();
      storedCluster(storage);
      assertThat(transaction.clusters().find(CLUSTER)).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"REPEATABLE_READ", "SERIALIZABLE"})
  void aSnapshotDoesNotSeeWhatIsCommittedMeanwhile(Isolation isolation) {
    try (Transaction transaction =
        storage.begin(TransactionOptions.DEFAULT.withIsolation(isolation))) {
      assertThat(transaction.clusters().find(CLUSTER)).isEmpty();
      storedCluster(storage);
      assertThat(transaction.clusters().find(CLUSTER)).isEmpty();
      assertThat(transaction.clusters().list(ClusterQuery.of(SCOPE), PageRequest.first()).items())
          .isEmpty();
    }
  }

  @Test
  void aSnapshotLosesAgainstAChangeThatItDoesNotSee() {
    storedCluster(storage);
    try (Transaction transaction =
        storage.begin(TransactionOptions.DEFAULT.withIsolation(Isolation.REPEATABLE_READ))) {
      Cluster read = transaction.clusters().get(CLUSTER);
      storage.clusters().modify(CLUSTER, cluster -> cluster.withStatus("PROVISIONING"));

      assertThatThrownBy(() -> transaction.clusters().update(read.withStatus("FAILED")))
          .isInstanceOf(TransactionConflictException.class);
    }
    assertThat(storage.clusters().get(CLUSTER).status()).isEqualTo("PROVISIONING");
  }

  @Test
  void ofTwoSerializableUnitsThatReadWhatTheOtherWritesOneIsRefused() {
    CyclicBarrier bothHaveRead = new CyclicBarrier(2);

    Race<Object> race =
        Race.of(
            2,
            number ->
                storage.inTransaction(
                    SERIALIZABLE,
                    stores -> createTheOnly(number, stores, () -> await(bothHaveRead))));

    assertThat(race.results()).hasSize(1);
    assertThat(race.failures())
        .hasSize(1)
        .hasOnlyElementsOfType(TransactionConflictException.class);
    assertThat(names()).hasSize(1);
  }

  @Test
  void aUnitThatLostAConflictRunsAgainWhereThatIsAskedFor() {
    CyclicBarrier bothHaveRead = new CyclicBarrier(2);
    AtomicInteger runs = new AtomicInteger();

    Race<Object> race =
        Race.of(
            2,
            number -> {
              AtomicInteger ownRuns = new AtomicInteger();
              return storage.inTransaction(
                  SERIALIZABLE.withRetries(10),
                  stores -> {
                    runs.incrementAndGet();
                    boolean first = ownRuns.getAndIncrement() == 0;
                    return createTheOnly(
                        number, stores, first ? () -> await(bothHaveRead) : () -> {});
                  });
            });

    assertThat(race.failures()).isEmpty();
    assertThat(race.results()).containsExactlyInAnyOrder("created", "there is one");
    assertThat(runs).hasValue(3);
    assertThat(names()).hasSize(1);
  }

  @Test
  void aUnitIsRunAgainAsOftenAsIsAskedForAndNoMore() {
    AtomicInteger runs = new AtomicInteger();

    assertThatThrownBy(
            () ->
                storage.inTransaction(
                    TransactionOptions.DEFAULT.withRetries(3),
                    stores -> {
                      runs.incrementAndGet();
                      throw new TransactionConflictException("again");
                    }))
        .isInstanceOf(TransactionConflictException.class);

    assertThat(runs).hasValue(4);
  }

  @Test
  void aUnitThatFailedOtherwiseIsNotRunAgain() {
    AtomicInteger runs = new AtomicInteger();

    assertThatThrownBy(
            () ->
                storage.inTransaction(
                    TransactionOptions.DEFAULT.withRetries(3),
                    stores -> {
                      runs.incrementAndGet();
                      return stores.clusters().get(CLUSTER);
                    }))
        .isInstanceOf(NotFoundException.class);

    assertThat(runs).hasValue(1);
  }

  @Test
  void ofTwoUnitsThatWaitForEachOtherOneIsRefusedAndItsRetrySucceeds() {
    storage.clusters().create(cluster("0"));
    storage.clusters().create(cluster("1"));
    CyclicBarrier bothHaveOne = new CyclicBarrier(2);
    AtomicInteger runs = new AtomicInteger();

    Race<Object> race =
        Race.of(
            2,
            number -> {
              AtomicInteger ownRuns = new AtomicInteger();
              return storage.inTransaction(
                  TransactionOptions.DEFAULT.withRetries(10),
                  stores -> {
                    runs.incrementAndGet();
                    touch(stores, number);
                    if (ownRuns.getAndIncrement() == 0) {
                      await(bothHaveOne);
                    }
                    return touch(stores, 1 - number);
                  });
            });

    assertThat(race.failures()).isEmpty();
    assertThat(runs).hasValue(3);
    assertThat(storage.clusters().list(ClusterQuery.of(SCOPE), PageRequest.first()).items())
        .extracting(Cluster::status)
        .containsOnly("TOUCHEDTOUCHED");
  }

  @Test
  void aReadOnlyUnitReadsAndRefusesToWrite() {
    storedCluster(storage);
    TaskDefinitionArn definition = registered(storage, "web");
    Map<String, Long> before = storage.inventory();

    for (Consumer<Stores> write :
        List.<Consumer<Stores>>of(
            stores -> stores.clusters().create(cluster(OTHER)),
            stores -> stores.clusters().modify(CLUSTER, UnaryOperator.identity()),
            stores -> stores.clusters().delete(CLUSTER),
            stores -> stores.taskDefinitions().deregister(definition),
            stores -> stores.taskDefinitions().delete(definition),
            stores -> stores.tasks().createAll(List.of(task("one", definition))),
            stores -> stores.tasks().stopAll(CLUSTER, "all"))) {
      assertThatThrownBy(
              () ->
                  storage.inTransaction(
                      READ_ONLY,
                      stores -> {
                        assertThat(stores.clusters().find(CLUSTER)).isPresent();
                        write.accept(stores);
                        return stores;
                      }))
          .isInstanceOf(PermissionDeniedException.class)
          .hasMessageContaining("read-only");
    }
    assertThat(storage.inventory()).isEqualTo(before);
  }

  @Test
  void aReadOnlyUnitGoesOnAfterANestedWriteThatWasRefused() {
    storedCluster(storage);

    storage.inTransaction(
        READ_ONLY,
        stores -> {
          assertThatThrownBy(
                  () -> stores.inTransaction(nested -> nested.clusters().create(cluster(OTHER))))
              .isInstanceOf(PermissionDeniedException.class);
          assertThatThrownBy(
                  () -> stores.clusters().modify(CLUSTER, cluster -> cluster.withStatus("X")))
              .isInstanceOf(PermissionDeniedException.class);
          return assertThat(stores.clusters().find(CLUSTER)).isPresent();
        });
  }

  @Test
  void aUnitThatTakesTooLongBetweenItsStatementsIsTimedOut() {
    TransactionOptions brief = TransactionOptions.DEFAULT.withTimeout(Duration.ofMillis(50));

    assertThatThrownBy(
            () ->
                storage.inTransaction(
                    brief,
                    stores -> {
                      stores.clusters().create(cluster(CLUSTER));
                      long end = System.nanoTime() + Duration.ofMillis(60).toNanos();
                      Await.until("the time is over", () -> System.nanoTime() - end > 0);
                      return "done";
                    }))
        .isInstanceOf(StorageTimeoutException.class)
        .hasMessageContaining("PT0.05S");

    assertThat(names()).isEmpty();
  }

  @Test
  void aUnitWhoseStatementTakesTooLongIsTimedOut() {
    storedCluster(storage);
    try (Transaction holder = storage.begin()) {
      holder.clusters().modify(CLUSTER, cluster -> cluster.withStatus("HELD"));

      assertThatThrownBy(
              () ->
                  storage.inTransaction(
                      TransactionOptions.DEFAULT.withTimeout(Duration.ofMillis(100)),
                      stores -> stores.clusters().modify(CLUSTER, UnaryOperator.identity())))
          .isInstanceOf(StorageTimeoutException.class);
    }
  }

  /** The wait for a lock is cut short by what remains, not by the whole limit. */
  @Test
  void whatRemainsOfTheTimeShrinksWithEachStatement() {
    storedCluster(storage);
    StorageConfig config =
        StorageExtension.config(SharedDatabase.get(), Role.RUNNER)
            .lockTimeout(Duration.ofMillis(900))
            .build();
    TransactionOptions brief = TransactionOptions.DEFAULT.withTimeout(Duration.ofSeconds(1));
    try (Storage waiting = Storage.open(config);
        Transaction holder = storage.begin();
        Transaction unit = waiting.begin(brief)) {
      holder.clusters().modify(CLUSTER, cluster -> cluster.withStatus("HELD"));

      for (String message : List.of("waited too long for a lock", "took too long")) {
        assertThatThrownBy(
                () ->
                    unit.inTransaction(s -> s.clusters().modify(CLUSTER, UnaryOperator.identity())))
            .isInstanceOf(StorageTimeoutException.class)
            .hasMessageContaining(message);
      }
    }
  }

  @Test
  void theTimeIsThatOfAllRunsTogether() {
    TransactionOptions brief =
        TransactionOptions.DEFAULT.withTimeout(Duration.ofMillis(50)).withRetries(100);

    assertThatThrownBy(
            () ->
                storage.inTransaction(
                    brief,
                    stores -> {
                      stores.clusters().find(CLUSTER);
                      throw new TransactionConflictException("again");
                    }))
        .isInstanceOf(StorageTimeoutException.class)
        .hasMessageContaining("PT0.05S");
  }

  @Test
  void optionsAlsoHoldWhereTheFirstThingIsNestedWorkThatFails() {
    storedCluster(storage);
    storage.inTransaction(
        TransactionOptions.DEFAULT
            .withIsolation(Isolation.REPEATABLE_READ)
            .withTimeout(Duration.ofMinutes(1)),
        stores -> {
          assertThatThrownBy(() -> stores.inTransaction(nested -> nested.clusters().get(OTHER)))
              .isInstanceOf(NotFoundException.class);
          Race.of(1, number -> storage.clusters().create(cluster(OTHER)));
          return assertThat(stores.clusters().find(OTHER)).isEmpty();
        });
  }

  /** As code of other languages can throw it, which know no checked exceptions. */
  @Test
  void aCheckedExceptionOfNestedWorkRollsItBackToo() {
    Exception checked = new Exception("of the caller's own");

    storage.inTransaction(
        stores -> {
          assertThatThrownBy(
                  () ->
                      stores.inTransaction(
                          nested -> {
                            nested.clusters().create(cluster(OTHER));
                            throw TransactionTest.<RuntimeException>unchecked(checked);
                          }))
              .isSameAs(checked);
          return stores.clusters().create(cluster(CLUSTER));
        });

    assertThat(names()).containsExactly("main");
  }

  @SuppressWarnings("unchecked") // The compiler is deceived, as it is meant to be.
  private static <E extends Exception> RuntimeException unchecked(Exception checked) throws E {
    throw (E) checked;
  }

  @Test
  void optionsOutOfTheirRangeAreRefused() {
    for (Duration timeout :
        List.of(
            Duration.ZERO,
            Duration.ofMillis(-1),
            Duration.ofDays(2),
            Duration.ofSeconds(Long.MAX_VALUE))) {
      assertThatThrownBy(() -> TransactionOptions.DEFAULT.withTimeout(timeout))
          .as(timeout.toString())
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("timeout");
    }
    assertThatThrownBy(() -> TransactionOptions.DEFAULT.withIsolation(null))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("isolation");
    assertThatThrownBy(() -> TransactionOptions.DEFAULT.withRetries(-1))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> TransactionOptions.DEFAULT.withRetries(101))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void aUnitWithoutOptionsTakesNoConnection() {
    try (Storage one =
        Storage.open(
            StorageExtension.config(SharedDatabase.get(), Role.RUNNER).maxPoolSize(1).build())) {
      assertThatThrownBy(() -> one.begin(null)).isInstanceOf(InvalidValueException.class);
      assertThatThrownBy(() -> one.inTransaction(null, stores -> "done"))
          .isInstanceOf(InvalidValueException.class);
      assertThat(one.health().activeConnections()).isZero();
    }
  }

  @Test
  void aConnectionGoesBackAsItWasHoweverItsUnitEnded() throws Exception {
    TransactionOptions all = SERIALIZABLE.withReadOnly().withTimeout(Duration.ofSeconds(7));
    StorageConfig one =
        StorageExtension.config(SharedDatabase.get(), Role.RUNNER).maxPoolSize(1).build();
    PostgresUrl url = PostgresUrl.parse(SharedDatabase.get().url(Role.RUNNER));
    try (Pool pool = Pool.open(one, url);
        Storage alone =
            Storage.open(
                StorageConfig.builder()
                    .dataSource(pool.dataSource())
                    .schema(one.schema())
                    .migrationMode(one.migrationMode())
                    .build())) {
      for (Runnable unit :
          List.<Runnable>of(
              () -> alone.inTransaction(all, stores -> stores.clusters().find(CLUSTER)),
              () ->
                  assertThatThrownBy(
                      () -> alone.inTransaction(all, s -> s.clusters().create(cluster(CLUSTER)))),
              () ->
                  assertRefused(
                      () -> alone.inTransaction(s -> s.services().create(dangling("web")))),
              () -> alone.begin(all).close(),
              () -> alone.begin(all).commit(),
              () -> alone.inTransaction(s -> s.inTransaction(n -> n.clusters().find(CLUSTER))))) {
        unit.run();

        try (Connection connection = pool.dataSource().getConnection()) {
          assertThat(connection.getAutoCommit()).isTrue();
          assertThat(connection.isReadOnly()).isFalse();
          assertThat(shown(connection, "transaction_isolation")).isEqualTo("read committed");
          assertThat(shown(connection, "transaction_read_only")).isEqualTo("off");
          assertThat(shown(connection, "statement_timeout")).isEqualTo("30s");
        }
        assertThat(pool.use()).isEqualTo(new Pool.Use(0, 1, 0, 1));
      }
    }
  }

  @Test
  void moreOpenTransactionsThanThePoolHoldsAreToldToWaitNoLongerThanConfigured() {
    Duration wait = Duration.ofMillis(1500);
    try (Storage ten = open(wait)) {
      CountDownLatch refused = new CountDownLatch(15);
      long begin = System.nanoTime();

      Race<String> race =
          Race.of(
              25,
              number -> {
                try (Transaction transaction = ten.begin()) {
                  transaction.clusters().create(cluster("c" + number));
                  refused.await();
                  transaction.commit();
                  return "committed";
                } catch (StorageTimeoutException e) {
                  refused.countDown();
                  throw e;
                }
              });

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(wait, wait.plusSeconds(8));
      assertThat(race.results()).hasSize(10);
      assertThat(race.failures())
          .hasSize(15)
          .allSatisfy(
              e ->
                  assertThat(e)
                      .isInstanceOf(StorageTimeoutException.class)
                      .hasMessageContaining("connection of the pool"));
      assertThat(names()).hasSize(10);
      assertThat(ten.health().activeConnections()).isZero();
    }
  }

  @Test
  void unitsOfWorkWaitForEachOthersConnections() {
    try (Storage ten = open(Duration.ofSeconds(30))) {
      Race<Cluster> race =
          Race.of(
              25,
              number ->
                  ten.inTransaction(
                      stores -> {
                        Cluster created = stores.clusters().create(cluster("c" + number));
                        return stores.inTransaction(
                            nested ->
                                nested.clusters().modify(created.arn(), c -> c.withStatus("OK")));
                      }));

      assertThat(race.failures()).isEmpty();
      assertThat(names()).hasSize(25);
    }
  }

  private static Storage open(Duration wait) {
    return Storage.open(
        StorageExtension.config(SharedDatabase.get(), Role.RUNNER)
            .maxPoolSize(10)
            .poolTimeout(wait)
            .build());
  }

  /** Creates a cluster where there is none. */
  private static String createTheOnly(int number, Stores stores, Runnable inBetween) {
    boolean none =
        stores.clusters().list(ClusterQuery.of(SCOPE), PageRequest.first()).items().isEmpty();
    inBetween.run();
    if (!none) {
      return "there is one";
    }
    stores.clusters().create(cluster("by-" + number));
    return "created";
  }

  private static Cluster touch(Stores stores, int number) {
    return stores
        .clusters()
        .modify(
            ClusterArn.of(SCOPE, Integer.toString(number)),
            cluster -> cluster.withStatus((cluster.status() + "TOUCHED").replace("ACTIVE", "")));
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the other did not come", e);
    }
  }

  private static Cluster during(Cluster cluster, Runnable work) {
    work.run();
    return cluster;
  }

  private static boolean assertRefusedToThisThread(List<Runnable> calls) {
    for (Runnable call : calls) {
      assertThatThrownBy(call::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("would not be in the unit of work");
    }
    return true;
  }

  private static ReferenceNotFoundException assertRefused(Runnable call) {
    try {
      call.run();
    } catch (ReferenceNotFoundException e) {
      return e;
    }
    throw new AssertionError("not refused");
  }

  /** A service whose task definition does not exist. */
  private static dev.kecs.storage.ecs.Service dangling(String name) {
    return service(name).withTaskDefinitionArn(TaskDefinitionArn.of(SCOPE, "none-" + name, 1));
  }

  private List<String> names() {
    return storage.clusters().list(ClusterQuery.of(SCOPE), PageRequest.first()).items().stream()
        .map(cluster -> cluster.arn().name())
        .toList();
  }

  private static String shown(Connection connection, String setting) throws Exception {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }
}
