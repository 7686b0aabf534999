package dev.kecs.storage.ecs;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.TaskStore.StatusesUpdated;
import dev.kecs.storage.ecs.TaskStore.Upserted;
import dev.kecs.storage.ecs.TaskStore.Upserted.Outcome;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.VersionConflictException;
import dev.kecs.storage.model.Json;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.store.Deletion;
import dev.kecs.storage.test.Race;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.transaction.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How tasks change their status, and that STOPPED is the last one. */
@ExtendWith(StorageExtension.class)
class TaskStoppingTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final Instant BEFORE = NOW.minusSeconds(60);
  private static final ClusterArn OTHER_CLUSTER = ClusterArn.of(SCOPE, "main-2");
  private static final ClusterArn ELSEWHERE =
      ClusterArn.of(new Scope(SCOPE.account(), "eu-west-2"), "main");

  private static Storage atNow;

  private final Storage storage;
  private final TaskStore tasks;
  private TaskDefinitionArn definition;

  TaskStoppingTest(Storage storage) {
    this.storage = storage;
    this.tasks = atNow.tasks();
  }

  @BeforeAll
  static void openAtNow() {
    StorageExtension.storage(); // Which migrates the database.
    atNow =
        Storage.open(
            StorageExtension.config(SharedDatabase.get(), Role.RUNNER)
                .clock(Clock.fixed(NOW.plusNanos(789), ZoneOffset.UTC))
                .build());
  }

  @AfterAll
  static void close() {
    atNow.close();
  }

  @BeforeEach
  void storeWhatTasksReferTo() {
    Samples.storedCluster(storage);
    storage.clusters().create(Samples.cluster(OTHER_CLUSTER));
    storage.clusters().create(Samples.cluster(ELSEWHERE));
    definition = Samples.registered(storage, "web");
  }

  private Task task(String id) {
    return Samples.task(id, definition);
  }

  private Task task(ClusterArn cluster, String id) {
    return Samples.task(TaskArn.of(cluster, id), definition);
  }

  private Task stopped(String id) {
    return task(id).withLastStatus(Task.STOPPED);
  }

  private static TaskStatusChange change(Task task, String status) {
    return TaskStatusChangeBuilder.builder().arn(task.arn()).lastStatus(status).build();
  }

  private static long changes(Task task) {
    assertThat(task.version()).isNotNull();
    return task.version().change();
  }

  // STOPPED by whole tasks

  @Test
  void aTaskCreatedStoppedStoppedNowOrWhenGiven() {
    assertThat(tasks.create(stopped("a")).stoppedAt()).isEqualTo(NOW);
    assertThat(tasks.create(stopped("b").withStoppedAt(BEFORE)).stoppedAt()).isEqualTo(BEFORE);
    assertThat(tasks.create(task("c")).stoppedAt()).isNull();
    assertThat(
            tasks.createAll(List.of(stopped("d"), stopped("e").withStoppedAt(BEFORE), task("f"))))
        .extracting(Task::stoppedAt)
        .containsExactly(NOW, BEFORE, null);
    assertThat(tasks.get(stopped("d").arn()).stoppedAt()).isEqualTo(NOW);
  }

  @Test
  void timesOfTheStoreAreItsClocksInMicroseconds() {
    Task created = tasks.create(task("a"));

    assertThat(created.createdAt()).isEqualTo(NOW);
    assertThat(created.updatedAt()).isEqualTo(NOW);
  }

  @Test
  void aTimeOfStoppingWithAnotherStatusIsInvalid() {
    assertThatThrownBy(() -> task("a").withStoppedAt(NOW))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining("stoppedAt");
    assertThatThrownBy(() -> change(task("a"), Task.RUNNING).withStoppedAt(NOW))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining("stoppedAt");
  }

  @Test
  void anUpdateStopsATask() {
    Task now = tasks.update(tasks.create(task("a")).withLastStatus(Task.STOPPED));
    Task given =
        tasks.update(tasks.create(task("b")).withLastStatus(Task.STOPPED).withStoppedAt(BEFORE));

    assertThat(now.stoppedAt()).isEqualTo(NOW);
    assertThat(given.stoppedAt()).isEqualTo(BEFORE);
    assertThat(tasks.getAll(List.of(now.arn(), given.arn())).values()).containsExactly(now, given);
  }

  @Test
  void anUpdateOfAStoppedTaskKeepsItsTimeAndTakesTheRest() {
    Task stored = tasks.create(stopped("a").withStoppedAt(BEFORE));

    Task updated = tasks.update(stored.withStoppedAt(NOW).withStoppedReason("why"));
    Task again = tasks.update(updated.withStoppedAt(null).withStopCode("UserInitiated"));

    assertThat(updated.stoppedAt()).isEqualTo(BEFORE);
    assertThat(again.stoppedAt()).isEqualTo(BEFORE);
    assertThat(again.stoppedReason()).isEqualTo("why");
    assertThat(again.stopCode()).isEqualTo("UserInitiated");
    assertThat(tasks.get(stored.arn())).isEqualTo(again);
  }

  @Test
  void anUpdateOfAStoppedTaskToAnotherStatusIsInvalid() {
    Task stored = tasks.create(stopped("a"));

    assertThatThrownBy(() -> tasks.update(stored.withStoppedAt(null).withLastStatus(Task.RUNNING)))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll(stored.arn().toString(), "stopped");
    assertThat(tasks.get(stored.arn())).isEqualTo(stored);
  }

  @Test
  void anUpdateThatDidNotSeeTheTaskStopIsAVersionConflict() {
    Task running = tasks.create(task("a"));
    tasks.update(running.withLastStatus(Task.STOPPED));

    assertThatThrownBy(() -> tasks.update(running.withCpu("256")))
        .isExactlyInstanceOf(VersionConflictException.class)
        .hasMessageContaining(running.arn().toString());
  }

  @Test
  void anInvalidUpdateLeavesAUnitOfWorkUsable() {
    Task stored = tasks.create(stopped("a"));

    atNow.inTransaction(
        unit -> {
          assertThatThrownBy(
                  () ->
                      unit.tasks().update(stored.withStoppedAt(null).withLastStatus(Task.RUNNING)))
              .isExactlyInstanceOf(InvalidValueException.class);
          return unit.tasks().create(task("b"));
        });

    assertThat(tasks.find(CLUSTER, "b")).isPresent();
  }

  @Test
  void modifyStopsATaskAndThenKeepsItStopped() {
    Task running = tasks.create(task("a"));

    Task stopped = tasks.modify(running.arn(), task -> task.withLastStatus(Task.STOPPED));
    Task still =
        tasks.modify(running.arn(), task -> task.withStoppedAt(BEFORE).withStoppedReason("why"));

    assertThat(stopped.stoppedAt()).isEqualTo(NOW);
    assertThat(still.stoppedAt()).isEqualTo(NOW);
    assertThat(still.stoppedReason()).isEqualTo("why");
    for (Instant stoppedAt : new Instant[] {null, NOW}) {
      assertThatThrownBy(
              () ->
                  tasks.modify(
                      running.arn(),
                      task -> task.withStoppedAt(stoppedAt).withLastStatus(Task.RUNNING)))
          .isExactlyInstanceOf(InvalidValueException.class);
    }
    assertThat(tasks.get(running.arn())).isEqualTo(still);
  }

  @Test
  void anUpsertStopsATask() {
    tasks.create(task("a"));

    assertThat(tasks.upsert(stopped("a")).task().stoppedAt()).isEqualTo(NOW);
    assertThat(tasks.upsert(stopped("b")).task().stoppedAt()).isEqualTo(NOW);
    assertThat(tasks.upsert(stopped("c").withStoppedAt(BEFORE)).task().stoppedAt())
        .isEqualTo(BEFORE);
  }

  @Test
  void aStoppedTaskTakesFurtherUpsertsThatAreStopped() {
    Task stored = tasks.create(stopped("a").withStoppedAt(BEFORE));

    Upserted upserted = tasks.upsert(stopped("a").withStoppedReason("why"));

    assertThat(upserted.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(upserted.task().stoppedAt()).isEqualTo(BEFORE);
    assertThat(upserted.task().stoppedReason()).isEqualTo("why");
    assertThat(changes(upserted.task())).isEqualTo(2);
    assertThat(tasks.get(stored.arn())).isEqualTo(upserted.task());
  }

  @ParameterizedTest
  @ValueSource(strings = {Task.RUNNING, Task.PENDING, "stopped", ""})
  void anUpsertToAnotherStatusLeavesAStoppedTaskAlone(String status) {
    Task stored = tasks.create(stopped("a"));

    assertThat(tasks.upsert(task("a").withLastStatus(status).withCpu("256")))
        .isEqualTo(new Upserted(stored, Outcome.LEFT_ALONE));
    assertThat(tasks.get(stored.arn())).isEqualTo(stored);
  }

  @Test
  void aStoppedTaskIsLeftAloneWhoeverHasItsPodNow() {
    Task former = tasks.create(stopped("a").withPodName("pod"));
    tasks.create(task("b").withPodName("pod"));

    assertThat(tasks.upsert(task("a").withPodName("pod")))
        .isEqualTo(new Upserted(former, Outcome.LEFT_ALONE));
  }

  // updateStatuses

  @Test
  void whatAChangeOfStatusDoesNotSayStays() {
    Task stored =
        tasks.create(
            task("a")
                .withDesiredStatus("desired")
                .withContainers(Json.of("[1]"))
                .withHealthStatus("HEALTHY")
                .withStartedAt(BEFORE)
                .withStoppingAt(BEFORE.plusSeconds(1))
                .withPullStartedAt(BEFORE.plusSeconds(2))
                .withPullStoppedAt(BEFORE.plusSeconds(3))
                .withExecutionStoppedAt(BEFORE.plusSeconds(4))
                .withConnectivity("CONNECTED")
                .withConnectivityAt(BEFORE.plusSeconds(5))
                .withStopCode("code")
                .withStoppedReason("reason")
                .withCpu("256"));

    tasks.updateStatuses(List.of(change(stored, "DEPROVISIONING")));

    Task changed = tasks.get(stored.arn());
    assertThat(changed)
        .isEqualTo(stored.withLastStatus("DEPROVISIONING").withVersion(changed.version()));
    assertThat(changes(changed)).isEqualTo(2);
  }

  @Test
  void whatAChangeOfStatusSaysIsStored() {
    Task stored = tasks.create(task("a").withCpu("256").withStoppedReason("former"));
    TaskStatusChange change =
        TaskStatusChangeBuilder.builder()
            .arn(stored.arn())
            .lastStatus(Task.STOPPED)
            .desiredStatus(Task.STOPPED)
            .containers(Json.of("[ {\"name\": \"😀\"} ]"))
            .healthStatus("")
            .startedAt(BEFORE)
            .stoppingAt(BEFORE.plusSeconds(1))
            .stoppedAt(BEFORE.plusSeconds(2))
            .pullStartedAt(BEFORE.plusSeconds(3))
            .pullStoppedAt(BEFORE.plusSeconds(4))
            .executionStoppedAt(BEFORE.plusSeconds(5))
            .connectivity("DISCONNECTED")
            .connectivityAt(BEFORE.plusSeconds(6))
            .stopCode("TaskFailedToStart")
            .stoppedReason("a \\ \" {NULL},' reason")
            .build();

    tasks.updateStatuses(List.of(change));

    Task changed = tasks.get(stored.arn());
    assertThat(changed)
        .isEqualTo(
            stored
                .withLastStatus(change.lastStatus())
                .withDesiredStatus(Task.STOPPED)
                .withContainers(Json.of("[ {\"name\": \"😀\"} ]"))
                .withHealthStatus(change.healthStatus())
                .withStartedAt(change.startedAt())
                .withStoppingAt(change.stoppingAt())
                .withStoppedAt(change.stoppedAt())
                .withPullStartedAt(change.pullStartedAt())
                .withPullStoppedAt(change.pullStoppedAt())
                .withExecutionStoppedAt(change.executionStoppedAt())
                .withConnectivity(change.connectivity())
                .withConnectivityAt(change.connectivityAt())
                .withStopCode(change.stopCode())
                .withStoppedReason(change.stoppedReason())
                .withVersion(changed.version()));
  }

  @Test
  void aChangeOfStatusIsTimed() {
    Task stored = storage.tasks().create(task("a"));

    tasks.updateStatuses(List.of(change(stored, Task.PENDING)));

    assertThat(tasks.get(stored.arn()).updatedAt()).isEqualTo(NOW);
    assertThat(tasks.get(stored.arn()).createdAt()).isEqualTo(stored.createdAt());
  }

  @Test
  void everyTaskOfABatchIsToldWhatBecameOfIt() {
    Task running = tasks.create(task("running"));
    Task elsewhere = tasks.create(task(OTHER_CLUSTER, "running"));
    Task stopped = tasks.create(stopped("stopped").withStoppedAt(BEFORE));
    Task stillStopped = tasks.create(stopped("still-stopped").withStoppedAt(BEFORE));
    Task unknown = task("unknown");

    StatusesUpdated updated =
        tasks.updateStatuses(
            List.of(
                change(unknown, Task.STOPPED),
                change(stopped, Task.RUNNING).withStoppedReason("no"),
                change(elsewhere, Task.PENDING),
                change(stillStopped, Task.STOPPED).withStoppedAt(NOW).withStoppedReason("yes"),
                change(running, Task.STOPPED)));

    assertThat(updated)
        .isEqualTo(
            new StatusesUpdated(
                Set.of(running.arn(), elsewhere.arn(), stillStopped.arn()),
                Set.of(stopped.arn()),
                Set.of(unknown.arn())));
    assertThat(updated.changed())
        .as("in the order of the changes")
        .containsExactly(elsewhere.arn(), stillStopped.arn(), running.arn());
    assertThat(tasks.get(running.arn()).stoppedAt()).isEqualTo(NOW);
    assertThat(tasks.get(elsewhere.arn()).lastStatus()).isEqualTo(Task.PENDING);
    assertThat(tasks.get(stopped.arn())).isEqualTo(stopped);
    assertThat(tasks.get(stillStopped.arn()).stoppedAt()).isEqualTo(BEFORE);
    assertThat(tasks.get(stillStopped.arn()).stoppedReason()).isEqualTo("yes");
    assertThat(tasks.find(unknown.arn())).isEmpty();
  }

  @Test
  void aBatchOfChangesWithAnArnTwiceIsInvalid() {
    Task stored = tasks.create(task("a"));

    assertThatThrownBy(
            () ->
                tasks.updateStatuses(
                    List.of(change(stored, Task.PENDING), change(stored, Task.STOPPED))))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining(stored.arn().toString());
    assertThat(tasks.get(stored.arn())).isEqualTo(stored);
  }

  @Test
  void anEmptyBatchOfChangesChangesNothing() {
    assertThat(tasks.updateStatuses(List.of()))
        .isEqualTo(new StatusesUpdated(Set.of(), Set.of(), Set.of()));
  }

  @Test
  void aChangeThatStopsATaskFreesItsPod() {
    Task former = tasks.create(task("a").withPodName("pod"));

    tasks.updateStatuses(List.of(change(former, Task.STOPPED)));

    assertThat(tasks.findByPod(CLUSTER, null, "pod")).contains(tasks.get(former.arn()));
    Task next = tasks.create(task("b").withPodName("pod"));
    assertThat(tasks.findByPod(CLUSTER, null, "pod")).contains(next);
  }

  @Test
  void concurrentBatchesInAnyOrderCountEveryChangeAndStopOnce() {
    List<Task> created =
        tasks.createAll(IntStream.range(0, 40).mapToObj(i -> task("task-" + i)).toList());
    List<TaskStatusChange> batch =
        created.stream().map(task -> change(task, Task.STOPPED)).toList();
    List<TaskStatusChange> reversed = new ArrayList<>(batch);
    Collections.reverse(reversed);

    Race<StatusesUpdated> race =
        Race.of(6, i -> tasks.updateStatuses(i % 2 == 0 ? batch : reversed));

    assertThat(race.failures()).isEmpty();
    assertThat(race.results()).allSatisfy(each -> assertThat(each.changed()).hasSize(40));
    assertThat(tasks.getAll(created.stream().map(Task::arn).toList()).values())
        .allSatisfy(task -> assertThat(changes(task)).isEqualTo(7));
  }

  @Test
  void noConcurrentChangeBringsAStoppedTaskBack() {
    for (int round = 0; round < 10; round++) {
      Task stored = tasks.create(task("task-" + round));

      Race<StatusesUpdated> race =
          Race.of(
              6,
              i ->
                  tasks.updateStatuses(
                      List.of(change(stored, i % 2 == 0 ? Task.STOPPED : Task.PENDING))));

      assertThat(race.failures()).isEmpty();
      long changed = race.results().stream().filter(each -> !each.changed().isEmpty()).count();
      Task left = tasks.get(stored.arn());
      assertThat(left.lastStatus()).isEqualTo(Task.STOPPED);
      assertThat(changes(left)).isEqualTo(1 + changed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0001-01-01T00:00:00Z",
        "0004-02-29T23:59:59.999999Z",
        "1969-12-31T23:59:59.999999Z",
        "2024-02-29T10:00:00Z",
        "2026-03-29T01:30:00.000001Z",
        "+10000-01-01T00:00:00Z",
        "+294276-12-31T23:59:59.999999Z"
      })
  void everyTimeOfABatchIsStored(String text) {
    Instant time = Instant.parse(text);
    Task one = tasks.create(stopped("a").withStoppedAt(time).withStartedAt(time));
    Task batch =
        tasks.createAll(List.of(stopped("b").withStoppedAt(time).withStartedAt(time))).get(0);
    Task running = tasks.create(task("c"));
    tasks.updateStatuses(
        List.of(change(running, Task.STOPPED).withStoppedAt(time).withStartedAt(time)));

    assertThat(tasks.getAll(List.of(one.arn(), batch.arn(), running.arn())).values())
        .hasSize(3)
        .allSatisfy(
            task -> {
              assertThat(task.stoppedAt()).isEqualTo(time);
              assertThat(task.startedAt()).isEqualTo(time);
            });
  }

  // stopAll

  @Test
  void allTasksOfAClusterAreStopped() {
    Task a = tasks.create(task("a").withStoppedReason("former").withCpu("256"));
    Task b = tasks.create(task("b").withLastStatus(Task.PENDING));
    Task stopped = tasks.create(stopped("c").withStoppedAt(BEFORE));
    Task other = tasks.create(task(OTHER_CLUSTER, "a"));

    assertThat(tasks.stopAll(CLUSTER, "why")).containsExactlyInAnyOrder(a.arn(), b.arn());

    for (Task task : List.of(a, b)) {
      Task now = tasks.get(task.arn());
      assertThat(now)
          .isEqualTo(
              task.withLastStatus(Task.STOPPED)
                  .withDesiredStatus(Task.STOPPED)
                  .withStoppedReason("why")
                  .withStoppedAt(NOW)
                  .withVersion(now.version()));
      assertThat(changes(now)).isEqualTo(2);
    }
    assertThat(tasks.get(stopped.arn())).isEqualTo(stopped);
    assertThat(tasks.get(other.arn())).isEqualTo(other);
    assertThat(tasks.stopAll(CLUSTER, "again")).isEmpty();
  }

  @Test
  void allTasksOfAScopeAreStopped() {
    Task a = tasks.create(task("a"));
    Task other = tasks.create(task(OTHER_CLUSTER, "a"));
    Task elsewhere = tasks.create(task(ELSEWHERE, "a"));

    assertThat(tasks.stopAll(AllClusters.of(SCOPE), "why"))
        .containsExactlyInAnyOrder(a.arn(), other.arn());

    assertThat(tasks.get(elsewhere.arn())).isEqualTo(elsewhere);
  }

  @Test
  void ofConcurrentStopsOneStoppedEachTask() {
    List<Task> created =
        tasks.createAll(IntStream.range(0, 40).mapToObj(i -> task("task-" + i)).toList());

    Race<List<TaskArn>> race = Race.of(6, i -> tasks.stopAll(AllClusters.of(SCOPE), "by " + i));

    assertThat(race.failures()).isEmpty();
    assertThat(race.results().stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(created.stream().map(Task::arn).toList());
  }

  // deleteStopped

  @Test
  void tasksThatStoppedBeforeATimeAreDeleted() {
    Task before = tasks.create(stopped("a").withStoppedAt(BEFORE.minusNanos(1000)));
    Task then = tasks.create(stopped("b").withStoppedAt(BEFORE));
    Task running = tasks.create(task("c").withCreatedAt(BEFORE.minusSeconds(60)));

    assertThat(tasks.deleteStopped(CLUSTER, BEFORE, 100)).isEqualTo(1);

    assertThat(tasks.getAll(List.of(before.arn(), then.arn(), running.arn())).values())
        .containsExactly(then, running);
  }

  @Test
  void stoppedTasksAreDeletedWithinAClusterOrAScope() {
    Task a = tasks.create(stopped("a"));
    Task other = tasks.create(task(OTHER_CLUSTER, "a").withLastStatus(Task.STOPPED));
    Task elsewhere = tasks.create(task(ELSEWHERE, "a").withLastStatus(Task.STOPPED));
    Instant later = NOW.plusSeconds(1);

    assertThat(tasks.deleteStopped(CLUSTER, later, 100)).isEqualTo(1);
    assertThat(tasks.find(a.arn())).isEmpty();
    assertThat(tasks.find(other.arn())).isPresent();
    assertThat(tasks.deleteStopped(AllClusters.of(SCOPE), later, 100)).isEqualTo(1);
    assertThat(tasks.find(other.arn())).isEmpty();
    assertThat(tasks.find(elsewhere.arn())).isPresent();
  }

  @Test
  void aDeletionOfStoppedTasksHasALimit() {
    tasks.createAll(List.of(stopped("a"), stopped("b"), stopped("c")));
    Instant later = NOW.plusSeconds(1);

    assertThat(tasks.deleteStopped(CLUSTER, later, 2)).isEqualTo(2);
    assertThat(tasks.deleteStopped(CLUSTER, later, Deletion.MAX_LIMIT)).isEqualTo(1);
    assertThat(tasks.deleteStopped(CLUSTER, later, 1)).isZero();
    for (int limit : List.of(0, -1, Deletion.MAX_LIMIT + 1)) {
      assertThatThrownBy(() -> tasks.deleteStopped(CLUSTER, later, limit))
          .isExactlyInstanceOf(InvalidValueException.class)
          .hasMessageContaining(String.valueOf(limit));
    }
  }

  @Test
  void stoppedTasksAreDeletedBeforeAnyTime() {
    tasks.create(stopped("a").withStoppedAt(BEFORE));

    assertThat(tasks.deleteStopped(CLUSTER, Instant.MIN, 100)).isZero();
    assertThat(tasks.deleteStopped(AllClusters.of(SCOPE), Instant.EPOCH, 100)).isZero();
    assertThat(tasks.deleteStopped(CLUSTER, Instant.MAX, 100)).isEqualTo(1);
  }

  @Test
  void aStoppedTaskThatATransactionWorksOnIsPassedOver() {
    Task a = tasks.create(stopped("a"));
    Task b = tasks.create(stopped("b"));

    try (Transaction unit = atNow.begin()) {
      unit.tasks().update(a.withStoppedReason("why"));
      assertThat(tasks.deleteStopped(CLUSTER, NOW.plusSeconds(1), 100)).isEqualTo(1);
    }

    assertThat(tasks.getAll(List.of(a.arn(), b.arn())).values()).containsExactly(a);
  }
}
