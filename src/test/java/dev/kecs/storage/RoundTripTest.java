package dev.kecs.storage;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.ecs.AccountSetting;
import dev.kecs.storage.ecs.AccountSettingQuery;
import dev.kecs.storage.ecs.AllClusters;
import dev.kecs.storage.ecs.Attribute;
import dev.kecs.storage.ecs.AttributeQuery;
import dev.kecs.storage.ecs.Cluster;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ClusterQuery;
import dev.kecs.storage.ecs.ContainerInstance;
import dev.kecs.storage.ecs.ContainerInstanceQuery;
import dev.kecs.storage.ecs.Service;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.ServiceQuery;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskDefinition;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskDefinitionFamilyQuery;
import dev.kecs.storage.ecs.TaskDefinitionQuery;
import dev.kecs.storage.ecs.TaskQuery;
import dev.kecs.storage.ecs.TaskSet;
import dev.kecs.storage.ecs.TaskSetArn;
import dev.kecs.storage.ecs.TaskSetQuery;
import dev.kecs.storage.ecs.TaskStatusChange;
import dev.kecs.storage.ecs.TaskStatusChangeBuilder;
import dev.kecs.storage.model.Json;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.test.Wire;
import dev.kecs.storage.transaction.Transaction;
import dev.kecs.storage.transaction.TransactionOptions;
import dev.kecs.storage.transaction.TransactionOptions.Isolation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How often calls that succeed wait for the server, counted on the wire. */
@ExtendWith(StorageExtension.class)
class RoundTripTest {
  /** Until pgjdbc keeps a statement on the server, which must not cost a round trip of its own. */
  private static final int OFTEN = 7;

  private static final Instant NEVER = Instant.parse("2000-01-01T00:00:00Z");
  private static final PageRequest PAGE = PageRequest.first(3);

  private Wire wire;
  private Storage storage;
  private TaskDefinitionArn definition;

  @BeforeEach
  void open(Storage shared) {
    Samples.storedCluster(shared);
    definition = Samples.registered(shared, "app");
    TestDatabase database = SharedDatabase.get();
    wire = Wire.to(database.server().address());
    storage =
        Storage.open(
            StorageExtension.config(database.url(Role.RUNNER, wire.address()))
                .maxPoolSize(1)
                .build());
  }

  @AfterEach
  void close() {
    storage.close();
    wire.close();
  }

  @Test
  void aClusterIsReadAndWrittenInOne() throws Exception {
    Cluster[] stored = new Cluster[OFTEN];

    costs(1, i -> stored[i] = storage.clusters().create(cluster(i)));
    costs(1, i -> storage.clusters().update(stored[i].withStatus("FAILED")));
    costs(1, i -> storage.clusters().find(stored[i].arn()).orElseThrow());
    costs(1, i -> storage.clusters().find(SCOPE, "c" + i).orElseThrow());
    costs(1, i -> storage.clusters().get(stored[i].arn()));
    costs(1, i -> storage.clusters().getAll(arns(stored, Cluster::arn)));
    costs(1, i -> storage.clusters().list(ClusterQuery.of(SCOPE), PAGE));
    costs(1, i -> storage.clusters().statistics(arns(stored, Cluster::arn)));
  }

  @Test
  void whereACreationFindsTheClusterItIsReadInASecond() throws Exception {
    costs(1, i -> storage.clusters().createIfAbsent(cluster(i)));
    costs(2, i -> storage.clusters().createIfAbsent(cluster(i)));
  }

  @Test
  void aClusterIsDeletedInSixWithItsChildren() throws Exception {
    for (int i = 0; i < OFTEN; i++) {
      storage.clusters().create(cluster(i));
    }

    // The lock with the begin, the tasks, the services, the instances, the cluster, the commit.
    costs(
        6,
        i -> {
          storage.clusters().delete(cluster(i).arn());
          return "";
        });
  }

