package dev.kecs.storage.ecs;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.Storage;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.transaction.Stores;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That a bulk deletion keeps to its limit, however the server goes about it. */
@ExtendWith(StorageExtension.class)
class BulkDeletionTest {
  private static final Instant FUTURE = Instant.parse("2999-01-01T00:00:00Z");
  private static final int STORED = 25;

  private final Storage storage;

  BulkDeletionTest(Storage storage) {
    this.storage = storage;
  }

  @BeforeEach
  void storeTheCluster() {
    Samples.storedCluster(storage);
  }

  @Test
  void ofStoppedTasks() {
    TaskDefinitionArn definition = Samples.registered(storage, "web");
    storage
        .tasks()
        .createAll(
            IntStream.range(0, STORED).mapToObj(i -> Samples.task("t" + i, definition)).toList());
    storage.tasks().stopAll(CLUSTER, "test");

    assertDeletesTensAndTheRest(stores -> stores.tasks().deleteStopped(CLUSTER, FUTURE, 10));
  }

  @Test
  void ofInactiveServices() {
    for (int i = 0; i < STORED; i++) {
      storage.services().create(Samples.service("web" + i).withStatus(Service.INACTIVE));
    }

    assertDeletesTensAndTheRest(stores -> stores.services().deleteInactive(CLUSTER, FUTURE, 10));
  }

  @Test
  void ofTaskSetsOfInactiveServices() {
    TaskDefinitionArn definition = Samples.registered(storage, "web");
    ServiceArn service =
        storage.services().create(Samples.service("web").withStatus(Service.INACTIVE)).arn();
    for (int i = 0; i < STORED; i++) {
      storage.taskSets().create(Samples.taskSet(TaskSetArn.of(service, "set" + i), definition));
    }

    assertDeletesTensAndTheRest(stores -> stores.taskSets().deleteOrphaned(CLUSTER, 10));
  }

  @Test
  void ofInactiveContainerInstances() {
    for (int i = 0; i < STORED; i++) {
      storage
          .containerInstances()
          .register(Samples.containerInstance("i" + i).withStatus(ContainerInstance.INACTIVE));
    }

    assertDeletesTensAndTheRest(
        stores -> stores.containerInstances().deleteInactive(CLUSTER, FUTURE, 10));
  }

  @Test
  void ofTaskDefinitionsThatNothingRefersToAnyMore() {
    List<TaskDefinitionArn> definitions = new ArrayList<>();
    for (int i = 0; i < STORED; i++) {
      TaskDefinitionArn definition = Samples.registered(storage, "web");
      definitions.add(definition);
      storage.services().create(Samples.service("web" + i).withTaskDefinitionArn(definition));
    }
    for (TaskDefinitionArn definition : definitions) {
      storage.taskDefinitions().deregister(definition);
      assertThat(storage.taskDefinitions().delete(definition))
          .map(TaskDefinition::status)
          .contains(TaskDefinition.DELETE_IN_PROGRESS);
    }
    for (int i = 0; i < STORED; i++) {
      storage.services().delete(Samples.service("web" + i).arn());
    }

    assertDeletesTensAndTheRest(stores -> stores.taskDefinitions().finishDeletions(SCOPE, 10));
  }

  /** Each way to join is the only one that the server may choose in its turn. */
  private static void assertDeletesTensAndTheRest(ToIntFunction<Stores> deletion) {
    int left = STORED;
    for (String join : List.of("nestloop", "hashjoin", "mergejoin")) {
      try (Storage joining = joiningBy(join)) {
        assertThat(deletion.applyAsInt(joining)).as(join).isEqualTo(Math.min(10, left));
        left -= Math.min(10, left);
      }
    }
    assertThat(left).isZero();
  }

  private static Storage joiningBy(String join) {
    StringBuilder options =
        new StringBuilder(
            "-c enable_hashagg=off -c enable_sort=off -c enable_material=off"
                + " -c enable_indexscan=off -c enable_bitmapscan=off -c enable_indexonlyscan=off");
    for (String other : List.of("nestloop", "hashjoin", "mergejoin")) {
      options.append(" -c enable_").append(other).append(other.equals(join) ? "=on" : "=off");
    }
    String url = SharedDatabase.get().url(Role.RUNNER);
    return Storage.open(
        StorageExtension.config(
                url
                    + (url.contains("?") ? '&' : '?')
                    + "options="
                    + URLEncoder.encode(options.toString(), StandardCharsets.UTF_8)
                        .replace("+", "%20"))
            .build());
  }
}
