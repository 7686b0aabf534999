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
import dev.kecs.storage.error.VersionConflictException;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.PageRequest;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(StorageExtension.class)
class ServiceStoreTest {
  private static final Scope OTHER_ACCOUNT = new Scope("210987654321", SCOPE.region());
  private static final Scope OTHER_REGION = new Scope(SCOPE.account(), "eu-west-2");
  private static final ClusterArn SECOND = ClusterArn.of(SCOPE, "second");
  private static final ServiceArn API = ServiceArn.of(CLUSTER, "api");
  private static final ServiceArn NONE = ServiceArn.of(CLUSTER, "none");
  private static final TaskDefinitionArn UNKNOWN = TaskDefinitionArn.of(SCOPE, "unknown", 1);
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456789Z");
  private static final Instant STORED_NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

  private final Storage storage;
  private final ServiceStore services;

  ServiceStoreTest(Storage storage) {
    this.storage = storage;
    this.services = storage.services();
  }

  @BeforeEach
  void storeTheCluster() {
    Samples.storedCluster(storage);
  }

  @Test
  void aServiceLivesFromItsCreationToItsDeletion() {
    TaskDefinitionArn definition = Samples.registered(storage, "app");
    Service created =
        services.create(Samples.service(API).withTaskDefinitionArn(definition).withDesiredCount(3));
    assertThat(created.taskDefinitionArn()).isEqualTo(definition);
    assertThat(created.createdAt()).isNotNull().isEqualTo(created.updatedAt());
    assertThat(services.get(API)).isEqualTo(created);

    Service updated = services.update(created.withRunningCount(1));
    assertThat(updated)
        .isEqualTo(
            created
                .withRunningCount(1)
                .withUpdatedAt(updated.updatedAt())
                .withVersion(updated.version()));
    assertThat(updated.version()).isNotEqualTo(created.version());
    assertThat(updated.updatedAt()).isAfterOrEqualTo(created.updatedAt());
    assertThat(services.get(API)).isEqualTo(updated);

    Service modified = services.modify(API, now -> now.withRunningCount(now.runningCount() + 1));
    assertThat(modified.runningCount()).isEqualTo(2);
    assertThat(modified.version()).isNotIn(created.version(), updated.version());
    assertThat(services.get(API)).isEqualTo(modified);

    services.delete(API);
    assertThat(services.find(API)).isEmpty();
    assertThat(services.list(ServiceQuery.of(CLUSTER), PageRequest.first()).items()).isEmpty();
  }

  @Test
  void timesComeFromTheConfiguredClock() {
    Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    try (Storage fixed =
        Storage.open(
            StorageExtension.config(SharedDatabase.get(), Role.RUNNER).clock(clock).build())) {
      Service inactive = fixed.services().create(Samples.service(API).withStatus(Service.INACTIVE));
      assertThat(inactive.createdAt()).isEqualTo(STORED_NOON);
      assertThat(inactive.updatedAt()).isEqualTo(STORED_NOON);

      services.modify(API, now -> now.withCreatedAt(Instant.EPOCH));
      Service replaced = fixed.services().create(Samples.service(API));
      assertThat(replaced.createdAt()).isEqualTo(STORED_NOON);
      assertThat(replaced.updatedAt()).isEqualTo(STORED_NOON);

      services.modify(API, now -> now);
      Service updated = fixed.services().update(services.get(API));
      assertThat(updated.updatedAt()).isEqualTo(STORED_NOON);
      Service modified = fixed.services().modify(API, now -> now.withUpdatedAt(Instant.EPOCH));
      assertThat(modified.updatedAt()).isEqualTo(STORED_NOON);
      assertThat(services.get(API)).isEqualTo(modified);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Service.ACTIVE, Service.DRAINING, "", "inactive"})
  void aServiceThatIsNotInactiveKeepsItsNameAndTheUnitOfWorkStaysUsable(String status) {
    Service first = services.create(Samples.service(API).withStatus(status));

    assertThatThrownBy(() -> services.create(Samples.service(API).withDesiredCount(9)))
        .isExactlyInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining(API.toString());
    assertThat(services.get(API)).isEqualTo(first);

    storage.inTransaction(
        unit -> {
          assertThatThrownBy(() -> unit.services().create(Samples.service(API)))
              .isExactlyInstanceOf(AlreadyExistsException.class);
          return unit.services().create(Samples.service("web"));
        });
    assertThat(services.find(CLUSTER, "web")).isPresent();
  }

