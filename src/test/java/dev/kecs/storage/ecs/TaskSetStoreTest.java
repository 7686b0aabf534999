package dev.kecs.storage.ecs;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.Storage;
import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.ResourceInUseException;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.Pages;
import dev.kecs.storage.store.Deletion;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.transaction.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to task sets; what all that have an ARN share is {@code ArnStoreTest}'s. */
@ExtendWith(StorageExtension.class)
class TaskSetStoreTest {
  private static final ClusterArn SECOND = ClusterArn.of(SCOPE, "second");
  private static final ClusterArn OTHER_ACCOUNT =
      ClusterArn.of(new Scope("210987654321", SCOPE.region()), "main");
  private static final ServiceArn WEB = ServiceArn.of(CLUSTER, "web");
  private static final ServiceArn API = ServiceArn.of(CLUSTER, "api");
  private static final TaskSetArn NONE = TaskSetArn.of(WEB, "none");
  private static final TaskDefinitionArn NO_DEFINITION = TaskDefinitionArn.of(SCOPE, "none", 1);
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");
  private static final Instant FUTURE = Instant.parse("2999-01-01T00:00:00Z");

  private final Storage storage;
  private final TaskSetStore taskSets;
  private TaskDefinitionArn definition;

  TaskSetStoreTest(Storage storage) {
    this.storage = storage;
    this.taskSets = storage.taskSets();
  }

  @BeforeEach
  void storeWhatTaskSetsReferTo() {
    definition = Samples.registered(storage, "app");
    Samples.storedCluster(storage);
    storage.services().create(Samples.service(WEB));
    storage.services().create(Samples.service(API));
  }

  private TaskSet set(ServiceArn service, String id) {
    return Samples.taskSet(TaskSetArn.of(service, id), definition);
  }

  private TaskSet created(String id, String status) {
    return taskSets.create(set(WEB, id).withStatus(status));
  }

  private TaskSet createdIn(ServiceArn service, String id) {
    return taskSets.create(set(service, id));
  }

  /** Stores a service of a cluster, and both where they are not there. */
  private ServiceArn stored(ClusterArn cluster, String name, String status) {
    storage.clusters().createIfAbsent(Samples.cluster(cluster));
    Service service = Samples.service(ServiceArn.of(cluster, name)).withStatus(status);
    return storage.services().create(service).arn();
  }

  private List<TaskSet> list(TaskSetQuery query) {
    return Pages.stream(page -> taskSets.list(query, page), 2).toList();
  }

  private List<TaskSet> listOf(Set<String> ids) {
    return list(TaskSetQuery.of(WEB).withIds(ids));
  }

  @Test
  void aTaskSetLivesFromItsCreationToItsDeletion() {
    TaskSet created = taskSets.create(set(WEB, "1").withExternalId("blue"));
    assertThat(created.createdAt()).isNotNull().isEqualTo(created.updatedAt());
    assertThat(created)
        .isEqualTo(
            set(WEB, "1")
                .withExternalId("blue")
                .withCreatedAt(created.createdAt())
                .withUpdatedAt(created.updatedAt())
                .withVersion(created.version()));
    assertThat(taskSets.get(created.arn())).isEqualTo(created);
    assertThat(taskSets.find(created.arn())).contains(created);
    assertThat(taskSets.getAll(List.of(NONE, created.arn())))
        .isEqualTo(Map.of(created.arn(), created));

    TaskSet updated = taskSets.update(created.withExternalId(null).withRunningCount(1));
    assertThat(updated)
        .isEqualTo(
            created
                .withExternalId(null)
                .withRunningCount(1)
                .withUpdatedAt(updated.updatedAt())
                .withVersion(updated.version()));
    TaskSet modified =
        taskSets.modify(created.arn(), now -> now.withRunningCount(now.runningCount() + 1));
    assertThat(modified.runningCount()).isEqualTo(2);
    assertThat(modified.version()).isNotIn(created.version(), updated.version());
    assertThat(taskSets.get(created.arn())).isEqualTo(modified);

    taskSets.delete(created.arn());
    assertThat(taskSets.find(created.arn())).isEmpty();
    assertThat(list(TaskSetQuery.of(WEB))).isEmpty();
  }