  @Test
  void aTaskDefinitionIsRegisteredAndReadInOne() throws Exception {
    TaskDefinition[] stored = new TaskDefinition[OFTEN];

    costs(1, i -> stored[i] = storage.taskDefinitions().register(SCOPE, "web", Samples.content()));
    costs(1, i -> storage.taskDefinitions().find(stored[i].arn()).orElseThrow());
    costs(1, i -> storage.taskDefinitions().find(SCOPE, "web", i + 1).orElseThrow());
    costs(1, i -> storage.taskDefinitions().findLatest(SCOPE, "web").orElseThrow());
    costs(1, i -> storage.taskDefinitions().resolve(SCOPE, "web").orElseThrow());
    costs(1, i -> storage.taskDefinitions().resolve(SCOPE, "web:" + (i + 1)).orElseThrow());
    costs(1, i -> storage.taskDefinitions().get(stored[i].arn()));
    costs(1, i -> storage.taskDefinitions().getAll(arns(stored, TaskDefinition::arn)));
    costs(1, i -> storage.taskDefinitions().list(TaskDefinitionQuery.of(SCOPE), PAGE));
    costs(
        1, i -> storage.taskDefinitions().listFamilies(TaskDefinitionFamilyQuery.of(SCOPE), PAGE));
    costs(1, i -> storage.taskDefinitions().finishDeletions(SCOPE, 10));
  }

  @Test
  void aTaskDefinitionIsDeregisteredInOneAndDeletedInThree() throws Exception {
    TaskDefinition[] stored = new TaskDefinition[OFTEN];
    for (int i = 0; i < OFTEN; i++) {
      stored[i] = storage.taskDefinitions().register(SCOPE, "web", Samples.content());
    }

    costs(1, i -> storage.taskDefinitions().deregister(stored[i].arn()));
    // Where it is already, it is read.
    costs(2, i -> storage.taskDefinitions().deregister(stored[i].arn()));
    costs(3, i -> storage.taskDefinitions().delete(stored[i].arn()));
  }

  @Test
  void aServiceIsReadAndWrittenInOne() throws Exception {
    Service[] stored = new Service[OFTEN];

    costs(1, i -> stored[i] = storage.services().create(service(i)));
    costs(1, i -> storage.services().update(stored[i].withDesiredCount(2)));
    costs(1, i -> storage.services().find(stored[i].arn()).orElseThrow());
    costs(1, i -> storage.services().find(CLUSTER, "s" + i).orElseThrow());
    costs(1, i -> storage.services().get(stored[i].arn()));
    costs(1, i -> storage.services().getAll(arns(stored, Service::arn)));
    costs(1, i -> storage.services().list(ServiceQuery.of(CLUSTER), PAGE));
    costs(1, i -> storage.services().list(ServiceQuery.of(AllClusters.of(SCOPE)), PAGE));
    costs(1, i -> storage.services().deleteInactive(AllClusters.of(SCOPE), NEVER, 10));
    costs(
        1,
        i -> {
          storage.services().delete(stored[i].arn());
          return "";
        });
  }

  @Test
  void anInactiveServiceIsReplacedInTwo() throws Exception {
    for (int i = 0; i < OFTEN; i++) {
      storage.services().create(service(i).withStatus(Service.INACTIVE));
    }

    costs(2, i -> storage.services().create(service(i)));
  }

  @Test
  void aTaskIsReadAndWrittenInOne() throws Exception {
    Task[] stored = new Task[OFTEN];

    costs(1, i -> stored[i] = storage.tasks().create(task(i).withPodName("p" + i)));
    costs(1, i -> storage.tasks().update(stored[i].withCpu("256")));
    costs(1, i -> storage.tasks().find(stored[i].arn()).orElseThrow());
    costs(1, i -> storage.tasks().find(CLUSTER, "t" + i).orElseThrow());
    costs(1, i -> storage.tasks().findByPod(CLUSTER, null, "p" + i).orElseThrow());
    costs(1, i -> storage.tasks().get(stored[i].arn()));
    costs(1, i -> storage.tasks().getAll(arns(stored, Task::arn)));
    costs(1, i -> storage.tasks().list(TaskQuery.of(CLUSTER), PAGE));
    costs(1, i -> storage.tasks().listArns(TaskQuery.of(CLUSTER).withFamily("app"), PAGE));
    costs(1, i -> storage.tasks().countByStatus(CLUSTER));
    costs(
        1,
        i -> {
          storage.tasks().delete(stored[i].arn());
          return "";
        });
  }

  @Test
  void aBatchOfTasksIsOneHoweverMany() throws Exception {
    costs(1, i -> storage.tasks().createAll(batch(i).toList()));
    costs(1, i -> storage.tasks().updateStatuses(batch(i).map(RoundTripTest::pending).toList()));
    costs(1, i -> storage.tasks().getAll(batch(i).map(Task::arn).toList()));
    costs(1, i -> storage.tasks().stopAll(CLUSTER, "scaled in"));
    costs(1, i -> storage.tasks().deleteStopped(AllClusters.of(SCOPE), NEVER, 10));
    costs(1, i -> storage.tasks().deleteStopped(CLUSTER, Instant.now().plusSeconds(60), 1000));
  }