  @Test
  void aServiceIsRefusedInAClusterThatIsNotThere() {
    ServiceArn orphan = ServiceArn.of(SECOND, "api");

    assertThatThrownBy(() -> services.create(Samples.service(orphan)))
        .isExactlyInstanceOf(ReferenceNotFoundException.class)
        .hasMessageContaining(orphan.toString())
        .hasMessageContaining(SECOND.toString());
    assertThat(services.find(orphan)).isEmpty();
  }

  @Test
  void aServiceIsRefusedWithATaskDefinitionThatIsNotThere() {
    assertThatThrownBy(() -> services.create(Samples.service(API).withTaskDefinitionArn(UNKNOWN)))
        .isExactlyInstanceOf(ReferenceNotFoundException.class)
        .hasMessageContaining(API.toString())
        .hasMessageContaining(UNKNOWN.toString());
    assertThat(services.find(API)).isEmpty();

    Service created = services.create(Samples.service(API));
    assertThatThrownBy(() -> services.update(created.withTaskDefinitionArn(UNKNOWN)))
        .isExactlyInstanceOf(ReferenceNotFoundException.class)
        .hasMessageContaining(API.toString())
        .hasMessageContaining(UNKNOWN.toString());
    assertThatThrownBy(() -> services.modify(API, now -> now.withTaskDefinitionArn(UNKNOWN)))
        .isExactlyInstanceOf(ReferenceNotFoundException.class)
        .hasMessageContaining(API.toString())
        .hasMessageContaining(UNKNOWN.toString());
    assertThat(services.get(API)).isEqualTo(created);
  }

  @Test
  void anInactiveServiceIsReplacedAsByADeletionAndACreation() {
    TaskDefinitionArn definition = Samples.registered(storage, "app");
    Service old =
        services.create(
            Samples.service(API)
                .withStatus(Service.INACTIVE)
                .withCreatedAt(NOON)
                .withRoleArn("old")
                .withTags(Map.of("old", "yes")));
    Service web = services.create(Samples.service("web"));
    Task task = storage.tasks().create(Samples.task("0a1b", definition).withServiceArn(API));

    Service anew = services.create(Samples.service(API).withLaunchType("FARGATE"));

    assertThat(anew.version()).isNotEqualTo(old.version());
    assertThat(anew.createdAt()).isNotEqualTo(old.createdAt()).isEqualTo(anew.updatedAt());
    assertThat(anew)
        .isEqualTo(
            Samples.service(API)
                .withLaunchType("FARGATE")
                .withCreatedAt(anew.createdAt())
                .withUpdatedAt(anew.updatedAt())
                .withVersion(anew.version()));
    assertThat(services.get(API)).isEqualTo(anew);
    assertThat(list(ServiceQuery.of(CLUSTER))).containsExactly(anew, web);
    assertThat(storage.tasks().get(task.arn())).isEqualTo(task);
    assertThatThrownBy(() -> services.update(old.withStatus(Service.ACTIVE)))
        .isExactlyInstanceOf(VersionConflictException.class)
        .hasMessageContaining(API.toString());
  }

  @Test
  void anInactiveServiceCanBeReplacedByAnInactiveOneAgainAndAgain() {
    Service inactive = Samples.service(API).withStatus(Service.INACTIVE);
    Service first = services.create(inactive);
    Service second = services.create(inactive);
    Service third = services.create(inactive);

    assertThat(Set.of(first.version(), second.version(), third.version())).hasSize(3);
    assertThat(services.get(API)).isEqualTo(third);
  }

