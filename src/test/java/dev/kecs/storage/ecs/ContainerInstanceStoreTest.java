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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is particular to container instances; what all that have an ARN share is {@code
 * ArnStoreTest}'s.
 */
@ExtendWith(StorageExtension.class)
class ContainerInstanceStoreTest {
  private static final ClusterArn SECOND = ClusterArn.of(SCOPE, "second");
  private static final ClusterArn OTHER_ACCOUNT =
      ClusterArn.of(new Scope("210987654321", SCOPE.region()), "main");
  private static final ContainerInstanceArn ONE = ContainerInstanceArn.of(CLUSTER, "1");
  private static final ContainerInstanceArn NONE = ContainerInstanceArn.of(CLUSTER, "none");
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");
  private static final Instant LONG_AGO = Instant.parse("2020-02-02T02:02:02.000002Z");
  private static final Instant FUTURE = Instant.parse("2999-01-01T00:00:00Z");

  private final Storage storage;
  private final ContainerInstanceStore instances;

  ContainerInstanceStoreTest(Storage storage) {
    this.storage = storage;
    this.instances = storage.containerInstances();
  }

  @BeforeEach
  void storeTheClusters() {
    for (ClusterArn cluster : List.of(CLUSTER, SECOND, OTHER_ACCOUNT)) {
      storage.clusters().create(Samples.cluster(cluster));
    }
  }

  private ContainerInstance registered(ContainerInstanceArn arn, String status) {
    return instances.register(Samples.containerInstance(arn).withStatus(status));
  }

  private ContainerInstance registered(String id, String status) {
    return registered(ContainerInstanceArn.of(CLUSTER, id), status);
  }

  private ContainerInstance inactiveSince(Instant time, ClusterArn cluster, String id) {
    return instances.register(
        Samples.containerInstance(ContainerInstanceArn.of(cluster, id))
            .withStatus(ContainerInstance.INACTIVE)
            .withDeregisteredAt(time));
  }

  private List<ContainerInstance> list(ContainerInstanceQuery query) {
    return Pages.stream(page -> instances.list(query, page), 2).toList();
  }

  private List<ContainerInstance> listOf(String... statuses) {
    return list(ContainerInstanceQuery.of(CLUSTER).withStatuses(Set.of(statuses)));
  }

  private List<Attribute> attributes() {
    return storage.attributes().list(AttributeQuery.of(CLUSTER), PageRequest.first()).items();
  }

  private static Storage atNoon() {
    return Storage.open(
        StorageExtension.config(SharedDatabase.get(), Role.RUNNER)
            .clock(Clock.fixed(NOON, ZoneOffset.UTC))
            .build());
  }

  @Test
  void anInstanceLivesFromItsRegistrationToItsDeletion() {
    ContainerInstance registered =
        instances.register(Samples.containerInstance(ONE).withEc2InstanceId("i-1"));
    assertThat(registered.createdAt()).isNotNull().isEqualTo(registered.updatedAt());
    assertThat(registered)
        .isEqualTo(
            Samples.containerInstance(ONE)
                .withEc2InstanceId("i-1")
                .withCreatedAt(registered.createdAt())
                .withUpdatedAt(registered.updatedAt())
                .withVersion(registered.version()));
    assertThat(instances.get(ONE)).isEqualTo(registered);
    assertThat(instances.find(ONE)).contains(registered);
    assertThat(instances.getAll(List.of(NONE, ONE))).isEqualTo(Map.of(ONE, registered));
    storage.attributes().put(List.of(Attribute.of(ONE, "disk", "ssd")));

    ContainerInstance updated =
        instances.update(registered.withEc2InstanceId(null).withAgentConnected(true));
    assertThat(updated)
        .isEqualTo(
            registered
                .withEc2InstanceId(null)
                .withAgentConnected(true)
                .withUpdatedAt(updated.updatedAt())
                .withVersion(updated.version()));
    ContainerInstance modified = instances.modify(ONE, now -> now.withStatus("DRAINING"));
    assertThat(modified.version()).isNotIn(registered.version(), updated.version());
    assertThat(instances.get(ONE)).isEqualTo(modified);

    instances.delete(ONE);
    assertThat(instances.find(ONE)).isEmpty();
    assertThat(list(ContainerInstanceQuery.of(CLUSTER))).isEmpty();
    assertThat(attributes()).isEmpty();
  }

