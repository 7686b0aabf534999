package dev.kecs.storage.ecs;

import static dev.kecs.storage.ecs.ConcurrencyTest.deleted;
import static dev.kecs.storage.ecs.ConcurrencyTest.onlyWinner;
import static dev.kecs.storage.ecs.ConcurrencyTest.started;
import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static dev.kecs.storage.test.Samples.cluster;
import static dev.kecs.storage.test.Samples.containerInstance;
import static dev.kecs.storage.test.Samples.registered;
import static dev.kecs.storage.test.Samples.service;
import static dev.kecs.storage.test.Samples.storedCluster;
import static dev.kecs.storage.test.Samples.task;
import static dev.kecs.storage.test.Samples.taskSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.ConcurrencyTest.Janitor;
import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.ResourceInUseException;
import dev.kecs.storage.error.TransactionConflictException;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.Race;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.transaction.Stores;
import dev.kecs.storage.transaction.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who wins among those that want a service's PRIMARY task set, an instance's ARN or its cluster.
 */
@ExtendWith(StorageExtension.class)
class InstanceAndTaskSetRaceTest {
  private static final Instant FUTURE = Instant.parse("2100-01-01T00:00:00Z");
  private static final int ROUNDS = 40;
  private static final int RACERS = 12;

  private final Storage storage;
  private TaskDefinitionArn definition;

  InstanceAndTaskSetRaceTest(Storage storage) {
    this.storage = storage;
  }

  @BeforeEach
  void storeTheCluster() {
    definition = registered(storage, "app");
    storedCluster(storage);
  }

  private TaskSet set(ServiceArn service, String id, String status) {
    return taskSet(TaskSetArn.of(service, id), definition).withStatus(status);
  }

  private TaskSet stored(ServiceArn service, String id, String status) {
    return storage.taskSets().create(set(service, id, status));
  }

  private ServiceArn storedService(String name, String status) {
    return storage.services().create(service(name).withStatus(status)).arn();
  }