  @Test
  void anUpsertIsOneAndTwoWhereItLeavesTheTaskAlone() throws Exception {
    costs(1, i -> storage.tasks().upsert(task(i)));
    costs(1, i -> storage.tasks().upsert(task(i).withLastStatus(Task.STOPPED)));
    costs(2, i -> storage.tasks().upsert(task(i)));
  }

  @Test
  void aTaskSetIsReadAndWrittenInOne() throws Exception {
    storage.services().create(service(0));
    TaskSet[] stored = new TaskSet[OFTEN];

    costs(1, i -> stored[i] = storage.taskSets().create(taskSet(i)));
    costs(1, i -> stored[i] = storage.taskSets().update(stored[i].withRunningCount(2)));
    costs(1, i -> storage.taskSets().find(stored[i].arn()).orElseThrow());
    costs(1, i -> storage.taskSets().get(stored[i].arn()));
    costs(1, i -> storage.taskSets().getAll(arns(stored, TaskSet::arn)));
    costs(1, i -> storage.taskSets().list(TaskSetQuery.of(service(0).arn()), PAGE));
    // The lock of the service with the begin, that of the set, the former one, it, the commit.
    costs(5, i -> storage.taskSets().setPrimary(stored[i].arn()));
    costs(1, i -> storage.taskSets().deleteOrphaned(AllClusters.of(SCOPE), 10));
    costs(
        1,
        i -> {
          storage.taskSets().delete(stored[i].arn());
          return "";
        });
  }

  @Test
  void aContainerInstanceIsReadAndWrittenInOne() throws Exception {
    ContainerInstance[] stored = new ContainerInstance[OFTEN];

    costs(1, i -> stored[i] = storage.containerInstances().register(instance(i)));
    costs(1, i -> storage.containerInstances().update(stored[i].withAgentConnected(true)));
    costs(1, i -> storage.containerInstances().find(stored[i].arn()).orElseThrow());
    costs(1, i -> storage.containerInstances().get(stored[i].arn()));
    costs(1, i -> storage.containerInstances().getAll(arns(stored, ContainerInstance::arn)));
    costs(1, i -> storage.containerInstances().list(ContainerInstanceQuery.of(CLUSTER), PAGE));
    costs(1, i -> storage.containerInstances().statistics(arns(stored, ContainerInstance::arn)));
    costs(1, i -> storage.containerInstances().deleteInactive(AllClusters.of(SCOPE), NEVER, 10));
    costs(1, i -> storage.containerInstances().deregister(stored[i].arn()));
    // Where it is already, it is read.
    costs(2, i -> storage.containerInstances().deregister(stored[i].arn()));
    // The creation that finds it in its place, the replacement.
    costs(2, i -> storage.containerInstances().register(instance(i)));
    costs(
        1,
        i -> {
          storage.containerInstances().delete(stored[i].arn());
          return "";
        });
  }

  @Test
  void attributesArePutInThreeHoweverManyAndReadAndDeletedInOne() throws Exception {
    List<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < OFTEN; i++) {
      storage.containerInstances().register(instance(i));
      for (int number = 0; number < Attribute.MAX_COUNT; number++) {
        attributes.add(Attribute.of(instance(i).arn(), "a" + number, "b"));
      }
    }