  @Test
  void anInstanceNeedsItsCluster() {
    ClusterArn missing = ClusterArn.of(SCOPE, "none");
    ContainerInstanceArn orphan = ContainerInstanceArn.of(missing, "1");

    assertThatThrownBy(() -> registered(orphan, ContainerInstance.ACTIVE))
        .isExactlyInstanceOf(ReferenceNotFoundException.class)
        .hasMessageContainingAll(orphan.toString(), missing.toString());
    assertThat(instances.find(orphan)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {ContainerInstance.ACTIVE, "DRAINING", "REGISTERING", "", "inactive"})
  void anInstanceThatIsNotInactiveKeepsItsArnAndTheUnitStaysUsable(String status) {
    ContainerInstance first = registered(ONE, status);

    assertThatThrownBy(() -> registered(ONE, ContainerInstance.ACTIVE))
        .isExactlyInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining(ONE.toString());
    ContainerInstance second =
        storage.inTransaction(
            unit -> {
              assertThatThrownBy(() -> unit.containerInstances().register(first))
                  .isExactlyInstanceOf(AlreadyExistsException.class);
              return unit.containerInstances().register(Samples.containerInstance("2"));
            });
    assertThat(list(ContainerInstanceQuery.of(CLUSTER))).containsExactly(second, first);
  }

  @Test
  void anInactiveInstanceIsReplacedAsByADeletionAndARegistration() {
    TaskDefinitionArn definition = Samples.registered(storage, "app");
    ContainerInstance old =
        instances.register(
            Samples.containerInstance(ONE)
                .withCreatedAt(LONG_AGO)
                .withEc2InstanceId("old")
                .withTags(Map.of("old", "yes")));
    ContainerInstance two = registered("2", ContainerInstance.ACTIVE);
    Attribute others = Attribute.of(two.arn(), "disk", "ssd");
    storage.attributes().put(List.of(Attribute.of(ONE, "disk", "ssd"), others));
    Task task = storage.tasks().create(Samples.task("a", definition).withContainerInstanceArn(ONE));
    ContainerInstance inactive = instances.deregister(ONE);
    assertThat(attributes()).hasSize(2);

    ContainerInstance anew =
        instances.register(Samples.containerInstance(ONE).withAgentConnected(true));

    assertThat(anew.version()).isNotIn(old.version(), inactive.version());
    assertThat(anew.createdAt()).isNotEqualTo(LONG_AGO).isEqualTo(anew.updatedAt());
    assertThat(anew)
        .isEqualTo(
            Samples.containerInstance(ONE)
                .withAgentConnected(true)
                .withCreatedAt(anew.createdAt())
                .withUpdatedAt(anew.updatedAt())
                .withVersion(anew.version()));
    assertThat(instances.get(ONE)).isEqualTo(anew);
    assertThat(list(ContainerInstanceQuery.of(CLUSTER))).containsExactly(anew, two);
    assertThat(attributes()).containsExactly(others);
    assertThat(storage.tasks().get(task.arn())).isEqualTo(task);
    assertThatThrownBy(() -> instances.update(inactive.withStatusReason("late")))
        .isExactlyInstanceOf(VersionConflictException.class)
        .hasMessageContaining(ONE.toString());
  }

  @Test
  void anInactiveInstanceCanBeReplacedByAnInactiveOneAgainAndAgain() {
    List<ContainerInstance> registered =
        Stream.generate(() -> registered(ONE, ContainerInstance.INACTIVE)).limit(3).toList();

    assertThat(registered).extracting(ContainerInstance::version).doesNotHaveDuplicates();
    assertThat(listOf(ContainerInstance.INACTIVE)).containsExactly(registered.get(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {ContainerInstance.ACTIVE, "DRAINING", ""})
  void deregisteringMakesAnInstanceInactiveWithTheTime(String status) {
    ContainerInstance other = registered("2", ContainerInstance.ACTIVE);
    ContainerInstance registered = registered(ONE, status);

    ContainerInstance deregistered;
    try (Storage atNoon = atNoon()) {
      deregistered = atNoon.containerInstances().deregister(ONE);
    }

    assertThat(deregistered)
        .isEqualTo(
            registered
                .withStatus(ContainerInstance.INACTIVE)
                .withDeregisteredAt(NOON)
                .withUpdatedAt(NOON)
                .withVersion(deregistered.version()));
    assertThat(deregistered.version()).isNotEqualTo(registered.version());
    assertThat(instances.get(ONE)).isEqualTo(deregistered);
    assertThat(instances.get(other.arn())).isEqualTo(other);
  }

  @Test
  void deregisteringAgainChangesNothing() {
    registered(ONE, ContainerInstance.ACTIVE);
    ContainerInstance deregistered = instances.deregister(ONE);
    ContainerInstance longAgo = inactiveSince(LONG_AGO, CLUSTER, "2");

    assertThat(instances.deregister(ONE)).isEqualTo(deregistered);
    assertThat(instances.deregister(longAgo.arn())).isEqualTo(longAgo);
    assertThat(listOf(ContainerInstance.INACTIVE)).containsExactly(longAgo, deregistered);
  }

  @Test
  void deregisteringWhatIsNotThereIsRefusedAndTheUnitStaysUsable() {
    assertThatThrownBy(() -> instances.deregister(NONE))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessageContaining(NONE.toString());
    storage.inTransaction(
        unit -> {
          assertThatThrownBy(() -> unit.containerInstances().deregister(NONE))
              .isExactlyInstanceOf(NotFoundException.class);
          return unit.containerInstances().register(Samples.containerInstance(ONE));
        });
    assertThat(instances.find(ONE)).isPresent();
  }

  /** How an instance comes to be INACTIVE, or not, with what it is given. */
  enum Write {
    REGISTER {
      @Override
      ContainerInstance apply(Storage storage, ContainerInstance wanted) {
        storage.containerInstances().delete(ONE);
        return storage.containerInstances().register(wanted);
      }
    },
    REGISTER_AGAIN {
      @Override
      ContainerInstance apply(Storage storage, ContainerInstance wanted) {
        storage.containerInstances().deregister(ONE);
        return storage.containerInstances().register(wanted);
      }
    },
    UPDATE {
      @Override
      ContainerInstance apply(Storage storage, ContainerInstance wanted) {
        return storage
            .containerInstances()
            .update(wanted.withVersion(storage.containerInstances().get(ONE).version()));
      }
    },
    MODIFY {
      @Override
      ContainerInstance apply(Storage storage, ContainerInstance wanted) {
        return storage.containerInstances().modify(ONE, now -> wanted);
      }
    };

    abstract ContainerInstance apply(Storage storage, ContainerInstance wanted);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenAsInactiveIsDeregisteredNowUnlessItSaysWhen(Write write) {
    ContainerInstance inactive =
        Samples.containerInstance(ONE).withStatus(ContainerInstance.INACTIVE);
    registered(ONE, ContainerInstance.ACTIVE);

    try (Storage atNoon = atNoon()) {
      ContainerInstance now = write.apply(atNoon, inactive);
      assertThat(now.deregisteredAt()).isEqualTo(NOON);
      assertThat(instances.get(ONE)).isEqualTo(now);

      ContainerInstance then = write.apply(atNoon, inactive.withDeregisteredAt(LONG_AGO));
      assertThat(then.deregisteredAt()).isEqualTo(LONG_AGO);
      assertThat(instances.get(ONE)).isEqualTo(then);

      ContainerInstance active = write.apply(atNoon, Samples.containerInstance(ONE));
      assertThat(active.deregisteredAt()).isNull();
      assertThat(instances.get(ONE)).isEqualTo(active);
    }
  }

  @Test
  void anInactiveInstanceKeepsItsTimeThroughChanges() {
    ContainerInstance inactive = inactiveSince(LONG_AGO, CLUSTER, "1");

    ContainerInstance updated = instances.update(inactive.withStatusReason("gone"));
    ContainerInstance modified = instances.modify(ONE, now -> now.withStatusReason("long gone"));

    assertThat(List.of(updated, modified, instances.get(ONE)))
        .extracting(ContainerInstance::deregisteredAt)
        .containsOnly(LONG_AGO);
  }

  @ParameterizedTest
  @ValueSource(strings = {ContainerInstance.ACTIVE, "DRAINING", "", "inactive"})
  void onlyAnInactiveInstanceHasTheTimeOfItsDeregistration(String status) {
    ContainerInstance inactive = inactiveSince(LONG_AGO, CLUSTER, "1");

    assertThatThrownBy(() -> inactive.withStatus(status))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll("deregisteredAt", status);
    assertThatThrownBy(() -> instances.modify(ONE, now -> now.withStatus(status)))
        .isExactlyInstanceOf(InvalidValueException.class);
    assertThat(instances.get(ONE)).isEqualTo(inactive);
  }

  @Test
  void instancesAreListedNewestFirstOrOldestFirst() {
    ContainerInstance first = registered("m", ContainerInstance.ACTIVE);
    ContainerInstance other =
        registered(ContainerInstanceArn.of(SECOND, "b"), ContainerInstance.ACTIVE);
    ContainerInstance second = registered("a", ContainerInstance.ACTIVE);
    ContainerInstance third =
        instances.register(Samples.containerInstance("z").withCreatedAt(Instant.EPOCH));
    ContainerInstance changed = instances.update(first.withAgentConnected(true));

    assertThat(list(ContainerInstanceQuery.of(CLUSTER))).containsExactly(third, second, changed);
    assertThat(list(ContainerInstanceQuery.of(CLUSTER).withOldestFirst(true)))
        .containsExactly(changed, second, third);
    assertThat(list(ContainerInstanceQuery.of(SECOND))).containsExactly(other);
    assertThat(list(ContainerInstanceQuery.of(OTHER_ACCOUNT))).isEmpty();
  }

  @Test
  void everyCombinationOfFiltersHoldsWhatEachOfThemSays() {
    List<ContainerInstance> all = new ArrayList<>();
    List<Attribute> given = new ArrayList<>();
    for (ClusterArn cluster : List.of(CLUSTER, SECOND)) {
      for (String status : List.of(ContainerInstance.ACTIVE, "DRAINING", "INACTIVE")) {
        for (String machine : orNull("i_1", "ix1", "i%")) {
          for (int attributes = 0; attributes < 4; attributes++) {
            ContainerInstanceArn arn = ContainerInstanceArn.of(cluster, "c" + all.size());
            all.add(
                instances.register(
                    Samples.containerInstance(arn).withStatus(status).withEc2InstanceId(machine)));
            given.addAll(
                List.of(
                        Attribute.of(arn, "d_sk", "s\\d"),
                        Attribute.of(arn, "disk", attributes % 2 == 0 ? null : "s.d"),
                        Attribute.of(arn, "d.k", attributes < 2 ? "s" : "s.d"))
                    .subList(0, attributes));
          }
        }
      }
    }
    storage.attributes().put(given);
    Collections.reverse(all);

    for (String status : orNull(ContainerInstance.ACTIVE, ContainerInstance.INACTIVE, "UNKNOWN")) {
      for (String machine : orNull("i_1", "i%", "I_1", "")) {
        for (String name : orNull("d_sk", "d.k", "d%k", "disk", "DISK")) {
          for (String value :
              name == null ? orNull() : orNull("s\\d", "s.d", "s%d", "s", "sd", "")) {
            ContainerInstanceQuery query =
                new ContainerInstanceQuery(
                    CLUSTER,
                    status == null ? null : Set.of(status, "DRAINING"),
                    machine,
                    name,
                    value,
                    false);
            assertThat(instances.list(query, PageRequest.first()).items())
                .as(query.toString())
                .isEqualTo(all.stream().filter(each -> isIn(query, each, given)).toList());
          }
        }
      }
    }
  }

  private static List<@Nullable String> orNull(String... values) {
    List<@Nullable String> all = new ArrayList<>(Arrays.asList(values));
    all.add(null);
    return all;
  }

  private static boolean isIn(
      ContainerInstanceQuery query, ContainerInstance instance, List<Attribute> attributes) {
    return query.cluster().equals(instance.arn().cluster())
        && (query.statuses() == null
            ? !instance.status().equals(ContainerInstance.INACTIVE)
            : query.statuses().contains(instance.status()))
        && (query.ec2InstanceId() == null || query.ec2InstanceId().equals(instance.ec2InstanceId()))
        && (query.attributeName() == null
            || attributes.stream()
                .filter(attribute -> attribute.targetArn().equals(instance.arn()))
                .filter(attribute -> attribute.name().equals(query.attributeName()))
                .anyMatch(
                    attribute ->
                        query.attributeValue() == null
                            || query.attributeValue().equals(attribute.value())));
  }

  @Test
  void inactiveInstancesAreListedOnlyWhenAskedFor() {
    ContainerInstance active = registered("active", ContainerInstance.ACTIVE);
    ContainerInstance draining = registered("draining", "DRAINING");
    ContainerInstance inactive = registered("inactive", ContainerInstance.INACTIVE);

    assertThat(list(ContainerInstanceQuery.of(CLUSTER))).containsExactly(draining, active);
    assertThat(listOf(ContainerInstance.INACTIVE)).containsExactly(inactive);
    assertThat(listOf(ContainerInstance.INACTIVE, ContainerInstance.ACTIVE))
        .containsExactly(inactive, active);
    assertThat(listOf()).isEmpty();
  }

  @Test
  void aQueryNeedsItsClusterAndANameForAnAttributesValue() {
    assertThatThrownBy(() -> ContainerInstanceQuery.of(null))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining("cluster");
    assertThatThrownBy(() -> ContainerInstanceQuery.of(CLUSTER).withAttributeValue("ssd"))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll("attributeValue", "attributeName");
  }

  @Test
  void statisticsCountTheTasksThatRunOrArePendingOnEachInstance() {
    TaskDefinitionArn definition = Samples.registered(storage, "app");
    ContainerInstanceArn busy = registered("busy", ContainerInstance.ACTIVE).arn();
    ContainerInstanceArn gone = registered("gone", ContainerInstance.INACTIVE).arn();
    ContainerInstanceArn idle = registered("idle", ContainerInstance.ACTIVE).arn();
    ContainerInstanceArn elsewhere = ContainerInstanceArn.of(SECOND, "busy");
    List<String> statuses =
        List.of(Task.RUNNING, Task.RUNNING, Task.PENDING, "PROVISIONING", Task.STOPPED);
    for (int i = 0; i < statuses.size(); i++) {
      task(busy, "busy" + i, definition, statuses.get(i));
    }
    task(gone, "gone", definition, Task.PENDING);
    task(idle, "idle", definition, Task.STOPPED);
    task(elsewhere, "busy", definition, Task.RUNNING);
    storage.tasks().create(Samples.task("nowhere", definition));

    assertThat(instances.statistics(List.of(busy, NONE, gone, idle, busy)))
        .containsExactly(
            Map.entry(busy, new ContainerInstanceStatistics(2, 1)),
            Map.entry(NONE, ContainerInstanceStatistics.NONE),
            Map.entry(gone, new ContainerInstanceStatistics(0, 1)),
            Map.entry(idle, ContainerInstanceStatistics.NONE));
    assertThat(instances.statistics(List.of(elsewhere, idle)))
        .containsExactly(
            Map.entry(elsewhere, new ContainerInstanceStatistics(1, 0)),
            Map.entry(idle, ContainerInstanceStatistics.NONE));
    assertThat(instances.statistics(List.of())).isEmpty();
  }

  private void task(
      ContainerInstanceArn instance, String id, TaskDefinitionArn definition, String status) {
    storage
        .tasks()
        .create(
            Samples.task(TaskArn.of(instance.cluster(), id), definition)
                .withContainerInstanceArn(instance)
                .withLastStatus(status));
  }

  @Test
  void aClustersStatisticsCountTheInstancesThatAreRegistered() {
    registered("1", ContainerInstance.ACTIVE);
    registered("2", "DRAINING");
    registered("3", ContainerInstance.INACTIVE);
    registered(ContainerInstanceArn.of(SECOND, "4"), ContainerInstance.INACTIVE);

    assertThat(storage.clusters().statistics(List.of(CLUSTER, SECOND)).values())
        .extracting(ClusterStatistics::registeredContainerInstancesCount)
        .containsExactly(2, 0);
  }

  @Test
  void deleteInactiveTakesWhatWasDeregisteredBeforeTheTime() {
    ContainerInstance old = inactiveSince(NOON, CLUSTER, "1");
    storage.attributes().put(List.of(Attribute.of(old.arn(), "disk", "ssd")));

    assertThat(instances.deleteInactive(CLUSTER, NOON, 10)).isZero();
    assertThat(instances.find(old.arn())).contains(old);
    assertThat(instances.deleteInactive(CLUSTER, NOON.plusNanos(1_000), 10)).isEqualTo(1);
    assertThat(instances.find(old.arn())).isEmpty();
    assertThat(attributes()).isEmpty();
  }

  @Test
  void deleteInactiveGoesNeitherByTheRegistrationNorByTheLastChange() {
    instances.register(
        Samples.containerInstance("1")
            .withStatus(ContainerInstance.INACTIVE)
            .withCreatedAt(LONG_AGO)
            .withDeregisteredAt(NOON));
    ContainerInstance changed = inactiveSince(LONG_AGO, CLUSTER, "2");
    instances.update(changed.withStatusReason("changed now"));

    assertThat(instances.deleteInactive(CLUSTER, LONG_AGO.plusSeconds(1), 10)).isEqualTo(1);
    assertThat(instances.find(changed.arn())).isEmpty();
  }

  @Test
  void deleteInactiveTakesNoneBeforeAllTimeAndAllBeforeItsEnd() {
    for (String status : List.of(ContainerInstance.ACTIVE, "DRAINING", "inactive", "")) {
      registered("s" + status, status);
    }
    registered("now", ContainerInstance.INACTIVE);
    inactiveSince(FUTURE, CLUSTER, "future");

    assertThat(instances.deleteInactive(CLUSTER, Instant.MIN, 10)).isZero();
    assertThat(instances.deleteInactive(CLUSTER, Instant.MAX, 10)).isEqualTo(2);
    assertThat(list(ContainerInstanceQuery.of(CLUSTER))).hasSize(4);
  }

  @Test
  void deleteInactiveReachesAsFarAsItSays() {
    ContainerInstance here = inactiveSince(NOON, CLUSTER, "1");
    ContainerInstance second = inactiveSince(NOON, SECOND, "1");
    ContainerInstance foreign = inactiveSince(NOON, OTHER_ACCOUNT, "1");
    List<ContainerInstanceArn> arns = List.of(here.arn(), second.arn(), foreign.arn());

    assertThat(instances.deleteInactive(SECOND, FUTURE, 10)).isEqualTo(1);
    assertThat(instances.getAll(arns).values()).containsExactly(here, foreign);
    inactiveSince(NOON, SECOND, "1");
    assertThat(instances.deleteInactive(AllClusters.of(SCOPE), FUTURE, 10)).isEqualTo(2);
    assertThat(instances.getAll(arns).values()).containsExactly(foreign);
  }

  @Test
  void deleteInactiveTakesNoMoreThanTheLimit() {
    for (int i = 0; i < 5; i++) {
      inactiveSince(NOON, CLUSTER, "i" + i);
    }

    assertThat(instances.deleteInactive(CLUSTER, FUTURE, 2)).isEqualTo(2);
    assertThat(instances.deleteInactive(AllClusters.of(SCOPE), FUTURE, 2)).isEqualTo(2);
    assertThat(instances.deleteInactive(CLUSTER, FUTURE, 2)).isEqualTo(1);
    assertThat(instances.deleteInactive(CLUSTER, FUTURE, Deletion.MAX_LIMIT)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, Deletion.MAX_LIMIT + 1, Integer.MAX_VALUE})
  void deleteInactiveRefusesALimitOutOfItsRange(int limit) {
    inactiveSince(NOON, CLUSTER, "1");

    assertThatThrownBy(() -> instances.deleteInactive(CLUSTER, FUTURE, limit))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll("limit", String.valueOf(limit));
    assertThat(instances.find(ONE)).isPresent();
  }

  @Test
  void deleteInactivePassesOverAnInstanceThatAnotherTransactionWorksOn() {
    inactiveSince(NOON, CLUSTER, "1");
    inactiveSince(NOON, CLUSTER, "2");

    try (Transaction unit = storage.begin()) {
      unit.containerInstances().modify(ONE, now -> Samples.containerInstance(ONE));

      assertThat(instances.deleteInactive(CLUSTER, FUTURE, 10)).isEqualTo(1);
      unit.commit();
    }
    assertThat(instances.get(ONE).status()).isEqualTo(ContainerInstance.ACTIVE);
    assertThat(instances.deleteInactive(CLUSTER, FUTURE, 10)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {ContainerInstance.ACTIVE, "DRAINING", "inactive"})
  void aClusterWithARegisteredInstanceIsInUseAndKeepsAllOfThem(String status) {
    registered(ONE, status);
    registered("2", ContainerInstance.INACTIVE);
    storage.attributes().put(List.of(Attribute.of(ONE, "disk", "ssd")));

    assertThatThrownBy(() -> storage.clusters().delete(CLUSTER))
        .isExactlyInstanceOf(ResourceInUseException.class)
        .hasMessageContainingAll(CLUSTER.toString(), "container instances");
    assertThat(listOf(status, ContainerInstance.INACTIVE)).hasSize(2);
    assertThat(attributes()).hasSize(1);
  }

  @Test
  void aClusterGoesWithItsInactiveInstancesAndTheirAttributes() {
    registered(ONE, ContainerInstance.ACTIVE);
    ContainerInstanceArn other = ContainerInstanceArn.of(SECOND, "1");
    registered(other, ContainerInstance.INACTIVE);
    storage
        .attributes()
        .put(List.of(Attribute.of(ONE, "disk", "ssd"), Attribute.of(other, "disk", "ssd")));
    instances.deregister(ONE);

    storage.clusters().delete(CLUSTER);

    assertThat(instances.find(ONE)).isEmpty();
    assertThat(instances.find(other)).isPresent();
    assertThat(attributes()).isEmpty();
    assertThat(storage.inventory()).containsEntry("attributes", 1L);
  }

  @Test
  void tasksKeepTheArnOfADeletedInstance() {
    TaskDefinitionArn definition = Samples.registered(storage, "app");
    registered(ONE, ContainerInstance.ACTIVE);
    task(ONE, "a", definition, Task.RUNNING);

    instances.delete(ONE);

    assertThat(storage.tasks().get(TaskArn.of(CLUSTER, "a")).containerInstanceArn()).isEqualTo(ONE);
    assertThat(instances.statistics(List.of(ONE)))
        .containsExactly(Map.entry(ONE, new ContainerInstanceStatistics(1, 0)));
  }
}