  @Test
  void aTaskSetNeedsItsServiceAndItsCluster() {
    for (ServiceArn missing : List.of(ServiceArn.of(CLUSTER, "no"), ServiceArn.of(SECOND, "web"))) {
      TaskSet orphan = set(missing, "1");

      assertThatThrownBy(() -> taskSets.create(orphan))
          .isExactlyInstanceOf(ReferenceNotFoundException.class)
          .hasMessageContaining(orphan.arn().toString());
      assertThat(taskSets.find(orphan.arn())).isEmpty();
    }
    assertThatThrownBy(() -> createdIn(ServiceArn.of(CLUSTER, "no"), "1"))
        .hasMessageContaining(ServiceArn.of(CLUSTER, "no").toString());
    assertThatThrownBy(() -> createdIn(ServiceArn.of(SECOND, "web"), "1"))
        .hasMessageContaining(SECOND.toString());
  }

  @Test
  void aTaskSetIsNeitherCreatedWithNorChangedToATaskDefinitionThatIsNotThere() {
    TaskSet stored = createdIn(WEB, "1");
    TaskSet lost = stored.withTaskDefinitionArn(NO_DEFINITION);

    for (Runnable write :
        List.<Runnable>of(
            () -> taskSets.create(lost.withArn(NONE)),
            () -> taskSets.update(lost),
            () -> taskSets.modify(lost.arn(), now -> lost))) {
      assertThatThrownBy(write::run)
          .isExactlyInstanceOf(ReferenceNotFoundException.class)
          .hasMessageContainingAll(WEB.name(), NO_DEFINITION.toString());
    }
    assertThat(list(TaskSetQuery.of(WEB))).containsExactly(stored);
  }

  @Test
  void aTaskDefinitionStaysWhileATaskSetRefersToIt() {
    TaskSet set = createdIn(WEB, "1");
    storage.taskDefinitions().deregister(definition);

    assertThat(storage.taskDefinitions().delete(definition))
        .map(TaskDefinition::status)
        .contains(TaskDefinition.DELETE_IN_PROGRESS);
    assertThat(storage.taskDefinitions().finishDeletions(SCOPE, 10)).isZero();
    taskSets.delete(set.arn());
    assertThat(storage.taskDefinitions().finishDeletions(SCOPE, 10)).isEqualTo(1);
  }

  @Test
  void noWriteMakesASecondTaskSetOfAServicePrimary() {
    TaskSet primary = created("blue", TaskSet.PRIMARY);
    TaskSet active = created("green", TaskSet.ACTIVE);
    TaskSet second = active.withStatus(TaskSet.PRIMARY);

    for (Runnable write :
        List.<Runnable>of(
            () -> taskSets.create(second.withArn(TaskSetArn.of(WEB, "green2"))),
            () -> taskSets.update(second),
            () -> taskSets.modify(active.arn(), now -> second))) {
      assertThatThrownBy(write::run)
          .isExactlyInstanceOf(AlreadyExistsException.class)
          .hasMessageContainingAll(active.arn().toString(), TaskSet.PRIMARY);
    }
    assertThat(list(TaskSetQuery.of(WEB))).containsExactly(active, primary);
  }

  @Test
  void aServiceWhosePrimaryTaskSetIsGoneOrDemotedMayGetAnother() {
    TaskSet blue = created("blue", TaskSet.PRIMARY);
    taskSets.update(blue.withStatus("DRAINING"));
    TaskSet green = created("green", TaskSet.PRIMARY);
    taskSets.delete(green.arn());

    assertThat(taskSets.modify(blue.arn(), now -> now.withStatus(TaskSet.PRIMARY)).status())
        .isEqualTo(TaskSet.PRIMARY);
  }

  @Test
  void everyServiceHasAPrimaryTaskSetOfItsOwn() {
    for (ServiceArn service :
        List.of(
            WEB,
            API,
            stored(SECOND, "web", Service.ACTIVE),
            stored(OTHER_ACCOUNT, "web", Service.ACTIVE))) {
      TaskSet primary = taskSets.create(set(service, "1").withStatus(TaskSet.PRIMARY));
      assertThat(list(TaskSetQuery.of(service))).containsExactly(primary);
    }
  }