  @Test
  void aReplacementThatIsRefusedLeavesTheInactiveService() {
    Service old = services.create(Samples.service(API).withStatus(Service.INACTIVE));

    assertThatThrownBy(() -> services.create(Samples.service(API).withTaskDefinitionArn(UNKNOWN)))
        .isExactlyInstanceOf(ReferenceNotFoundException.class)
        .hasMessageContaining(UNKNOWN.toString());
    assertThat(services.get(API)).isEqualTo(old);
  }

  @Test
  void aServiceThatIsNotThereIsFoundByNoMethod() {
    assertThat(services.find(NONE)).isEmpty();
    assertThat(services.find(CLUSTER, "none")).isEmpty();
    assertThat(services.find(CLUSTER, NONE.toString())).isEmpty();
    assertThatThrownBy(() -> services.get(NONE))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessageContaining(NONE.toString());
  }

  @Test
  void aServiceIsFoundByNameAndArnInItsOwnClusterOnly() {
    storage.clusters().create(Samples.cluster(SECOND));
    Service created = services.create(Samples.service(API).withStatus(Service.INACTIVE));

    assertThat(services.find(CLUSTER, "api")).contains(created);
    assertThat(services.find(CLUSTER, API.toString())).contains(created);
    assertThat(services.find(SECOND, "api")).isEmpty();
    assertThat(services.find(SECOND, API.toString())).isEmpty();
    assertThat(services.find(ClusterArn.of(OTHER_ACCOUNT, "main"), API.toString())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "two words", "100%", "a/b", "arn:aws:ecs:eu-west-1:123456789012:cluster/main"})
  void aTextThatIsNeitherNameNorArnIsInvalid(String text) {
    assertThatThrownBy(() -> services.find(CLUSTER, text))
        .isExactlyInstanceOf(InvalidValueException.class);
  }

  @Test
  void getAllReturnsEachThatExistsOnceInTheOrderAskedFor() {
    storage.clusters().create(Samples.cluster(SECOND));
    Service a = services.create(Samples.service("a"));
    Service b = services.create(Samples.service("b").withStatus(Service.INACTIVE));
    services.create(Samples.service("c"));
    Service second = services.create(Samples.service(ServiceArn.of(SECOND, "a")));

    Map<ServiceArn, Service> found =
        services.getAll(List.of(b.arn(), NONE, second.arn(), a.arn(), b.arn()));

    assertThat(found)
        .containsExactly(
            Map.entry(b.arn(), b), Map.entry(second.arn(), second), Map.entry(a.arn(), a));
    assertThat(services.getAll(List.of())).isEmpty();
  }

  @Test
  void tasksKeepTheArnOfADeletedService() {
    TaskDefinitionArn definition = Samples.registered(storage, "app");
    services.create(Samples.service(API));
    Task task = storage.tasks().create(Samples.task("0a1b", definition).withServiceArn(API));

    services.delete(API);

    assertThat(storage.tasks().get(task.arn())).isEqualTo(task);
  }

  @Test
  void servicesAreListedNewestFirstWithinEachClusterOrOldestFirst() {
    storage.clusters().create(Samples.cluster(SECOND));
    Service first = services.create(Samples.service("m"));
    Service other = services.create(Samples.service(ServiceArn.of(SECOND, "a")));
    Service second = services.create(Samples.service("a"));
    Service third = services.create(Samples.service("z").withCreatedAt(Instant.EPOCH));
    Service changed = services.update(first.withDesiredCount(1));

    assertThat(list(ServiceQuery.of(CLUSTER))).containsExactly(third, second, changed);
    assertThat(list(ServiceQuery.of(CLUSTER).withOldestFirst(true)))
        .containsExactly(changed, second, third);
    assertThat(list(ServiceQuery.of(AllClusters.of(SCOPE))))
        .containsExactly(other, third, second, changed);
    assertThat(list(ServiceQuery.of(AllClusters.of(SCOPE)).withOldestFirst(true)))
        .containsExactly(changed, second, third, other);
  }

