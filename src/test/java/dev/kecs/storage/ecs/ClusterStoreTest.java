package dev.kecs.storage.ecs;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.Storage;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.ResourceInUseException;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.page.Pages;
import dev.kecs.storage.store.Created;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.StorageExtension;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(StorageExtension.class)
class ClusterStoreTest {
  private static final Scope OTHER_ACCOUNT = new Scope("210987654321", SCOPE.region());
  private static final Scope OTHER_REGION = new Scope(SCOPE.account(), "eu-west-2");
  private static final ClusterArn NONE = ClusterArn.of(SCOPE, "none");
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456789Z");

  private final Storage storage;
  private final ClusterStore clusters;

  ClusterStoreTest(Storage storage) {
    this.storage = storage;
    this.clusters = storage.clusters();
  }

  @Test
  void aClusterLivesFromItsCreationToItsDeletion() {
    Cluster created = clusters.create(Samples.cluster(CLUSTER).withK8sClusterName("k3d-main"));
    assertThat(created.k8sClusterName()).isEqualTo("k3d-main");
    assertThat(created.createdAt()).isNotNull().isEqualTo(created.updatedAt());
    assertThat(clusters.get(CLUSTER)).isEqualTo(created);

    Cluster updated = clusters.update(created.withStatus("PROVISIONING"));
    assertThat(updated)
        .isEqualTo(
            created
                .withStatus("PROVISIONING")
                .withUpdatedAt(updated.updatedAt())
                .withVersion(updated.version()));
    assertThat(updated.version()).isNotEqualTo(created.version());
    assertThat(updated.updatedAt()).isAfterOrEqualTo(created.updatedAt());
    assertThat(clusters.get(CLUSTER)).isEqualTo(updated);

    Cluster modified = clusters.modify(CLUSTER, now -> now.withTags(Map.of("team", "web")));
    assertThat(modified.tags()).containsExactly(Map.entry("team", "web"));
    assertThat(modified.version()).isNotIn(created.version(), updated.version());
    assertThat(clusters.get(CLUSTER)).isEqualTo(modified);

    assertThat(clusters.getAll(List.of(NONE, CLUSTER)))
        .containsExactly(Map.entry(CLUSTER, modified));

    clusters.delete(CLUSTER);
    assertThat(clusters.find(CLUSTER)).isEmpty();
    assertThat(clusters.list(ClusterQuery.of(SCOPE), PageRequest.first()).items()).isEmpty();
  }

  @Test
  void createIfAbsentTellsWhetherItCreatedAndLeavesWhatThereIs() {
    Created<Cluster> created = clusters.createIfAbsent(Samples.cluster(CLUSTER));
    assertThat(created.created()).isTrue();
    assertThat(clusters.get(CLUSTER)).isEqualTo(created.value());

    Created<Cluster> again =
        clusters.createIfAbsent(Samples.cluster(CLUSTER).withStatus("OTHER").withCreatedAt(NOON));
    assertThat(again.created()).isFalse();
    assertThat(again.value()).isEqualTo(created.value());
    assertThat(clusters.get(CLUSTER)).isEqualTo(created.value());
  }

  @Test
  void aClusterThatIsNotThereIsFoundByNoMethod() {
    assertThat(clusters.find(NONE)).isEmpty();
    assertThat(clusters.find(SCOPE, "none")).isEmpty();
    assertThat(clusters.find(SCOPE, NONE.toString())).isEmpty();
    assertThatThrownBy(() -> clusters.get(NONE))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessageContaining(NONE.toString());
  }