  @Test
  void aRefusedTaskSetLeavesAUnitOfWorkUsable() {
    TaskSet blue = created("blue", TaskSet.PRIMARY);
    ServiceArn none = ServiceArn.of(CLUSTER, "none");

    TaskSet green =
        storage.inTransaction(
            unit -> {
              assertThatThrownBy(() -> unit.taskSets().create(blue))
                  .isExactlyInstanceOf(AlreadyExistsException.class)
                  .hasMessageEndingWith("exists already");
              assertThatThrownBy(() -> unit.taskSets().create(blue.withArn(NONE)))
                  .isExactlyInstanceOf(AlreadyExistsException.class)
                  .hasMessageContaining("PRIMARY");
              assertThatThrownBy(() -> unit.taskSets().create(set(none, "green")))
                  .isExactlyInstanceOf(ReferenceNotFoundException.class)
                  .hasMessageContaining(none.toString());
              return unit.taskSets().create(set(WEB, "green"));
            });

    assertThat(taskSets.get(green.arn())).isEqualTo(green);
  }

  @Test
  void aServicesTaskSetsAreListedNewestFirstOrOldestFirst() {
    TaskSet first = createdIn(WEB, "m");
    createdIn(API, "m");
    createdIn(stored(SECOND, "web", Service.ACTIVE), "m");
    createdIn(stored(CLUSTER, "web2", Service.ACTIVE), "m");
    TaskSet second = createdIn(WEB, "a");
    TaskSet third = taskSets.create(set(WEB, "z").withCreatedAt(Instant.EPOCH));
    TaskSet changed = taskSets.setPrimary(first.arn());

    assertThat(list(TaskSetQuery.of(WEB))).containsExactly(third, second, changed);
    assertThat(list(TaskSetQuery.of(WEB).withOldestFirst(true)))
        .containsExactly(changed, second, third);
    assertThat(list(TaskSetQuery.of(ServiceArn.of(CLUSTER, "none")))).isEmpty();
  }