  @Test
  void everyCombinationOfFiltersHoldsWhatEachOfThemSays() {
    storage.clusters().create(Samples.cluster(SECOND));
    List<@Nullable String> names = either("a_b", "axb");
    List<@Nullable String> launchTypes = either("FAR%", null);
    List<@Nullable String> strategies = either("REP\\LICA", "");
    List<@Nullable String> namespaces = either("de_ault", "default");
    List<@Nullable String> statuses = either(Service.ACTIVE, Service.INACTIVE);
    List<Service> all = new ArrayList<>();
    int number = 0;
    for (ClusterArn cluster : List.of(CLUSTER, SECOND)) {
      for (String launchType : launchTypes) {
        for (String strategy : strategies) {
          for (String namespace : namespaces) {
            for (String status : statuses) {
              String name = number == 0 ? "a_b" : number == 1 ? "axb" : "s" + number;
              number++;
              all.add(
                  services.create(
                      Samples.service(ServiceArn.of(cluster, name))
                          .withLaunchType(launchType)
                          .withSchedulingStrategy(Objects.requireNonNullElse(strategy, "DAEMON"))
                          .withNamespace(namespace)
                          .withStatus(Objects.requireNonNullElse(status, Service.DRAINING))));
            }
          }
        }
      }
    }
    all.sort(
        Comparator.comparing((Service service) -> service.arn().cluster())
            .thenComparing(service -> service.version().row()));
    Collections.reverse(all);

    for (Within within :
        List.of(CLUSTER, SECOND, AllClusters.of(SCOPE), AllClusters.of(OTHER_ACCOUNT))) {
      for (String name : names) {
        for (String launchType : either("FAR%", "FARGATE")) {
          for (String strategy : strategies) {
            for (String namespace : namespaces) {
              for (String status : either(Service.ACTIVE, Service.INACTIVE)) {
                ServiceQuery query =
                    new ServiceQuery(
                        within,
                        name,
                        launchType,
                        strategy,
                        namespace,
                        status == null ? null : Set.of(status, "UNKNOWN"),
                        false);
                assertThat(services.list(query, PageRequest.first()).items())
                    .as(query.toString())
                    .isEqualTo(all.stream().filter(service -> isIn(query, service)).toList());
              }
            }
          }
        }
      }
    }
  }

  private static List<@Nullable String> either(String one, @Nullable String other) {
    List<@Nullable String> values = new ArrayList<>();
    values.add(null);
    values.add(one);
    if (other != null) {
      values.add(other);
    }
    return values;
  }

  private static boolean isIn(ServiceQuery query, Service service) {
    ClusterArn cluster = service.arn().cluster();
    return (query.within().equals(cluster)
            || query.within().equals(AllClusters.of(cluster.scope())))
        && (query.name() == null || query.name().equals(service.arn().name()))
        && (query.launchType() == null || query.launchType().equals(service.launchType()))
        && (query.schedulingStrategy() == null
            || query.schedulingStrategy().equals(service.schedulingStrategy()))
        && (query.namespace() == null || query.namespace().equals(service.namespace()))
        && (query.statuses() == null
            ? !service.status().equals(Service.INACTIVE)
            : query.statuses().contains(service.status()));
  }

  @Test
  void inactiveServicesAreListedOnlyWhenAskedFor() {
    Service active = services.create(Samples.service("active"));
    Service draining = services.create(Samples.service("draining").withStatus(Service.DRAINING));
    Service inactive = services.create(Samples.service("inactive").withStatus(Service.INACTIVE));

    assertThat(list(ServiceQuery.of(CLUSTER))).containsExactly(draining, active);
    assertThat(listOf(Service.INACTIVE)).containsExactly(inactive);
    assertThat(listOf(Service.INACTIVE, Service.ACTIVE)).containsExactly(inactive, active);
    assertThat(listOf()).isEmpty();
    assertThat(list(ServiceQuery.of(CLUSTER).withName("inactive"))).isEmpty();
  }