  private List<TaskSetArn> primaries(ServiceArn service) {
    return storage.taskSets().list(TaskSetQuery.of(service), PageRequest.first()).items().stream()
        .filter(set -> set.status().equals(TaskSet.PRIMARY))
        .map(TaskSet::arn)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void atAnyTimeExactlyOneTaskSetIsPrimaryWhileTwoAreMadeSo(boolean inUnit) {
    ServiceArn web = storedService("web", Service.ACTIVE);
    TaskSetArn red = stored(web, "red", TaskSet.PRIMARY).arn();
    TaskSetArn blue = stored(web, "blue", TaskSet.ACTIVE).arn();
    TaskSetArn green = stored(web, "green", TaskSet.ACTIVE).arn();
    for (int round = 0; round < 200; round++) {
      storage.taskSets().setPrimary(red);

      Race<List<TaskSetArn>> race =
          Race.between(
              () -> List.of(in(inUnit, stores -> stores.taskSets().setPrimary(blue)).arn()),
              () -> List.of(in(inUnit, stores -> stores.taskSets().setPrimary(green)).arn()),
              () -> primaries(web));

      assertThat(race.failures()).isEmpty();
      assertThat(race.results().subList(0, 2)).containsExactly(List.of(blue), List.of(green));
      assertThat(race.results().get(2)).hasSize(1);
      assertThat(primaries(web)).hasSize(1).isSubsetOf(blue, green);
    }
  }

  /** How a task set becomes PRIMARY, other than by setPrimary. */
  enum Write {
    CREATE,
    UPDATE,
    MODIFY;

    TaskSet apply(TaskSetStore store, TaskSet wanted) {
      return switch (this) {
        case CREATE -> store.create(wanted);
        case UPDATE -> store.update(wanted);
        case MODIFY -> store.modify(wanted.arn(), now -> wanted);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void setPrimaryPrevailsOverOtherWaysToBecomePrimary(Write write) {
    for (int round = 0; round < 2 * ROUNDS; round++) {
      ServiceArn web = storedService("web" + round, Service.ACTIVE);
      stored(web, "former", round % 2 == 0 ? TaskSet.PRIMARY : TaskSet.ACTIVE);
      TaskSet next = stored(web, "next", TaskSet.ACTIVE);
      TaskSet other =
          write == Write.CREATE
              ? set(web, "other", TaskSet.PRIMARY)
              : stored(web, "other", TaskSet.ACTIVE).withStatus(TaskSet.PRIMARY);

      Race<TaskSet> race =
          Race.between(
              () -> storage.taskSets().setPrimary(next.arn()),
              () -> write.apply(storage.taskSets(), other));

      assertThat(race.failures()).hasOnlyElementsOfType(AlreadyExistsException.class);
      assertThat(race.results().get(0).arn()).isEqualTo(next.arn());
      assertThat(primaries(web)).containsExactly(next.arn());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void setPrimaryThatMeetsAnotherPrimaryRunsAgainUnlessInACallersUnit(boolean inUnit)
      throws Exception {
    ServiceArn web = storedService("web", Service.ACTIVE);
    TaskSetArn next = stored(web, "next", TaskSet.ACTIVE).arn();
    try (Transaction creation = storage.begin()) {
      TaskSetArn other = creation.taskSets().create(set(web, "other", TaskSet.PRIMARY)).arn();
      CompletableFuture<Object> promotion =
          started(() -> in(inUnit, stores -> stores.taskSets().setPrimary(next)));
      SharedDatabase.get().awaitWaitingForLocks(1);
      creation.commit();

      assertThat(promotion.get(30, TimeUnit.SECONDS))
          .isInstanceOf(inUnit ? TransactionConflictException.class : TaskSet.class);
      assertThat(primaries(web)).containsExactly(inUnit ? other : next);
    }
  }

  @Test
  void setPrimaryWaitsForWhoeverChangesThatTaskSetAndIsNotWaitedFor() throws Exception {
    ServiceArn web = storedService("web", Service.ACTIVE);
    stored(web, "former", TaskSet.PRIMARY);
    TaskSetArn next = stored(web, "next", TaskSet.ACTIVE).arn();
    try (Transaction change = storage.begin()) {
      TaskSet changed = change.taskSets().modify(next, now -> now);
      CompletableFuture<Object> promotion =
          started(() -> in(true, unit -> unit.taskSets().setPrimary(next)));
      SharedDatabase.get().awaitWaitingForLocks(1);

      assertThatThrownBy(() -> change.taskSets().update(changed.withStatus(TaskSet.PRIMARY)))
          .isExactlyInstanceOf(AlreadyExistsException.class);
      change.rollback();
      assertThat(promotion.get(30, TimeUnit.SECONDS)).isInstanceOf(TaskSet.class);
    }
    assertThat(primaries(web)).containsExactly(next);
  }

  private <R> R in(boolean unit, Function<Stores, R> work) {
    return unit ? storage.inTransaction(work) : work.apply(storage);
  }

  @Test
  void aReplacedServicesTaskSetsAreGoneWhateverComesAtTheSameTime() {
    for (int round = 0; round < ROUNDS; round++) {
      ServiceArn web = storedService("web" + round, Service.INACTIVE);
      TaskSet old = stored(web, "old", TaskSet.ACTIVE);

      Race<Object> race =
          Race.between(
              () -> storage.services().create(service(web)),
              () -> storage.taskSets().setPrimary(old.arn()),
              () -> stored(web, "new", TaskSet.ACTIVE));

      assertThat(race.failures()).hasOnlyElementsOfType(NotFoundException.class);
      assertThat(race.results().get(0)).isEqualTo(storage.services().get(web));
      assertThat(storage.taskSets().find(old.arn())).isEmpty();
    }
  }

  @Test
  void ofRegistrationsOfOneInstanceExactlyOneWins() {
    Race<ContainerInstance> race =
        Race.of(
            RACERS,
            number ->
                storage
                    .containerInstances()
                    .register(containerInstance("one").withEc2InstanceId("i-" + number)));

    ContainerInstance won = onlyWinner(race, AlreadyExistsException.class);
    assertThat(storage.containerInstances().get(won.arn())).isEqualTo(won);
  }

  @Test
  void ofRegistrationsThatReplaceAnInactiveInstanceExactlyOneWins() {
    for (int round = 0; round < ROUNDS; round++) {
      ContainerInstance inactive = inactive("i" + round);

      Race<ContainerInstance> race =
          Race.of(
              6,
              number ->
                  storage
                      .containerInstances()
                      .register(
                          containerInstance(inactive.arn()).withEc2InstanceId("i-" + number)));

      ContainerInstance won = onlyWinner(race, AlreadyExistsException.class);
      assertThat(won.version()).isNotEqualTo(inactive.version());
      assertThat(storage.containerInstances().get(inactive.arn())).isEqualTo(won);
    }
  }

  private ContainerInstance inactive(String id) {
    return storage
        .containerInstances()
        .register(containerInstance(id).withStatus(ContainerInstance.INACTIVE));
  }

  @Test
  void anInactiveInstanceThatIsDeletedMeanwhileStandsInNoRegistrationsWay() {
    for (int round = 0; round < ROUNDS; round++) {
      ContainerInstance inactive = inactive("i" + round);

      Race<Object> race =
          Race.between(
              () -> storage.containerInstances().deleteInactive(CLUSTER, FUTURE, 10),
              () -> storage.containerInstances().register(containerInstance(inactive.arn())));

      assertThat(race.failures()).isEmpty();
      assertThat(race.results().get(1)).isEqualTo(storage.containerInstances().get(inactive.arn()));
    }
  }

  @Test
  void deregistrationsOfOneInstanceAllReturnTheFirst() {
    ContainerInstanceArn arn =
        storage.containerInstances().register(containerInstance("one")).arn();

    Race<ContainerInstance> race =
        Race.of(RACERS, number -> storage.containerInstances().deregister(arn));

    assertThat(race.failures()).isEmpty();
    assertThat(race.results()).containsOnly(storage.containerInstances().get(arn));
  }

  /** What gives its ARN to another of it once it is INACTIVE. */
  enum Child {
    SERVICE {
      @Override
      Object create(Stores stores, ClusterArn cluster, String status) {
        return stores.services().create(service(ServiceArn.of(cluster, "web")).withStatus(status));
      }

      @Override
      boolean isThere(Stores stores, ClusterArn cluster) {
        return stores.services().find(ServiceArn.of(cluster, "web")).isPresent();
      }
    },
    INSTANCE {
      @Override
      Object create(Stores stores, ClusterArn cluster, String status) {
        return stores
            .containerInstances()
            .register(containerInstance(instance(cluster)).withStatus(status));
      }

      @Override
      boolean isThere(Stores stores, ClusterArn cluster) {
        return stores.containerInstances().find(instance(cluster)).isPresent();
      }
    };

    static final String ACTIVE = "ACTIVE";
    static final String INACTIVE = "INACTIVE";

    abstract Object create(Stores stores, ClusterArn cluster, String status);

    abstract boolean isThere(Stores stores, ClusterArn cluster);

    private static ContainerInstanceArn instance(ClusterArn cluster) {
      return ContainerInstanceArn.of(cluster, "one");
    }
  }

  @ParameterizedTest
  @CsvSource({"SERVICE, false", "SERVICE, true", "INSTANCE, false", "INSTANCE, true"})
  void aClusterIsDeletedOrGetsAChildNewOrForAnInactiveOneButNeverBoth(Child child, boolean inUnit) {
    for (int round = 0; round < 200; round++) {
      ClusterArn arn = storage.clusters().create(cluster("round-" + round)).arn();
      if (round % 2 == 0) {
        child.create(storage, arn, Child.INACTIVE);
      }

      Race<Object> race =
          Race.between(
              () -> in(inUnit, stores -> child.create(stores, arn, Child.ACTIVE)),
              () -> deletedCluster(arn));

      boolean deleted = race.results().contains(arn);
      assertThat(race.failures())
          .hasSize(1)
          .hasOnlyElementsOfType(
              deleted ? ReferenceNotFoundException.class : ResourceInUseException.class);
      assertThat(storage.clusters().find(arn).isEmpty()).isEqualTo(deleted);
      assertThat(child.isThere(storage, arn)).isEqualTo(!deleted);
    }
  }

  private ClusterArn deletedCluster(ClusterArn arn) {
    storage.clusters().delete(arn);
    return arn;
  }

  @ParameterizedTest
  @EnumSource
  void aReplacementAndADeletionThatHasLockedTheClusterDoNotWaitForEachOther(Child child)
      throws Exception {
    TaskArn stopped =
        storage.tasks().create(task("one", definition).withLastStatus(Task.STOPPED)).arn();
    child.create(storage, CLUSTER, Child.INACTIVE);
    try (Transaction between = storage.begin()) {
      between.tasks().modify(stopped, now -> now);
      CompletableFuture<Object> deletion = started(() -> deletedCluster(CLUSTER));
      SharedDatabase.get().awaitWaitingForLocks(1);
      CompletableFuture<Object> replacement =
          started(() -> in(true, unit -> child.create(unit, CLUSTER, Child.ACTIVE)));
      SharedDatabase.get().awaitWaitingForLocks(2);
      between.commit();

      assertThat(deletion.get(30, TimeUnit.SECONDS)).isEqualTo(CLUSTER);
      assertThat(replacement.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ReferenceNotFoundException.class);
    }
  }

  @Test
  void janitorsTogetherDeleteEachOrphanedTaskSetOnce() {
    for (int i = 0; i < 10; i++) {
      ServiceArn old = storedService("old" + i, Service.INACTIVE);
      for (int j = 0; j < 10; j++) {
        stored(old, "set" + j, TaskSet.ACTIVE);
      }
    }

    assertDeletedOnce(
        100, limit -> storage.taskSets().deleteOrphaned(AllClusters.of(SCOPE), limit));
  }

  @Test
  void janitorsTogetherDeleteEachInactiveInstanceOnce() {
    for (int i = 0; i < 100; i++) {
      inactive("i" + i);
    }

    assertDeletedOnce(
        100, limit -> storage.containerInstances().deleteInactive(CLUSTER, FUTURE, limit));
  }

  private static void assertDeletedOnce(int stored, Janitor janitor) {
    Race<Integer> race = Race.of(6, number -> deleted(7, janitor));

    assertThat(race.failures()).isEmpty();
    assertThat(race.results().stream().mapToInt(Integer::intValue).sum()).isEqualTo(stored);
  }
}