  @Test
  void aClusterIsFoundByNameAndArnInItsOwnScopeOnly() {
    Cluster created = clusters.create(Samples.cluster(CLUSTER));
    String name = CLUSTER.name();
    String arn = CLUSTER.toString();

    assertThat(clusters.find(SCOPE, name)).contains(created);
    assertThat(clusters.find(SCOPE, arn)).contains(created);
    assertThat(clusters.find(OTHER_ACCOUNT, name)).isEmpty();
    assertThat(clusters.find(OTHER_ACCOUNT, arn)).isEmpty();
    assertThat(clusters.find(OTHER_REGION, name)).isEmpty();
    assertThat(clusters.find(OTHER_REGION, arn)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "two words",
        "100%",
        "a/b",
        "arn:aws:ecs:eu-west-1:123456789012:service/main/api",
        "arn:aws-cn:ecs:eu-west-1:123456789012:cluster/main"
      })
  void aTextThatIsNeitherNameNorArnIsInvalid(String text) {
    assertThatThrownBy(() -> clusters.find(SCOPE, text))
        .isExactlyInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROVISIONING", "PENDING", "RUNNING", "STOPPING", "", "stopped"})
  void aClusterWithATaskThatIsNotStoppedIsInUse(String status) {
    clusters.create(Samples.cluster(CLUSTER));
    TaskDefinitionArn definition = Samples.registered(storage, "app");
    Task running = Samples.task("running", definition).withLastStatus(status);
    Task stopped = Samples.task("stopped", definition).withLastStatus(Task.STOPPED);
    Service inactive = Samples.service("inactive").withStatus(Service.INACTIVE);
    storage.tasks().createAll(List.of(running, stopped));
    storage.services().create(inactive);

    assertThatThrownBy(() -> clusters.delete(CLUSTER))
        .isExactlyInstanceOf(ResourceInUseException.class)
        .hasMessageContaining(CLUSTER.toString())
        .hasMessageContaining("task");

    assertThat(clusters.find(CLUSTER)).isPresent();
    assertThat(storage.tasks().find(running.arn())).isPresent();
    assertThat(storage.tasks().find(stopped.arn())).isPresent();
    assertThat(storage.services().find(inactive.arn())).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {Service.ACTIVE, Service.DRAINING, "", "inactive"})
  void aClusterWithAServiceThatIsNotInactiveIsInUse(String status) {
    clusters.create(Samples.cluster(CLUSTER));
    TaskDefinitionArn definition = Samples.registered(storage, "app");
    Task stopped = Samples.task("stopped", definition).withLastStatus(Task.STOPPED);
    Service service = Samples.service("api").withStatus(status);
    Service inactive = Samples.service("inactive").withStatus(Service.INACTIVE);
    storage.tasks().create(stopped);
    storage.services().create(service);
    storage.services().create(inactive);

    assertThatThrownBy(() -> clusters.delete(CLUSTER))
        .isExactlyInstanceOf(ResourceInUseException.class)
        .hasMessageContaining(CLUSTER.toString())
        .hasMessageContaining("service");

    assertThat(clusters.find(CLUSTER)).isPresent();
    assertThat(storage.tasks().find(stopped.arn())).isPresent();
    assertThat(storage.services().find(service.arn())).isPresent();
    assertThat(storage.services().find(inactive.arn())).isPresent();
  }

  @Test
  void aClusterInUseLeavesTheUnitOfWorkUsableAndNothingDeleted() {
    clusters.create(Samples.cluster(CLUSTER));
    storage.services().create(Samples.service("api"));
    storage.services().create(Samples.service("inactive").withStatus(Service.INACTIVE));

    storage.inTransaction(
        unit -> {
          assertThatThrownBy(() -> unit.clusters().delete(CLUSTER))
              .isExactlyInstanceOf(ResourceInUseException.class);
          return unit.clusters().create(Samples.cluster("second"));
        });

    assertThat(clusters.find(SCOPE, "second")).isPresent();
    assertThat(storage.services().find(CLUSTER, "inactive")).isPresent();
  }

  @Test
  void aClusterGoesWithItsStoppedTasksAndInactiveServicesAndNoOthers() {
    TaskDefinitionArn definition = Samples.registered(storage, "app");
    ClusterArn neighbour = ClusterArn.of(SCOPE, "main2");
    for (ClusterArn cluster : List.of(CLUSTER, neighbour)) {
      clusters.create(Samples.cluster(cluster));
      storage
          .services()
          .create(Samples.service(ServiceArn.of(cluster, "api")).withStatus(Service.INACTIVE));
      storage
          .tasks()
          .create(
              Samples.task(TaskArn.of(cluster, "0a1b"), definition).withLastStatus(Task.STOPPED));
    }

    clusters.delete(CLUSTER);

    assertThat(clusters.find(CLUSTER)).isEmpty();
    assertThat(storage.services().find(CLUSTER, "api")).isEmpty();
    assertThat(storage.tasks().find(CLUSTER, "0a1b")).isEmpty();
    assertThat(clusters.find(neighbour)).isPresent();
    assertThat(storage.services().find(neighbour, "api")).isPresent();
    assertThat(storage.tasks().find(neighbour, "0a1b")).isPresent();
    assertThat(storage.taskDefinitions().find(definition)).isPresent();
  }

  @Test
  void clustersAreListedNewestFirstOrOldestFirst() {
    Cluster first = clusters.create(Samples.cluster("m"));
    Cluster second = clusters.create(Samples.cluster("a"));
    Cluster third = clusters.create(Samples.cluster("z").withCreatedAt(Instant.EPOCH));
    Cluster changed = clusters.update(first.withStatus("CHANGED"));

    assertThat(list(ClusterQuery.of(SCOPE))).containsExactly(third, second, changed);
    assertThat(list(ClusterQuery.of(SCOPE).withOldestFirst(true)))
        .containsExactly(changed, second, third);
  }

  @Test
  void clustersAreListedByStatusLiterally() {
    Cluster active = clusters.create(Samples.cluster("a"));
    Cluster percent = clusters.create(Samples.cluster("b").withStatus("A%"));
    Cluster underscore = clusters.create(Samples.cluster("c").withStatus("ACTIV_"));
    Cluster backslash = clusters.create(Samples.cluster("d").withStatus("A\\%"));
    Cluster empty = clusters.create(Samples.cluster("e").withStatus(""));
    clusters.create(Samples.cluster("f").withStatus("INACTIVE"));

    assertThat(listOf("ACTIVE")).containsExactly(active);
    assertThat(listOf("A%")).containsExactly(percent);
    assertThat(listOf("ACTIV_")).containsExactly(underscore);
    assertThat(listOf("A\\%")).containsExactly(backslash);
    assertThat(listOf("")).containsExactly(empty);
    assertThat(listOf("ACTIVE", "A%", "UNKNOWN")).containsExactly(percent, active);
    assertThat(listOf("active")).isEmpty();
    assertThat(listOf()).isEmpty();
    assertThat(list(ClusterQuery.of(SCOPE))).hasSize(6);
  }

  @Test
  void aQueryNeedsAScope() {
    assertThatThrownBy(() -> ClusterQuery.of(null))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining("scope");
  }

  @Test
  void theSameNamesInOtherAccountsAndRegionsNeverMix() {
    Cluster here = clusters.create(Samples.cluster(CLUSTER));
    Cluster account = clusters.create(Samples.cluster(ClusterArn.of(OTHER_ACCOUNT, "main")));
    Cluster region = clusters.create(Samples.cluster(ClusterArn.of(OTHER_REGION, "main")));

    assertThat(list(ClusterQuery.of(SCOPE))).containsExactly(here);
    assertThat(list(ClusterQuery.of(OTHER_ACCOUNT))).containsExactly(account);
    assertThat(list(ClusterQuery.of(OTHER_REGION))).containsExactly(region);

    clusters.modify(here.arn(), now -> now.withStatus("CHANGED"));
    clusters.delete(account.arn());

    assertThat(clusters.get(region.arn())).isEqualTo(region);
    assertThat(clusters.find(here.arn())).isPresent();
    assertThat(clusters.find(OTHER_ACCOUNT, "main")).isEmpty();
  }

  @Test
  void statisticsCountRunningAndPendingTasksAndActiveServicesOfEachCluster() {
    TaskDefinitionArn definition = Samples.registered(storage, "app");
    ClusterArn second = ClusterArn.of(SCOPE, "second");
    ClusterArn elsewhere = ClusterArn.of(OTHER_ACCOUNT, "main");
    ClusterArn empty = ClusterArn.of(SCOPE, "empty");
    for (ClusterArn cluster : List.of(CLUSTER, second, elsewhere, empty)) {
      clusters.create(Samples.cluster(cluster));
    }
    tasks(CLUSTER, definition, Task.RUNNING, 3);
    tasks(CLUSTER, definition, Task.PENDING, 2);
    tasks(CLUSTER, definition, Task.STOPPED, 4);
    tasks(CLUSTER, definition, "STOPPING", 1);
    services(CLUSTER, Service.ACTIVE, 2);
    services(CLUSTER, Service.DRAINING, 1);
    services(CLUSTER, Service.INACTIVE, 1);
    tasks(second, definition, Task.PENDING, 1);
    services(elsewhere, Service.ACTIVE, 1);

    assertThat(clusters.statistics(List.of(CLUSTER, NONE, second, elsewhere, empty, CLUSTER)))
        .containsExactly(
            Map.entry(CLUSTER, new ClusterStatistics(0, 3, 2, 2)),
            Map.entry(NONE, ClusterStatistics.NONE),
            Map.entry(second, new ClusterStatistics(0, 0, 1, 0)),
            Map.entry(elsewhere, new ClusterStatistics(0, 0, 0, 1)),
            Map.entry(empty, ClusterStatistics.NONE));
    assertThat(clusters.statistics(List.of())).isEmpty();
  }

  private void tasks(ClusterArn cluster, TaskDefinitionArn definition, String status, int count) {
    storage
        .tasks()
        .createAll(
            IntStream.range(0, count)
                .mapToObj(i -> TaskArn.of(cluster, status + "-" + i))
                .map(arn -> Samples.task(arn, definition).withLastStatus(status))
                .toList());
  }

  private void services(ClusterArn cluster, String status, int count) {
    for (int i = 0; i < count; i++) {
      ServiceArn arn = ServiceArn.of(cluster, status + "-" + i);
      storage.services().create(Samples.service(arn).withStatus(status));
    }
  }

  private List<Cluster> listOf(String... statuses) {
    return list(ClusterQuery.of(SCOPE).withStatuses(Set.of(statuses)));
  }

  /** In pages of two, so that the order holds across pages. */
  private List<Cluster> list(ClusterQuery query) {
    return Pages.stream(page -> clusters.list(query, page), 2).toList();
  }
}