  @Test
  void aQueryNeedsToSayHowFarItReaches() {
    assertThatThrownBy(() -> ServiceQuery.of(null))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining("within");
  }

  @Test
  void theSameNamesInOtherAccountsRegionsAndClustersNeverMix() {
    ClusterArn prefixed = ClusterArn.of(SCOPE, "main2");
    List<ClusterArn> others =
        List.of(
            ClusterArn.of(OTHER_ACCOUNT, "main"), ClusterArn.of(OTHER_REGION, "main"), prefixed);
    Service here = services.create(Samples.service(API));
    for (ClusterArn other : others) {
      storage.clusters().create(Samples.cluster(other));
      Service there = services.create(Samples.service(ServiceArn.of(other, "api")));
      assertThat(list(ServiceQuery.of(other))).containsExactly(there);
    }
    assertThat(list(ServiceQuery.of(CLUSTER))).containsExactly(here);
    assertThat(list(ServiceQuery.of(AllClusters.of(SCOPE))))
        .extracting(service -> service.arn().cluster())
        .containsExactly(prefixed, CLUSTER);
    assertThat(list(ServiceQuery.of(AllClusters.of(OTHER_ACCOUNT))))
        .extracting(service -> service.arn().cluster())
        .containsExactly(others.get(0));

    services.modify(API, now -> now.withStatus(Service.INACTIVE));
    services.create(Samples.service(API));
    services.delete(API);

    for (ClusterArn other : others) {
      assertThat(services.get(ServiceArn.of(other, "api")).status()).isEqualTo(Service.ACTIVE);
    }
  }

  @Test
  void deleteInactiveSparesWhatWasChangedAtTheTimeOrLater() {
    Service inactive = services.create(Samples.service(API).withStatus(Service.INACTIVE));
    Instant changed = Objects.requireNonNull(inactive.updatedAt());

    assertThat(services.deleteInactive(CLUSTER, changed, 10)).isZero();
    assertThat(services.find(API)).isPresent();
    assertThat(services.deleteInactive(CLUSTER, changed.plusNanos(1_000), 10)).isEqualTo(1);
    assertThat(services.find(API)).isEmpty();
  }

  @Test
  void deleteInactiveGoesByTheLastChangeAndNotByTheCreation() {
    services.create(Samples.service(API).withStatus(Service.INACTIVE).withCreatedAt(Instant.EPOCH));

    assertThat(services.deleteInactive(CLUSTER, NOON.minusSeconds(1_000_000_000), 10)).isZero();
    assertThat(services.find(API)).isPresent();
  }

  @Test
  void deleteInactiveTakesInactiveServicesAndDrainedOnes() {
    TaskDefinitionArn definition = Samples.registered(storage, "app");
    storage.clusters().create(Samples.cluster(SECOND));
    services.create(Samples.service("active"));
    services.create(Samples.service("other").withStatus("inactive"));
    services.create(Samples.service("inactive").withStatus(Service.INACTIVE));
    for (String name : List.of("drained", "done", "elsewhere", "busy", "grouped")) {
      services.create(Samples.service(name).withStatus(Service.DRAINING));
    }
    task(CLUSTER, "1", definition, "inactive", Task.RUNNING);
    task(CLUSTER, "2", definition, "done", Task.STOPPED);
    task(SECOND, "3", definition, "elsewhere", Task.RUNNING);
    task(CLUSTER, "4", definition, "busy", Task.PENDING);
    storage.tasks().create(Samples.task("5", definition).withGroup("service:grouped"));

    assertThat(services.deleteInactive(CLUSTER, later(), 10)).isEqualTo(4);

    assertThat(list(ServiceQuery.of(CLUSTER)))
        .extracting(service -> service.arn().name())
        .containsExactlyInAnyOrder("active", "other", "busy", "grouped");
    assertThat(services.find(CLUSTER, "inactive")).isEmpty();
    assertThat(storage.tasks().get(TaskArn.of(CLUSTER, "1")).serviceArn())
        .isEqualTo(ServiceArn.of(CLUSTER, "inactive"));
  }

