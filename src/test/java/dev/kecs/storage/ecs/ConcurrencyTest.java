package dev.kecs.storage.ecs;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static dev.kecs.storage.test.Samples.cluster;
import static dev.kecs.storage.test.Samples.content;
import static dev.kecs.storage.test.Samples.registered;
import static dev.kecs.storage.test.Samples.service;
import static dev.kecs.storage.test.Samples.storedCluster;
import static dev.kecs.storage.test.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.TaskStore.StatusesUpdated;
import dev.kecs.storage.ecs.TaskStore.Upserted;
import dev.kecs.storage.ecs.TaskStore.Upserted.Outcome;
import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.ResourceInUseException;
import dev.kecs.storage.error.VersionConflictException;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.Created;
import dev.kecs.storage.test.Race;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.transaction.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who wins where many want the same: the outcomes are exact, whatever the order. */
@ExtendWith(StorageExtension.class)
class ConcurrencyTest {
  private static final Instant FUTURE = Instant.parse("2100-01-01T00:00:00Z");
  private static final int ROUNDS = 40;
  private static final int RACERS = 12;

  private final Storage storage;

  ConcurrencyTest(Storage storage) {
    this.storage = storage;
  }

  @Test
  void concurrentRegistrationsOfOneFamilyGetConsecutiveRevisions() {
    Race<List<Integer>> race =
        Race.of(
            32,
            number ->
                IntStream.range(0, 20)
                    .mapToObj(
                        i -> storage.taskDefinitions().register(SCOPE, "web", content()).arn())
                    .map(TaskDefinitionArn::revision)
                    .toList());

    assertThat(race.failures()).isEmpty();
    assertThat(race.results()).allSatisfy(revisions -> assertThat(revisions).isSorted());
    assertThat(race.results().stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 640).boxed().toList());
  }

  @Test
  void concurrentRegistrationsAndDeletionsUseNoRevisionTwice() {
    Race<List<Integer>> race =
        Race.of(
            8,
            number -> {
              List<Integer> revisions = new ArrayList<>();
              for (int i = 0; i < 10; i++) {
                TaskDefinitionArn arn = registered(storage, "web");
                storage.taskDefinitions().deregister(arn);
                assertThat(storage.taskDefinitions().delete(arn)).isEmpty();
                revisions.add(arn.revision());
              }
              return revisions;
            });

    assertThat(race.failures()).isEmpty();
    assertThat(race.results().stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 80).boxed().toList());
  }

  @Test
  void modifyLosesNoUpdate() {
    storedCluster(storage);
    Service stored = storage.services().create(service("web"));

    Race<Integer> race =
        Race.of(
            16,
            number -> {
              for (int i = 0; i < 100; i++) {
                storage
                    .services()
                    .modify(stored.arn(), web -> web.withDesiredCount(web.desiredCount() + 1));
              }
              return number;
            });

    assertThat(race.failures()).isEmpty();
    assertThat(storage.services().get(stored.arn()).desiredCount()).isEqualTo(1600);
  }

  @Test
  void ofUpdatesFromOneVersionExactlyOneWins() {
    storedCluster(storage);
    Service read = storage.services().create(service("web"));

    Race<Service> race =
        Race.of(RACERS, number -> storage.services().update(read.withDesiredCount(number + 1)));

    Service won = onlyWinner(race, VersionConflictException.class);
    assertThat(storage.services().get(read.arn())).isEqualTo(won);
  }

  @Test
  void ofUpdatesAndADeletionFromOneVersionExactlyOneUpdateAtMostWins() {
    storedCluster(storage);
    for (int round = 0; round < ROUNDS; round++) {
      Service read = storage.services().create(service("web" + round));

      Race<Object> race =
          Race.between(
              () -> storage.services().update(read.withDesiredCount(1)),
              () -> storage.services().update(read.withDesiredCount(2)),
              () -> {
                storage.services().delete(read.arn());
                return "deleted";
              });

      assertThat(race.results()).contains("deleted").hasSizeLessThanOrEqualTo(2);
      assertThat(race.failures())
          .hasOnlyElementsOfTypes(VersionConflictException.class, NotFoundException.class);
      assertThat(storage.services().find(read.arn())).isEmpty();
    }
  }

  @Test
  void ofCreationsOfOneClusterExactlyOneWins() {
    Race<Cluster> race = Race.of(RACERS, number -> storage.clusters().create(cluster(CLUSTER)));

    assertThat(storage.clusters().get(CLUSTER))
        .isEqualTo(onlyWinner(race, AlreadyExistsException.class));
  }

  @Test
  void createIfAbsentCreatesOnceAndReturnsTheSameToAll() {
    Race<Created<Cluster>> race =
        Race.of(
            RACERS,
            number ->
                storage
                    .clusters()
                    .createIfAbsent(cluster(CLUSTER).withK8sClusterName("k8s-" + number)));

    assertThat(race.failures()).isEmpty();
    assertThat(race.results()).filteredOn(Created::created).hasSize(1);
    assertThat(race.results())
        .extracting(Created::value)
        .containsOnly(storage.clusters().get(CLUSTER));
  }

  @Test
  void createIfAbsentAlwaysFindsOrCreatesWhileOthersDelete() {
    Race<Integer> race =
        Race.of(
            6,
            number -> {
              int created = 0;
              for (int i = 0; i < ROUNDS; i++) {
                if (storage.clusters().createIfAbsent(cluster(CLUSTER)).created()) {
                  created++;
                }
                try {
                  storage.clusters().delete(CLUSTER);
                  created--;
                } catch (NotFoundException e) {
                  // Another deleted it.
                }
              }
              return created;
            });

    assertThat(race.failures()).isEmpty();
    assertThat(race.results().stream().mapToInt(Integer::intValue).sum()).isZero();
    assertThat(storage.clusters().find(CLUSTER)).isEmpty();
  }

  @Test
  void aClusterIsDeletedOrGetsChildrenButNeverBoth() {
    TaskDefinitionArn definition = registered(storage, "web");
    for (int round = 0; round < ROUNDS; round++) {
      ClusterArn arn = storage.clusters().create(cluster("round-" + round)).arn();

      Race<Object> race =
          Race.between(
              () -> storage.services().create(service(ServiceArn.of(arn, "web"))),
              () -> storage.tasks().create(task(TaskArn.of(arn, "one"), definition)),
              () -> {
                storage.clusters().delete(arn);
                return "deleted";
              },
              () -> storage.tasks().upsert(task(TaskArn.of(arn, "two"), definition)),
              () ->
                  storage
                      .tasks()
                      .createAll(
                          List.of(
                              task(TaskArn.of(arn, "three"), definition),
                              task(TaskArn.of(arn, "four"), definition))));

      boolean deleted = race.results().contains("deleted");
      assertThat(storage.clusters().find(arn).isEmpty()).isEqualTo(deleted);
      if (deleted) {
        assertThat(race.failures())
            .hasSize(4)
            .hasOnlyElementsOfType(ReferenceNotFoundException.class);
        assertThat(children(arn)).isZero();
      } else {
        assertThat(race.failures()).hasSize(1).hasOnlyElementsOfType(ResourceInUseException.class);
        assertThat(children(arn)).isEqualTo(5);
      }
    }
  }

  @Test
  void aClusterIsDeletedWithATaskThatStopsOrKeptWithOneThatRuns() {
    TaskDefinitionArn definition = registered(storage, "web");
    for (int round = 0; round < ROUNDS; round++) {
      ClusterArn arn = storage.clusters().create(cluster("round-" + round)).arn();
      storage.tasks().create(task(TaskArn.of(arn, "one"), definition));

      Race<Object> race =
          Race.between(
              () -> storage.tasks().stopAll(arn, "scaled in"),
              () -> {
                storage.clusters().delete(arn);
                return "deleted";
              });

      boolean deleted = race.results().contains("deleted");
      assertThat(storage.clusters().find(arn).isEmpty()).isEqualTo(deleted);
      assertThat(children(arn)).isEqualTo(deleted ? 0 : 1);
      if (!deleted) {
        assertThat(race.failures()).hasSize(1).hasOnlyElementsOfType(ResourceInUseException.class);
        storage.clusters().delete(arn);
      }
    }
  }

  @Test
  void aDeletionWaitsForATaskThatIsBeingCreatedAndIsRefused() throws Exception {
    TaskDefinitionArn definition = registered(storage, "web");
    storedCluster(storage);
    try (Transaction creation = storage.begin()) {
      creation.tasks().create(task("one", definition));
      CompletableFuture<Object> deletion =
          started(
              () -> {
                storage.clusters().delete(CLUSTER);
                return "deleted";
              });
      SharedDatabase.get().awaitWaitingForLocks(1);
      creation.commit();

      assertThat(deletion.get(30, TimeUnit.SECONDS)).isInstanceOf(ResourceInUseException.class);
    }
    assertThat(children(CLUSTER)).isOne();
  }

  @Test
  void aCreationWaitsForADeletionAndSucceedsWhenThatIsRolledBack() throws Exception {
    TaskDefinitionArn definition = registered(storage, "web");
    storedCluster(storage);
    try (Transaction deletion = storage.begin()) {
      deletion.clusters().delete(CLUSTER);
      CompletableFuture<Object> creation =
          started(() -> storage.tasks().create(task("one", definition)));
      SharedDatabase.get().awaitWaitingForLocks(1);
      deletion.rollback();

      assertThat(creation.get(30, TimeUnit.SECONDS)).isInstanceOf(Task.class);
    }
  }

  @Test
  void aCreationWaitsForADeletionAndIsRefusedWhenThatIsCommitted() throws Exception {
    TaskDefinitionArn definition = registered(storage, "web");
    storedCluster(storage);
    try (Transaction deletion = storage.begin()) {
      deletion.clusters().delete(CLUSTER);
      CompletableFuture<Object> creation =
          started(() -> storage.tasks().create(task("one", definition)));
      SharedDatabase.get().awaitWaitingForLocks(1);
      deletion.commit();

      assertThat(creation.get(30, TimeUnit.SECONDS)).isInstanceOf(ReferenceNotFoundException.class);
    }
  }

  @Test
  void ofCreationsOfOneServiceNameExactlyOneWins() {
    storedCluster(storage);

    Race<Service> race =
        Race.of(
            RACERS, number -> storage.services().create(service("web").withDesiredCount(number)));

    Service won = onlyWinner(race, AlreadyExistsException.class);
    assertThat(storage.services().get(won.arn())).isEqualTo(won);
  }

  @Test
  void ofCreationsThatReplaceAnInactiveServiceExactlyOneWins() {
    storedCluster(storage);
    for (int round = 0; round < ROUNDS; round++) {
      Service inactive =
          storage.services().create(service("web" + round).withStatus(Service.INACTIVE));

      Race<Service> race =
          Race.of(
              6,
              number ->
                  storage.services().create(service(inactive.arn()).withDesiredCount(number)));

      Service won = onlyWinner(race, AlreadyExistsException.class);
      assertThat(won.version()).isNotEqualTo(inactive.version());
      assertThat(storage.services().get(inactive.arn())).isEqualTo(won);
    }
  }

  @Test
  void anInactiveServiceThatIsDeletedMeanwhileStandsInNoCreationsWay() {
    storedCluster(storage);
    for (int round = 0; round < ROUNDS; round++) {
      Service inactive =
          storage.services().create(service("web" + round).withStatus(Service.INACTIVE));

      Race<Object> race =
          Race.between(
              () -> storage.services().deleteInactive(CLUSTER, FUTURE, 10),
              () -> storage.services().create(service(inactive.arn())));

      assertThat(race.failures()).isEmpty();
      assertThat(storage.services().get(inactive.arn()).status()).isEqualTo(Service.ACTIVE);
    }
  }

  @Test
  void ofTasksForOnePodExactlyOneWins() {
    TaskDefinitionArn definition = registered(storage, "web");
    storedCluster(storage);
    for (int round = 0; round < ROUNDS; round++) {
      String pod = "pod-" + round;

      Race<Object> race =
          Race.between(
              () -> storage.tasks().create(task(pod + "a", definition).withPodName(pod)),
              () -> storage.tasks().upsert(task(pod + "b", definition).withPodName(pod)),
              () ->
                  storage.tasks().createAll(List.of(task(pod + "c", definition).withPodName(pod))));

      onlyWinner(race, AlreadyExistsException.class);
      assertThat(storage.tasks().findByPod(CLUSTER, null, pod)).isPresent();
    }
    assertThat(children(CLUSTER)).isEqualTo(ROUNDS);
  }

  @Test
  void ofUpsertsOfOneNewTaskExactlyOneCreates() {
    TaskDefinitionArn definition = registered(storage, "web");
    storedCluster(storage);

    Race<Upserted> race =
        Race.of(
            RACERS,
            number -> storage.tasks().upsert(task("one", definition).withStartedBy("n" + number)));

    assertThat(race.failures()).isEmpty();
    assertThat(race.results())
        .extracting(Upserted::outcome)
        .filteredOn(Outcome.CREATED::equals)
        .hasSize(1);
    assertThat(race.results())
        .extracting(Upserted::outcome)
        .filteredOn(Outcome.CHANGED::equals)
        .hasSize(RACERS - 1);
    assertThat(race.results())
        .extracting(upserted -> upserted.task().createdAt())
        .containsOnly(storage.tasks().get(TaskArn.of(CLUSTER, "one")).createdAt());
    assertThat(race.results())
        .extracting(Upserted::task)
        .contains(storage.tasks().get(TaskArn.of(CLUSTER, "one")));
  }

  @Test
  void aStoppedTaskStaysStoppedWhateverComesAtTheSameTime() {
    TaskDefinitionArn definition = registered(storage, "web");
    storedCluster(storage);
    for (int round = 0; round < ROUNDS; round++) {
      Task running = storage.tasks().create(task("t" + round, definition));

      Race<Object> race =
          Race.between(
              () -> storage.tasks().stopAll(CLUSTER, "scaled in"),
              () -> storage.tasks().upsert(running.withHealthStatus("HEALTHY")).outcome(),
              () -> storage.tasks().updateStatuses(List.of(change(running.arn(), Task.RUNNING))));

      assertThat(race.failures()).isEmpty();
      assertThat(race.results().get(0)).isEqualTo(List.of(running.arn()));
      Task stopped = storage.tasks().get(running.arn());
      assertThat(stopped.lastStatus()).isEqualTo(Task.STOPPED);
      assertThat(stopped.stoppedReason()).isEqualTo("scaled in");
      assertThat(race.results().get(1)).isIn(Outcome.CHANGED, Outcome.LEFT_ALONE);
      StatusesUpdated updated = (StatusesUpdated) race.results().get(2);
      assertThat(updated.unknown()).isEmpty();
      assertThat(updated.changed().size() + updated.leftAlone().size()).isOne();
    }
  }

  @Test
  void aTaskIsStoppedByOneOfThoseThatStopAll() {
    TaskDefinitionArn definition = registered(storage, "web");
    storedCluster(storage);
    List<TaskArn> arns = storedTasks(200, definition);

    Race<List<TaskArn>> race =
        Race.of(
            6,
            number ->
                storage.tasks().stopAll(number % 2 == 0 ? CLUSTER : AllClusters.of(SCOPE), "all"));

    assertThat(race.failures()).isEmpty();
    assertThat(race.results().stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(arns);
  }

  @Test
  void batchesOfStatusesInOppositeOrdersDoNotGetInEachOthersWay() {
    TaskDefinitionArn definition = registered(storage, "web");
    storedCluster(storage);
    List<TaskArn> arns = storedTasks(60, definition);

    Race<Integer> race =
        Race.of(
            10,
            number -> {
              List<TaskArn> order = new ArrayList<>(arns);
              if (number % 2 == 0) {
                Collections.reverse(order);
              }
              List<TaskStatusChange> changes =
                  order.stream().map(arn -> change(arn, "STATUS_" + number)).toList();
              for (int i = 0; i < 10; i++) {
                assertThat(storage.tasks().updateStatuses(changes).changed()).hasSize(60);
              }
              return number;
            });

    assertThat(race.failures()).isEmpty();
    // Each batch holds all its rows until it is through, so that the last one is all there is.
    assertThat(storage.tasks().getAll(arns).values()).extracting(Task::lastStatus).hasSize(60);
    assertThat(Set.copyOf(storage.tasks().countByStatus(CLUSTER).values())).containsOnly(60);
    assertThat(storage.tasks().get(arns.get(0)).version()).asString().endsWith("-101");
  }

  @Test
  void ofBatchesOfTheSameTasksInOppositeOrdersExactlyOneIsCreated() {
    TaskDefinitionArn definition = registered(storage, "web");
    storedCluster(storage);
    for (int round = 0; round < 10; round++) {
      String prefix = "r" + round + "-";
      List<Task> tasks =
          IntStream.range(0, 50).mapToObj(i -> task(prefix + i, definition)).toList();

      Race<List<Task>> race =
          Race.of(
              4,
              number -> {
                List<Task> order = new ArrayList<>(tasks);
                if (number % 2 == 0) {
                  Collections.reverse(order);
                }
                return storage.tasks().createAll(order);
              });

      onlyWinner(race, AlreadyExistsException.class);
      assertThat(children(CLUSTER)).isEqualTo(50L * (round + 1));
    }
  }

  @Test
  void janitorsTogetherDeleteEachStoppedTaskOnce() {
    TaskDefinitionArn definition = registered(storage, "web");
    storedCluster(storage);
    storedTasks(500, definition);
    storage.tasks().stopAll(CLUSTER, "all");
    storage.tasks().create(task("running", definition));

    Race<Integer> race =
        Race.of(
            6,
            number ->
                deleted(
                    7,
                    limit -> storage.tasks().deleteStopped(AllClusters.of(SCOPE), FUTURE, limit)));

    assertThat(race.failures()).isEmpty();
    assertThat(race.results().stream().mapToInt(Integer::intValue).sum()).isEqualTo(500);
    assertThat(children(CLUSTER)).isOne();
  }

  @Test
  void janitorsTogetherDeleteEachInactiveServiceOnce() {
    storedCluster(storage);
    for (int i = 0; i < 200; i++) {
      storage.services().create(service("web" + i).withStatus(Service.INACTIVE));
    }
    storage.services().create(service("active"));

    Race<Integer> race =
        Race.of(
            6,
            number ->
                deleted(7, limit -> storage.services().deleteInactive(CLUSTER, FUTURE, limit)));

    assertThat(race.failures()).isEmpty();
    assertThat(race.results().stream().mapToInt(Integer::intValue).sum()).isEqualTo(200);
    assertThat(children(CLUSTER)).isOne();
  }

  @Test
  void janitorsTogetherFinishEachDeletionOnce() {
    storedCluster(storage);
    List<TaskDefinitionArn> arns = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      arns.add(deletionInProgress("family" + i));
    }
    storage.tasks().stopAll(CLUSTER, "all");
    storage.tasks().deleteStopped(CLUSTER, FUTURE, 1000);

    Race<Integer> race =
        Race.of(
            6,
            number -> deleted(7, limit -> storage.taskDefinitions().finishDeletions(SCOPE, limit)));

    assertThat(race.failures()).isEmpty();
    assertThat(race.results().stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
    assertThat(storage.taskDefinitions().getAll(arns)).isEmpty();
  }

  @Test
  void aDefinitionIsFinishedOrReferredToButNeverBoth() {
    storedCluster(storage);
    for (int round = 0; round < ROUNDS; round++) {
      TaskDefinitionArn arn = deletionInProgress("family" + round);
      storage.tasks().delete(TaskArn.of(CLUSTER, "family" + round));
      TaskArn late = TaskArn.of(CLUSTER, "late" + round);

      Race<Object> race =
          Race.between(
              () -> storage.taskDefinitions().finishDeletions(SCOPE, 10),
              () -> storage.tasks().create(task(late, arn)));

      assertThat(race.failures()).hasOnlyElementsOfType(ReferenceNotFoundException.class);
      boolean finished = race.results().get(0).equals(1);
      assertThat(race.failures()).hasSize(finished ? 1 : 0);
      assertThat(storage.taskDefinitions().find(arn).isEmpty()).isEqualTo(finished);
      assertThat(storage.tasks().find(late).isPresent()).isEqualTo(!finished);
    }
  }

  @Test
  void aDefinitionIsDeletedOrReferredToButNeverLost() {
    storedCluster(storage);
    for (int round = 0; round < ROUNDS; round++) {
      TaskDefinitionArn arn = registered(storage, "web");
      storage.taskDefinitions().deregister(arn);
      ServiceArn service = ServiceArn.of(CLUSTER, "web" + round);

      Race<Object> race =
          Race.between(
              () -> storage.taskDefinitions().delete(arn),
              () -> storage.services().create(service(service).withTaskDefinitionArn(arn)));

      assertThat(race.failures()).hasOnlyElementsOfType(ReferenceNotFoundException.class);
      boolean referred = storage.services().find(service).isPresent();
      assertThat(race.failures()).hasSize(referred ? 0 : 1);
      assertThat(storage.taskDefinitions().find(arn).map(TaskDefinition::status))
          .isEqualTo(referred ? Optional.of(TaskDefinition.DELETE_IN_PROGRESS) : Optional.empty());
    }
  }

  /** Returns a definition that a task of the family's name refers to. */
  private TaskDefinitionArn deletionInProgress(String family) {
    TaskDefinitionArn arn = registered(storage, family);
    storage.tasks().create(task(family, arn));
    storage.taskDefinitions().deregister(arn);
    assertThat(storage.taskDefinitions().delete(arn)).isPresent();
    return arn;
  }

  private List<TaskArn> storedTasks(int number, TaskDefinitionArn definition) {
    List<Task> tasks = IntStream.range(0, number).mapToObj(i -> task("t" + i, definition)).toList();
    return storage.tasks().createAll(tasks).stream().map(Task::arn).toList();
  }

  private static TaskStatusChange change(TaskArn arn, String lastStatus) {
    return TaskStatusChangeBuilder.builder().arn(arn).lastStatus(lastStatus).build();
  }

  /** How many services and tasks a cluster has, be it there or not. */
  private int children(ClusterArn arn) {
    PageRequest page = PageRequest.first(1000);
    ServiceQuery services =
        ServiceQuery.of(arn)
            .withStatuses(Set.of(Service.ACTIVE, Service.DRAINING, Service.INACTIVE));
    return storage.services().list(services, page).items().size()
        + storage.tasks().list(TaskQuery.of(arn), page).items().size();
  }

  interface Janitor {
    int delete(int limit);
  }

  /** Lets a janitor work until it finds nothing; what others work on is theirs. */
  static int deleted(int limit, Janitor janitor) {
    int sum = 0;
    while (true) {
      int deleted = janitor.delete(limit);
      assertThat(deleted).isLessThanOrEqualTo(limit);
      if (deleted == 0) {
        return sum;
      }
      sum += deleted;
    }
  }

  interface Work {
    Object run();
  }

  /** Begins work in another thread; what it throws is its result. */
  static CompletableFuture<Object> started(Work work) {
    return CompletableFuture.supplyAsync(work::run)
        .handle((done, e) -> e == null ? done : e.getCause());
  }

  static <T> T onlyWinner(Race<T> race, Class<? extends Exception> loss) {
    int losers = race.failures().size();
    assertThat(race.failures()).hasOnlyElementsOfType(loss);
    assertThat(race.results()).as("winners beside %d losers", losers).hasSize(1);
    return race.results().get(0);
  }
}