  @Test
  void idsAndFullArnsSelectAmongTheTaskSetsOfTheService() {
    TaskSet one = createdIn(WEB, "a_b");
    TaskSet two = createdIn(WEB, "axb");
    TaskSet three = createdIn(WEB, "ecs-svc/3");
    TaskSet other = createdIn(API, "a_b");

    assertThat(listOf(Set.of("a_b"))).containsExactly(one);
    assertThat(listOf(Set.of("a_b", one.arn().toString(), "unknown"))).containsExactly(one);
    assertThat(listOf(Set.of("ecs-svc/3", "axb", one.arn().toString())))
        .containsExactly(three, two, one);
    assertThat(
            list(
                TaskSetQuery.of(WEB)
                    .withIds(Set.of("axb", three.arn().toString()))
                    .withOldestFirst(true)))
        .containsExactly(two, three);
    assertThat(listOf(Set.of(other.arn().toString(), "axb"))).containsExactly(two);
    assertThat(listOf(Set.of(other.arn().toString()))).isEmpty();
    assertThat(listOf(Set.of("unknown"))).isEmpty();
    assertThat(listOf(Set.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "two words",
        "100%",
        "a\\b",
        "web/1",
        "arn:aws:ecs:eu-west-1:123456789012:service/main/web"
      })
  void whatIsNeitherAnIdNorATaskSetsArnIsInvalid(String id) {
    createdIn(WEB, "1");

    assertThatThrownBy(() -> listOf(Set.of("1", id)))
        .isExactlyInstanceOf(InvalidValueException.class);
  }

  @Test
  void aQueryNeedsItsService() {
    assertThatThrownBy(() -> TaskSetQuery.of(null))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining("service");
  }

  @ParameterizedTest
  @ValueSource(strings = {TaskSet.ACTIVE, "DRAINING", ""})
  void setPrimaryPromotesOneAndDemotesTheFormerOneAndNoOther(String status) {
    TaskSet blue = created("blue", TaskSet.PRIMARY);
    TaskSet green = created("green", status);
    TaskSet draining = created("red", "DRAINING");
    TaskSet other = taskSets.create(set(API, "green").withStatus(TaskSet.PRIMARY));

    TaskSet promoted;
    try (Storage atNoon =
        Storage.open(
            StorageExtension.config(SharedDatabase.get(), Role.RUNNER)
                .clock(Clock.fixed(NOON, ZoneOffset.UTC))
                .build())) {
      promoted = atNoon.taskSets().setPrimary(green.arn());
    }

    TaskSet demoted = taskSets.get(blue.arn());
    assertThat(promoted)
        .isEqualTo(
            green.withStatus(TaskSet.PRIMARY).withUpdatedAt(NOON).withVersion(promoted.version()));
    assertThat(demoted)
        .isEqualTo(
            blue.withStatus(TaskSet.ACTIVE).withUpdatedAt(NOON).withVersion(demoted.version()));
    assertThat(promoted.version()).isNotEqualTo(green.version());
    assertThat(demoted.version()).isNotEqualTo(blue.version());
    assertThat(list(TaskSetQuery.of(WEB))).containsExactly(draining, promoted, demoted);
    assertThat(taskSets.get(other.arn())).isEqualTo(other);
  }

  @Test
  void setPrimaryNeedsNoFormerOne() {
    TaskSet blue = created("blue", TaskSet.ACTIVE);
    TaskSet green = created("green", TaskSet.ACTIVE);

    TaskSet promoted = taskSets.setPrimary(green.arn());

    assertThat(promoted.status()).isEqualTo(TaskSet.PRIMARY);
    assertThat(list(TaskSetQuery.of(WEB))).containsExactly(promoted, blue);
  }

  @Test
  void setPrimaryLeavesOneThatIsPrimaryAsItIs() {
    TaskSet blue = created("blue", TaskSet.PRIMARY);
    TaskSet green = created("green", TaskSet.ACTIVE);

    assertThat(taskSets.setPrimary(blue.arn())).isEqualTo(blue);
    assertThat(list(TaskSetQuery.of(WEB))).containsExactly(green, blue);
  }

  @Test
  void setPrimaryOfWhatIsNotThereChangesNothingAndTheUnitStaysUsable() {
    TaskSet blue = created("blue", TaskSet.PRIMARY);

    for (TaskSetArn missing :
        List.of(
            NONE,
            TaskSetArn.of(API, "blue"),
            TaskSetArn.of(ServiceArn.of(CLUSTER, "none"), "blue"),
            TaskSetArn.of(ServiceArn.of(SECOND, "web"), "blue"))) {
      assertThatThrownBy(() -> taskSets.setPrimary(missing))
          .isExactlyInstanceOf(NotFoundException.class)
          .hasMessageContaining(missing.toString());
    }
    assertThat(list(TaskSetQuery.of(WEB))).containsExactly(blue);

    TaskSet green =
        storage.inTransaction(
            unit -> {
              assertThatThrownBy(() -> unit.taskSets().setPrimary(NONE))
                  .isExactlyInstanceOf(NotFoundException.class);
              assertThat(unit.taskSets().get(blue.arn())).isEqualTo(blue);
              return unit.taskSets().create(set(WEB, "green"));
            });
    assertThat(list(TaskSetQuery.of(WEB))).containsExactly(green, blue);
  }

  static Stream<Consumer<Storage>> endsOfAnInactiveService() {
    return Stream.of(
        storage -> storage.services().delete(WEB),
        storage -> storage.services().create(Samples.service(WEB)),
        storage -> storage.services().deleteInactive(CLUSTER, FUTURE, 10),
        storage -> {
          storage.services().delete(API);
          storage.clusters().delete(CLUSTER);
        });
  }

  @ParameterizedTest
  @MethodSource("endsOfAnInactiveService")
  void taskSetsGoWithTheirServiceAndNoOthersDo(Consumer<Storage> end) {
    TaskSet blue = created("blue", TaskSet.PRIMARY);
    TaskSet green = created("green", TaskSet.ACTIVE);
    TaskSet elsewhere = createdIn(stored(SECOND, "web", Service.INACTIVE), "blue");
    storage.services().modify(WEB, now -> now.withStatus(Service.INACTIVE));

    end.accept(storage);

    assertThat(taskSets.getAll(List.of(blue.arn(), green.arn(), elsewhere.arn())).values())
        .containsExactly(elsewhere);
  }

  @Test
  void aClusterThatIsInUseKeepsItsTaskSets() {
    storage.services().modify(API, now -> now.withStatus(Service.INACTIVE));
    TaskSet ofInactive = createdIn(API, "1");
    TaskSet ofActive = createdIn(WEB, "1");

    assertThatThrownBy(() -> storage.clusters().delete(CLUSTER))
        .isExactlyInstanceOf(ResourceInUseException.class);
    assertThat(taskSets.getAll(List.of(ofInactive.arn(), ofActive.arn()))).hasSize(2);
  }

  @Test
  void deleteOrphanedTakesTheTaskSetsOfInactiveServicesWhateverTheirStatus() {
    for (String status : List.of(Service.ACTIVE, Service.DRAINING, "inactive", "")) {
      createdIn(stored(CLUSTER, "s" + status, status), "1");
    }
    ServiceArn inactive = stored(CLUSTER, "inactive", Service.INACTIVE);
    createdIn(inactive, "1");
    taskSets.create(set(inactive, "2").withStatus(TaskSet.PRIMARY));
    created("3", Service.INACTIVE);

    assertThat(taskSets.deleteOrphaned(CLUSTER, 10)).isEqualTo(2);

    assertThat(storage.inventory()).containsEntry("task_sets", 5L);
    assertThat(list(TaskSetQuery.of(inactive))).isEmpty();
    assertThat(storage.services().find(inactive)).isPresent();
  }

  @Test
  void deleteOrphanedReachesAsFarAsItSays() {
    TaskSet here = createdIn(stored(CLUSTER, "old", Service.INACTIVE), "1");
    TaskSet second = createdIn(stored(SECOND, "old", Service.INACTIVE), "1");
    TaskSet third = createdIn(stored(ClusterArn.of(SCOPE, "third"), "old", Service.INACTIVE), "1");
    TaskSet foreign = createdIn(stored(OTHER_ACCOUNT, "old", Service.INACTIVE), "1");
    List<TaskSetArn> arns = List.of(here.arn(), second.arn(), third.arn(), foreign.arn());

    assertThat(taskSets.deleteOrphaned(SECOND, 10)).isEqualTo(1);
    assertThat(taskSets.getAll(arns).values()).containsExactly(here, third, foreign);
    assertThat(taskSets.deleteOrphaned(AllClusters.of(SCOPE), 10)).isEqualTo(2);
    assertThat(taskSets.getAll(arns).values()).containsExactly(foreign);
  }

  @Test
  void deleteOrphanedTakesNoMoreThanTheLimit() {
    ServiceArn old = stored(CLUSTER, "old", Service.INACTIVE);
    ServiceArn older = stored(CLUSTER, "older", Service.INACTIVE);
    for (String id : List.of("1", "2", "3")) {
      createdIn(old, id);
      createdIn(older, id);
    }

    assertThat(taskSets.deleteOrphaned(CLUSTER, 4)).isEqualTo(4);
    assertThat(taskSets.deleteOrphaned(AllClusters.of(SCOPE), 1)).isEqualTo(1);
    assertThat(taskSets.deleteOrphaned(CLUSTER, 4)).isEqualTo(1);
    assertThat(taskSets.deleteOrphaned(CLUSTER, Deletion.MAX_LIMIT)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, Deletion.MAX_LIMIT + 1, Integer.MAX_VALUE})
  void deleteOrphanedRefusesALimitOutOfItsRange(int limit) {
    TaskSet orphan = createdIn(stored(CLUSTER, "old", Service.INACTIVE), "1");

    assertThatThrownBy(() -> taskSets.deleteOrphaned(CLUSTER, limit))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll("limit", String.valueOf(limit));
    assertThat(taskSets.find(orphan.arn())).isPresent();
  }

  @Test
  void deleteOrphanedPassesOverWhatAnotherTransactionWorksOn() {
    ServiceArn revived = stored(CLUSTER, "revived", Service.INACTIVE);
    ServiceArn old = stored(CLUSTER, "old", Service.INACTIVE);
    createdIn(revived, "1");
    TaskSet busy = createdIn(old, "1");
    createdIn(old, "2");

    try (Transaction unit = storage.begin()) {
      unit.services().modify(revived, now -> now.withStatus(Service.ACTIVE));
      unit.taskSets().modify(busy.arn(), now -> now);

      assertThat(taskSets.deleteOrphaned(CLUSTER, 10)).isEqualTo(1);
      unit.commit();
    }
    assertThat(taskSets.deleteOrphaned(CLUSTER, 10)).isEqualTo(1);
    assertThat(taskSets.find(busy.arn())).isEmpty();
    assertThat(list(TaskSetQuery.of(revived))).hasSize(1);
  }
}