  private void task(
      ClusterArn cluster, String id, TaskDefinitionArn definition, String name, String status) {
    storage
        .tasks()
        .create(
            Samples.task(TaskArn.of(cluster, id), definition)
                .withServiceArn(ServiceArn.of(cluster, name))
                .withLastStatus(status));
  }

  @Test
  void deleteInactiveReachesAsFarAsItSays() {
    List<ClusterArn> clusters =
        List.of(
            CLUSTER,
            SECOND,
            ClusterArn.of(OTHER_ACCOUNT, "main"),
            ClusterArn.of(OTHER_REGION, "main"));
    for (ClusterArn cluster : clusters) {
      storage.clusters().createIfAbsent(Samples.cluster(cluster));
      services.create(Samples.service(ServiceArn.of(cluster, "api")).withStatus(Service.INACTIVE));
    }

    assertThat(services.deleteInactive(SECOND, later(), 10)).isEqualTo(1);
    assertThat(services.find(SECOND, "api")).isEmpty();
    assertThat(services.find(CLUSTER, "api")).isPresent();
    assertThat(services.deleteInactive(AllClusters.of(SCOPE), later(), 10)).isEqualTo(1);
    assertThat(services.find(CLUSTER, "api")).isEmpty();
    assertThat(services.find(clusters.get(2), "api")).isPresent();
    assertThat(services.find(clusters.get(3), "api")).isPresent();
  }

  @Test
  void deleteInactiveTakesNoMoreThanTheLimit() {
    for (int i = 0; i < 5; i++) {
      services.create(Samples.service("s" + i).withStatus(Service.INACTIVE));
    }

    assertThat(services.deleteInactive(CLUSTER, later(), 2)).isEqualTo(2);
    assertThat(services.deleteInactive(AllClusters.of(SCOPE), later(), 2)).isEqualTo(2);
    assertThat(services.deleteInactive(CLUSTER, later(), 2)).isEqualTo(1);
    assertThat(services.deleteInactive(CLUSTER, later(), Deletion.MAX_LIMIT)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, Deletion.MAX_LIMIT + 1, Integer.MAX_VALUE})
  void deleteInactiveRefusesALimitOutOfItsRange(int limit) {
    services.create(Samples.service(API).withStatus(Service.INACTIVE));

    assertThatThrownBy(() -> services.deleteInactive(CLUSTER, later(), limit))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining("limit")
        .hasMessageContaining(String.valueOf(limit));
    assertThat(services.find(API)).isPresent();
  }

  @Test
  void deleteInactivePassesOverAServiceThatAnotherTransactionWorksOn() {
    services.create(Samples.service(API).withStatus(Service.INACTIVE));
    services.create(Samples.service("web").withStatus(Service.INACTIVE));
    Instant later = later();
    try (Transaction transaction = storage.begin()) {
      transaction.services().modify(API, now -> now.withStatus(Service.ACTIVE));

      assertThat(services.deleteInactive(CLUSTER, later, 10)).isEqualTo(1);
      transaction.commit();
    }
    assertThat(services.get(API).status()).isEqualTo(Service.ACTIVE);
    assertThat(services.find(CLUSTER, "web")).isEmpty();
  }

  private static Instant later() {
    return Instant.now().plusSeconds(60);
  }

  private List<Service> listOf(String... statuses) {
    return list(ServiceQuery.of(CLUSTER).withStatuses(Set.of(statuses)));
  }

  /** In pages of two, so that the order holds across pages. */
  private List<Service> list(ServiceQuery query) {
    return Pages.stream(page -> services.list(query, page), 2).toList();
  }
}
