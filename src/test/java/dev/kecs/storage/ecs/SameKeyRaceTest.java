package dev.kecs.storage.ecs;

import static dev.kecs.storage.ecs.ConcurrencyTest.onlyWinner;
import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.registered;
import static dev.kecs.storage.test.Samples.service;
import static dev.kecs.storage.test.Samples.storedCluster;
import static dev.kecs.storage.test.Samples.task;
import static dev.kecs.storage.test.Samples.taskSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.TaskStore.Upserted;
import dev.kecs.storage.ecs.TaskStore.Upserted.Outcome;
import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.Race;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.transaction.Stores;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What those are told who store the same new row, which has more than one unique key. */
@ExtendWith(StorageExtension.class)
class SameKeyRaceTest {
  private static final int ROUNDS = 300;

  private final Storage storage;
  private TaskDefinitionArn definition;

  SameKeyRaceTest(Storage storage) {
    this.storage = storage;
  }

  @BeforeEach
  void storeTheCluster() {
    definition = registered(storage, "app");
    storedCluster(storage);
  }

  private Task withPod(int number) {
    return task("t" + number, definition).withPodName("pod-" + number).withNamespace("default");
  }

  private <R> R in(boolean unit, Function<Stores, R> work) {
    return unit ? storage.inTransaction(work) : work.apply(storage);
  }

  private List<Task> tasks(int limit) {
    return storage.tasks().list(TaskQuery.of(CLUSTER), PageRequest.first(limit)).items();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ofUpsertsOfOneNewTaskWithAPodOneCreatesAndAllOthersChange(boolean inUnit) {
    for (int round = 0; round < ROUNDS; round++) {
      Task wanted = withPod(round);

      Race<Upserted> race =
          Race.of(4, number -> in(inUnit, stores -> stores.tasks().upsert(wanted)));

      assertThat(race.failures()).isEmpty();
      assertThat(race.results())
          .extracting(Upserted::outcome)
          .containsExactlyInAnyOrder(
              Outcome.CREATED, Outcome.CHANGED, Outcome.CHANGED, Outcome.CHANGED);
    }
    assertThat(tasks(1000)).hasSize(ROUNDS);
  }

  @Test
  void ofCreationsOfOneNewTaskWithAPodTheLosersAreToldThatItExists() {
    for (int round = 0; round < ROUNDS; round++) {
      Task wanted = withPod(round);

      Race<Task> race = Race.of(4, number -> storage.tasks().create(wanted));

      onlyWinner(race, AlreadyExistsException.class);
      assertThat(race.failures())
          .allSatisfy(e -> assertThat(e).hasMessageEndingWith("exists already"));
    }
  }

  @Test
  void aTaskWithAPodIsCreatedInOneWayAndExistsForTheOthers() {
    for (int round = 0; round < ROUNDS; round++) {
      Task wanted = withPod(round);
      Task other = task("a" + round, definition);

      Race<Object> race =
          Race.between(
              () -> storage.tasks().upsert(wanted).outcome(),
              () -> storage.tasks().create(wanted),
              () -> storage.tasks().createAll(List.of(wanted, other)));

      assertThat(race.results().get(0)).isIn(Outcome.CREATED, Outcome.CHANGED);
      assertThat(race.failures())
          .hasSize(race.results().get(0) == Outcome.CREATED ? 2 : 1)
          .allSatisfy(
              e ->
                  assertThat(e)
                      .isExactlyInstanceOf(AlreadyExistsException.class)
                      .hasMessage("task " + wanted.arn() + " exists already"));
    }
  }

  @Test
  void aUnitOfWorkThatLosesATaskWithAPodStaysUsable() {
    for (int round = 0; round < ROUNDS; round++) {
      Task wanted = withPod(round);
      String own = "round-" + round + "-";

      Race<Boolean> race =
          Race.of(
              4,
              number ->
                  storage.inTransaction(
                      unit -> {
                        boolean created = created(() -> unit.tasks().create(wanted));
                        unit.tasks().create(task(own + number, definition));
                        return created;
                      }));

      assertThat(race.failures()).isEmpty();
      assertThat(race.results()).containsOnlyOnce(true);
    }
  }

  @Test
  void ofTasksForOnePodTheLosersLeaveAUnitOfWorkUsable() {
    for (int round = 0; round < ROUNDS / 3; round++) {
      String own = "round-" + round + "-";
      String pod = "pod-" + round;

      Race<Boolean> race =
          Race.of(
              4,
              number ->
                  storage.inTransaction(
                      unit -> {
                        Task wanted = task(own + number, definition);
                        boolean has = created(() -> unit.tasks().upsert(wanted.withPodName(pod)));
                        unit.tasks().upsert(wanted);
                        if (has) {
                          unit.tasks().upsert(wanted.withPodName(pod));
                        }
                        return has;
                      }));

      assertThat(race.failures()).isEmpty();
      assertThat(race.results()).containsOnlyOnce(true);
      assertThat(tasks(4)).extracting(Task::podName).containsOnlyOnce(pod);
    }
  }

  @Test
  void ofCreationsOfOnePrimaryTaskSetTheLosersAreToldThatItExists() {
    ServiceArn web = storage.services().create(service("web")).arn();
    for (int round = 0; round < ROUNDS; round++) {
      TaskSet wanted =
          taskSet(TaskSetArn.of(web, "s" + round), definition).withStatus(TaskSet.PRIMARY);

      Race<TaskSet> race =
          Race.of(4, number -> in(number % 2 == 0, unit -> unit.taskSets().create(wanted)));

      onlyWinner(race, AlreadyExistsException.class);
      assertThat(race.failures())
          .allSatisfy(e -> assertThat(e).hasMessageEndingWith("exists already"));
      storage.taskSets().delete(wanted.arn());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTaskSetIsCreatedWhileItsInactiveServiceIsReplacedAgainAndAgain(boolean inUnit) {
    Service inactive = service("web").withStatus(Service.INACTIVE);
    storage.services().create(inactive);

    Race<Integer> race =
        Race.of(
            3,
            number -> {
              for (int i = 0; i < ROUNDS; i++) {
                if (number == 0) {
                  storage.services().create(inactive);
                } else {
                  String id = number + "-" + i;
                  TaskSet set = taskSet(TaskSetArn.of(inactive.arn(), id), definition);
                  in(inUnit, stores -> stores.taskSets().create(set));
                }
              }
              return number;
            });

    assertThat(race.failures()).isEmpty();
  }

  private static boolean created(Runnable creation) {
    try {
      creation.run();
      return true;
    } catch (AlreadyExistsException e) {
      return false;
    }
  }
}