    // The lock of the instances with the begin, the insertion, the commit.
    costs(
        3,
        i -> {
          storage.attributes().put(attributes);
          return "";
        });
    costs(1, i -> storage.attributes().list(AttributeQuery.of(CLUSTER), PAGE));
    costs(1, i -> storage.attributes().delete(attributes.stream().map(Attribute::key).toList()));
  }

  @Test
  void anAccountSettingIsReadAndWrittenInOne() throws Exception {
    costs(1, i -> storage.accountSettings().put(new AccountSetting(SCOPE, "root", "s" + i, "on")));
    costs(1, i -> storage.accountSettings().putDefault(SCOPE, "s" + i, "on"));
    costs(1, i -> storage.accountSettings().find(SCOPE, "root", "s" + i).orElseThrow());
    costs(1, i -> storage.accountSettings().findDefault(SCOPE, "s" + i).orElseThrow());
    costs(1, i -> storage.accountSettings().list(AccountSettingQuery.of(SCOPE), PAGE));
    costs(
        1, i -> storage.accountSettings().list(AccountSettingQuery.effective(SCOPE, "root"), PAGE));
    costs(
        1,
        i -> {
          storage.accountSettings().delete(SCOPE, "root", "s" + i);
          return "";
        });
  }

  @Test
  void tagsAreReadAndWrittenInOne() throws Exception {
    costs(1, i -> storage.tags().tag(CLUSTER, Map.of("i", "" + i)));
    costs(1, i -> storage.tags().untag(definition, List.of("i")));
    costs(1, i -> storage.tags().tags(CLUSTER));
  }

  @Test
  void aModificationIsThreeWithBeginAndCommit() throws Exception {
    storage.services().create(service(0));
    storage.tasks().create(task(0));
    storage.taskSets().create(taskSet(0));
    storage.containerInstances().register(instance(0));

    costs(3, i -> storage.clusters().modify(CLUSTER, c -> c.withTags(Map.of("i", "" + i))));
    costs(3, i -> storage.services().modify(service(0).arn(), s -> s.withRunningCount(i)));
    costs(3, i -> storage.tasks().modify(task(0).arn(), t -> t.withContainers(Json.of("" + i))));
    costs(3, i -> storage.taskSets().modify(taskSet(0).arn(), t -> t.withRunningCount(i)));
    costs(
        3, i -> storage.containerInstances().modify(instance(0).arn(), c -> c.withStatus("S" + i)));
  }

  @Test
  void aTransactionCostsItsCallsAndACommit() throws Exception {
    costs(3, i -> storage.inTransaction(stores -> readTwice(stores.clusters()::get)));
    costs(
        2,
        i -> {
          try (Transaction transaction = storage.begin()) {
            Cluster cluster = transaction.clusters().get(CLUSTER);
            transaction.commit();
            return cluster;
          }
        });
    costs(0, i -> storage.inTransaction(stores -> ""));
  }

  /** The settings go in one statement, to which the begin is joined. */
  @Test
  void theOptionsOfATransactionCostOneMore() throws Exception {
    TransactionOptions options =
        TransactionOptions.DEFAULT
            .withIsolation(Isolation.SERIALIZABLE)
            .withReadOnly()
            .withTimeout(Duration.ofSeconds(20));

    costs(4, i -> storage.inTransaction(options, stores -> readTwice(stores.clusters()::get)));
  }

  @Test
  void healthAndInventoryAreOne() throws Exception {
    costs(1, i -> storage.health());
    costs(1, i -> storage.inventory());
  }

  /** Calls again and again, with a number that counts from 0, and each time counts. */
  private void costs(int roundTrips, Call call) throws Exception {
    for (int i = 0; i < OFTEN; i++) {
      int number = i;
      List<String> trips = wire.roundTripsOf(() -> assertThat(call.run(number)).isNotNull());
      // The pool's probe of a connection that was idle for a while: a matter of the test's pace.
      trips.removeIf(String::isEmpty);
      assertThat(trips).as("call %d", number).hasSize(roundTrips);
    }
  }

  @FunctionalInterface
  private interface Call {
    Object run(int number);
  }

  private static List<Cluster> readTwice(Function<ClusterArn, Cluster> get) {
    return List.of(get.apply(CLUSTER), get.apply(CLUSTER));
  }

  private static Cluster cluster(int number) {
    return Samples.cluster("c" + number)
        .withTags(Map.of("a", "b"))
        .withCapacityProviders(List.of("FARGATE"))
        .withSettings(Json.of("[]"));
  }

  private Service service(int number) {
    return Samples.service(ServiceArn.of(CLUSTER, "s" + number))
        .withTaskDefinitionArn(definition)
        .withNodePorts(List.of(30_000));
  }

  private Task task(int number) {
    return Samples.task(TaskArn.of(CLUSTER, "t" + number), definition);
  }

  private TaskSet taskSet(int number) {
    return Samples.taskSet(TaskSetArn.of(service(0).arn(), "set" + number), definition);
  }

  private static ContainerInstance instance(int number) {
    return Samples.containerInstance("i" + number).withVersionInfo(Json.of("{}"));
  }

  private Stream<Task> batch(int number) {
    return IntStream.range(0, 50)
        .mapToObj(i -> Samples.task(String.format(Locale.ROOT, "b%d-%d", number, i), definition));
  }

  private static TaskStatusChange pending(Task task) {
    return TaskStatusChangeBuilder.builder().arn(task.arn()).lastStatus(Task.PENDING).build();
  }

  private static <T, K> Collection<K> arns(T[] stored, Function<T, K> arn) {
    return Arrays.stream(stored).map(arn).collect(Collectors.toList());
  }
}
