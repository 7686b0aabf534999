package dev.kecs.storage.ecs;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.cluster;
import static dev.kecs.storage.test.Samples.registered;
import static dev.kecs.storage.test.Samples.service;
import static dev.kecs.storage.test.Samples.storedCluster;
import static dev.kecs.storage.test.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.Storage;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.ResourceInUseException;
import dev.kecs.storage.store.Deletion;
import dev.kecs.storage.test.Race;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.transaction.Transaction;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deleting what others use, or are about to. */
@ExtendWith(StorageExtension.class)
class DeletionRaceTest {
  private final Storage storage;
  private TaskDefinitionArn definition;

  DeletionRaceTest(Storage storage) {
    this.storage = storage;
  }

  @BeforeEach
  void storeTheCluster() {
    definition = registered(storage, "app");
    storedCluster(storage);
  }

  private void stopped(int from, int to) {
    storage
        .tasks()
        .createAll(
            IntStream.range(from, to)
                .mapToObj(i -> task("stopped-" + i, definition).withLastStatus(Task.STOPPED))
                .toList());
  }

  @Test
  void aClusterInUseIsRefusedWithoutALock() {
    stopped(0, 3);
    storage.services().create(service("web"));
    try (Transaction other = storage.begin()) {
      // The first locks a row that would be deleted, the second the cluster.
      other.tasks().modify(TaskArn.of(CLUSTER, "stopped-0"), now -> now);
      other.tasks().create(task("new", definition));

      assertThatThrownBy(() -> storage.clusters().delete(CLUSTER))
          .isExactlyInstanceOf(ResourceInUseException.class)
          .hasMessage("cluster " + CLUSTER + " has services");
    }
    assertThat(storage.tasks().countByStatus(CLUSTER)).isEqualTo(Map.of(Task.STOPPED, 3));
  }

  @Test
  void aDefinitionInUseIsMarkedWithoutWaitingForWhatRefersToIt() {
    storage.tasks().create(task("old", definition));
    storage.taskDefinitions().deregister(definition);
    try (Transaction other = storage.begin()) {
      other.tasks().create(task("new", definition));

      assertThat(storage.taskDefinitions().delete(definition))
          .map(TaskDefinition::status)
          .contains(TaskDefinition.DELETE_IN_PROGRESS);
    }
  }

  @Test
  void aClusterIsDeletedWithMoreStoppedTasksThanOneStatementDeletes() {
    int half = Deletion.MAX_LIMIT / 2 + 1;
    stopped(0, half);
    stopped(half, 2 * half);

    storage.clusters().delete(CLUSTER);

    assertThat(storage.clusters().find(CLUSTER)).isEmpty();
    assertThat(storage.tasks().countByStatus(CLUSTER)).isEmpty();
  }

  @Test
  void aDeletionAmongManyCreationsHappensWithNoneOfThemOrNotAtAll() {
    for (int round = 0; round < 5; round++) {
      ClusterArn arn = storage.clusters().create(cluster("round-" + round)).arn();
      AtomicBoolean over = new AtomicBoolean();

      Race<Integer> race =
          Race.of(
              17, number -> number == 0 ? delete(arn, over) : createUntil(over, arn, "n" + number));

      assertThat(race.failures()).isEmpty();
      boolean deleted = race.results().get(0) == 1;
      int created = race.results().stream().skip(1).mapToInt(Integer::intValue).sum();
      assertThat(storage.clusters().find(arn).isEmpty()).isEqualTo(deleted);
      assertThat(created).isEqualTo(running(arn));
      assertThat(created == 0).isEqualTo(deleted);
    }
  }

  private int delete(ClusterArn arn, AtomicBoolean over) {
    try {
      storage.clusters().delete(arn);
      return 1;
    } catch (ResourceInUseException e) {
      return 0;
    } finally {
      over.set(true);
    }
  }

  private int createUntil(AtomicBoolean over, ClusterArn arn, String name) {
    int created = 0;
    while (!over.get()) {
      try {
        storage.tasks().create(task(TaskArn.of(arn, name + "-" + created), definition));
        created++;
      } catch (ReferenceNotFoundException e) {
        return created;
      }
    }
    return created;
  }

  private int running(ClusterArn arn) {
    return Optional.ofNullable(storage.tasks().countByStatus(arn).get(Task.RUNNING)).orElse(0);
  }
}
