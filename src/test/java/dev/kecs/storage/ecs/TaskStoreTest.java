package dev.kecs.storage.ecs;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.TaskStore.Upserted;
import dev.kecs.storage.ecs.TaskStore.Upserted.Outcome;
import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.InvalidPageTokenException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.VersionConflictException;
import dev.kecs.storage.model.Json;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.page.Pages;
import dev.kecs.storage.test.Race;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.transaction.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tasks have in common with other resources, their lists and pods; not how they stop. */
@ExtendWith(StorageExtension.class)
class TaskStoreTest {
  private static final ClusterArn OTHER_CLUSTER = ClusterArn.of(SCOPE, "other");
  private static final ClusterArn NO_CLUSTER = ClusterArn.of(SCOPE, "none");
  private static final TaskArn UNKNOWN = TaskArn.of(CLUSTER, "unknown");
  private static final TaskDefinitionArn NO_DEFINITION = TaskDefinitionArn.of(SCOPE, "none", 1);
  private static final Instant LONG_AGO = Instant.parse("2020-02-02T02:02:02.000002Z");

  private final Storage storage;
  private final TaskStore tasks;
  private TaskDefinitionArn definition;

  TaskStoreTest(Storage storage) {
    this.storage = storage;
    this.tasks = storage.tasks();
  }

  @BeforeEach
  void storeWhatTasksReferTo() {
    Samples.storedCluster(storage);
    storage.clusters().create(Samples.cluster(OTHER_CLUSTER));
    definition = Samples.registered(storage, "web");
  }

  private Task task(String id) {
    return Samples.task(id, definition);
  }

  private Task withPod(String id, String pod) {
    return task(id).withPodName(pod).withNamespace("default");
  }

  private static Task stopped(Task task) {
    return task.withLastStatus(Task.STOPPED);
  }

  private List<Task> listed(TaskQuery query) {
    return Pages.stream(page -> tasks.list(query, page), 2).toList();
  }

  private static List<String> ids(List<Task> tasks) {
    return tasks.stream().map(task -> task.arn().id()).toList();
  }

  // create

  @Test
  void aCreatedTaskIsFoundAsItWasReturned() {
    Task created = tasks.create(task("a"));

    assertThat(created.createdAt()).isNotNull().isEqualTo(created.updatedAt());
    assertThat(created.version()).isNotNull();
    assertThat(created)
        .isEqualTo(
            task("a")
                .withCreatedAt(created.createdAt())
                .withUpdatedAt(created.updatedAt())
                .withVersion(created.version()));
    assertThat(tasks.get(created.arn())).isEqualTo(created);
  }

  @Test
  void tasksOfOneIdLiveInSeveralClusters() {
    Task one = tasks.create(task("a"));
    Task other = tasks.create(Samples.task(TaskArn.of(OTHER_CLUSTER, "a"), definition));

    assertThat(tasks.get(one.arn())).isEqualTo(one);
    assertThat(tasks.get(other.arn())).isEqualTo(other);
  }

  @Test
  void aTaskNeedsItsCluster() {
    Task task = Samples.task(TaskArn.of(NO_CLUSTER, "a"), definition);

    assertThatThrownBy(() -> tasks.create(task))
        .isExactlyInstanceOf(ReferenceNotFoundException.class)
        .hasMessageContainingAll(task.arn().toString(), NO_CLUSTER.toString());
  }

  @Test
  void aTaskNeedsItsTaskDefinition() {
    Task task = Samples.task("a", NO_DEFINITION);

    assertThatThrownBy(() -> tasks.create(task))
        .isExactlyInstanceOf(ReferenceNotFoundException.class)
        .hasMessageContainingAll(task.arn().toString(), NO_DEFINITION.toString());
    assertThat(tasks.find(task.arn())).isEmpty();
  }

  @Test
  void whatTheServerRefusesEndsAUnitOfWork() {
    try (Transaction unit = storage.begin()) {
      assertThatThrownBy(() -> unit.tasks().create(Samples.task("a", NO_DEFINITION)))
          .isExactlyInstanceOf(ReferenceNotFoundException.class);
      assertThatThrownBy(() -> unit.tasks().find(UNKNOWN))
          .isExactlyInstanceOf(StorageException.class)
          .hasMessageContaining(NO_DEFINITION.toString());
    }
  }

  // createAll

  @Test
  void aBatchIsReturnedInItsOrderAndListedInThatOfItsArns() {
    List<Task> created = tasks.createAll(List.of(task("b"), task("a"), task("c")));

    assertThat(ids(created)).containsExactly("b", "a", "c");
    assertThat(created).allSatisfy(task -> assertThat(task.version()).isNotNull());
    assertThat(listed(TaskQuery.of(CLUSTER).withOldestFirst(true)))
        .containsExactly(created.get(1), created.get(0), created.get(2));
  }

  @Test
  void aBatchReachesSeveralClusters() {
    List<Task> created =
        tasks.createAll(
            List.of(task("a"), Samples.task(TaskArn.of(OTHER_CLUSTER, "a"), definition)));

    assertThat(tasks.getAll(created.stream().map(Task::arn).toList()).values())
        .containsExactlyElementsOf(created);
  }

  @Test
  void anEmptyBatchCreatesNothing() {
    assertThat(tasks.createAll(List.of())).isEmpty();
  }

  @Test
  void twoThousandTasksAreOneCall() {
    List<Task> batch = IntStream.range(0, 2000).mapToObj(i -> task("task-" + i)).toList();

    List<Task> created = tasks.createAll(batch);

    assertThat(ids(created)).isEqualTo(ids(batch));
    assertThat(tasks.countByStatus(CLUSTER)).isEqualTo(Map.of(Task.RUNNING, 2000));
    assertThat(tasks.getAll(created.stream().map(Task::arn).toList()).values())
        .containsExactlyElementsOf(created);
  }

  @Test
  void aBatchWithAnArnTwiceIsInvalid() {
    assertThatThrownBy(() -> tasks.createAll(List.of(task("a"), task("b"), task("a"))))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining(task("a").arn().toString());
    assertThat(listed(TaskQuery.of(CLUSTER))).isEmpty();
  }

  @Test
  void aBatchWithAPodTwiceIsInvalid() {
    assertThatThrownBy(() -> tasks.createAll(List.of(withPod("a", "pod"), withPod("b", "pod"))))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining(task("b").arn().toString());
    assertThatThrownBy(
            () ->
                tasks.createAll(
                    List.of(task("a").withPodName("pod"), task("b").withPodName("pod"))))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining(task("b").arn().toString());
    assertThat(listed(TaskQuery.of(CLUSTER))).isEmpty();
  }

  @Test
  void aBatchMayHoldAPodOfOtherNamespacesClustersAndStoppedTasks() {
    List<Task> batch =
        List.of(
            withPod("a", "pod"),
            withPod("b", "pod").withNamespace("other"),
            withPod("c", "pod").withNamespace(null),
            withPod("d", "pod").withArn(TaskArn.of(OTHER_CLUSTER, "d")),
            stopped(withPod("e", "pod")),
            stopped(withPod("f", "pod")));

    assertThat(tasks.createAll(batch)).hasSameSizeAs(batch);
  }

  @Test
  void aBatchWithOneThatExistsCreatesNoneAndNamesIt() {
    tasks.create(task("b"));

    assertThatThrownBy(() -> tasks.createAll(List.of(task("a"), task("b"), task("c"))))
        .isExactlyInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining(task("b").arn().toString());
    assertThat(ids(listed(TaskQuery.of(CLUSTER)))).containsExactly("b");
  }

  @Test
  void aBatchWithAPodThatIsTakenCreatesNoneAndNamesTheTask() {
    tasks.create(withPod("a", "pod"));

    assertThatThrownBy(() -> tasks.createAll(List.of(task("b"), withPod("c", "pod"))))
        .isExactlyInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining(task("c").arn().toString());
    assertThat(ids(listed(TaskQuery.of(CLUSTER)))).containsExactly("a");
  }

  @Test
  void aBatchWithAMissingReferenceCreatesNoneAndNamesTheTask() {
    Task orphan = Samples.task(TaskArn.of(NO_CLUSTER, "b"), definition);

    assertThatThrownBy(() -> tasks.createAll(List.of(task("a"), orphan)))
        .isExactlyInstanceOf(ReferenceNotFoundException.class)
        .hasMessageContainingAll(orphan.arn().toString(), NO_CLUSTER.toString());
    assertThatThrownBy(() -> tasks.createAll(List.of(task("a"), Samples.task("b", NO_DEFINITION))))
        .isExactlyInstanceOf(ReferenceNotFoundException.class)
        .hasMessageContainingAll(task("b").arn().toString(), NO_DEFINITION.toString());
    assertThat(listed(TaskQuery.of(CLUSTER))).isEmpty();
  }

  @Test
  void aRefusedBatchLeavesAUnitOfWorkUsable() {
    storage.inTransaction(
        unit -> {
          unit.tasks().create(task("a"));
          assertThatThrownBy(() -> unit.tasks().createAll(List.of(task("b"), task("a"))))
              .isExactlyInstanceOf(AlreadyExistsException.class)
              .hasMessageContaining(task("a").arn().toString());
          assertThatThrownBy(
                  () ->
                      unit.tasks().createAll(List.of(task("b"), Samples.task("c", NO_DEFINITION))))
              .isExactlyInstanceOf(ReferenceNotFoundException.class)
              .hasMessageContaining(task("c").arn().toString());
          return unit.tasks().createAll(List.of(task("d"), task("e")));
        });

    assertThat(ids(listed(TaskQuery.of(CLUSTER)))).containsExactly("e", "d", "a");
  }

  @Test
  void ofConcurrentBatchesThatShareTasksOneSucceeds() {
    List<Task> batch = IntStream.range(0, 50).mapToObj(i -> task("task-" + i)).toList();
    List<Task> reversed = new ArrayList<>(batch);
    Collections.reverse(reversed);

    Race<List<Task>> race = Race.of(6, i -> tasks.createAll(i % 2 == 0 ? batch : reversed));

    assertThat(race.results()).hasSize(1);
    assertThat(race.failures())
        .hasSize(5)
        .allSatisfy(e -> assertThat(e).isExactlyInstanceOf(AlreadyExistsException.class));
    assertThat(tasks.countByStatus(CLUSTER)).isEqualTo(Map.of(Task.RUNNING, 50));
  }

  // find, get, getAll

  @Test
  void aTaskIsFoundByIdOrArn() {
    Task created = tasks.create(task("a"));

    assertThat(tasks.find(CLUSTER, "a")).contains(created);
    assertThat(tasks.find(CLUSTER, created.arn().toString())).contains(created);
    assertThat(tasks.find(created.arn())).contains(created);
  }

  @Test
  void aTaskIsNotFoundUnderAnotherCluster() {
    Task created = tasks.create(task("a"));

    assertThat(tasks.find(OTHER_CLUSTER, "a")).isEmpty();
    assertThat(tasks.find(OTHER_CLUSTER, created.arn().toString())).isEmpty();
  }

  @Test
  void anUnknownTaskIsNotFound() {
    assertThat(tasks.find(UNKNOWN)).isEmpty();
    assertThat(tasks.find(CLUSTER, "unknown")).isEmpty();
    assertThatThrownBy(() -> tasks.get(UNKNOWN))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessageContaining(UNKNOWN.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a/b", "a b", "arn:aws:ecs:eu-west-1:123456789012:cluster/main", "arn:a:b"})
  void whatIsNoTasksIdOrArnIsInvalid(String text) {
    assertThatThrownBy(() -> tasks.find(CLUSTER, text))
        .isExactlyInstanceOf(InvalidValueException.class);
  }

  @Test
  void manyAreGotInTheOrderAskedForWithoutThoseThatAreMissing() {
    Task a = tasks.create(task("a"));
    Task b = tasks.create(task("b"));
    Task other = tasks.create(Samples.task(TaskArn.of(OTHER_CLUSTER, "a"), definition));

    assertThat(tasks.getAll(List.of(b.arn(), UNKNOWN, other.arn(), a.arn(), b.arn())).entrySet())
        .containsExactly(
            Map.entry(b.arn(), b), Map.entry(other.arn(), other), Map.entry(a.arn(), a));
    assertThat(tasks.getAll(List.of())).isEmpty();
  }

  // update

  @Test
  void anUpdateReplacesEveryPart() {
    Task created = tasks.create(withPod("a", "pod").withCpu("256").withTags(Map.of("k", "v")));
    TaskDefinitionArn second = Samples.registered(storage, "web");

    Task updated =
        tasks.update(
            created
                .withTaskDefinitionArn(second)
                .withLastStatus(Task.PENDING)
                .withCpu(null)
                .withMemory("512")
                .withPodName(null)
                .withTags(Map.of())
                .withCreatedAt(LONG_AGO));

    assertThat(tasks.get(created.arn())).isEqualTo(updated);
    assertThat(updated)
        .isEqualTo(
            created
                .withTaskDefinitionArn(second)
                .withLastStatus(Task.PENDING)
                .withCpu(null)
                .withMemory("512")
                .withPodName(null)
                .withTags(Map.of())
                .withUpdatedAt(updated.updatedAt())
                .withVersion(updated.version()));
    assertThat(updated.version()).isNotEqualTo(created.version());
    assertThat(updated.updatedAt()).isAfterOrEqualTo(created.updatedAt());
  }

  @Test
  void anUpdateToAPodThatIsTakenIsRefused() {
    tasks.create(withPod("a", "pod"));
    Task b = tasks.create(task("b"));

    assertThatThrownBy(() -> tasks.update(b.withPodName("pod").withNamespace("default")))
        .isExactlyInstanceOf(AlreadyExistsException.class)
        .hasMessageContainingAll(b.arn().toString(), "pod");
    assertThat(tasks.get(b.arn())).isEqualTo(b);
  }

  @Test
  void anUpdateToAMissingTaskDefinitionIsRefused() {
    Task created = tasks.create(task("a"));

    assertThatThrownBy(() -> tasks.update(created.withTaskDefinitionArn(NO_DEFINITION)))
        .isExactlyInstanceOf(ReferenceNotFoundException.class)
        .hasMessageContainingAll(created.arn().toString(), NO_DEFINITION.toString());
  }

  // modify

  @Test
  void modifyWritesWhatTheFunctionMakesOfTheStoredTask() {
    Task created = tasks.create(task("a"));

    Task modified =
        tasks.modify(
            created.arn(),
            stored -> {
              assertThat(stored).isEqualTo(created);
              return stored.withCpu("256").withCreatedAt(LONG_AGO).withVersion(null);
            });

    assertThat(modified)
        .isEqualTo(
            created
                .withCpu("256")
                .withUpdatedAt(modified.updatedAt())
                .withVersion(modified.version()));
    assertThat(modified.version()).isNotEqualTo(created.version());
    assertThat(tasks.get(created.arn())).isEqualTo(modified);
  }

  @Test
  void modifyToAPodThatIsTakenIsRefused() {
    tasks.create(withPod("a", "pod"));
    Task b = tasks.create(task("b"));

    assertThatThrownBy(
            () -> tasks.modify(b.arn(), task -> task.withPodName("pod").withNamespace("default")))
        .isExactlyInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining(b.arn().toString());
  }

  @Test
  void modifyToAMissingTaskDefinitionIsRefused() {
    Task created = tasks.create(task("a"));

    assertThatThrownBy(
            () -> tasks.modify(created.arn(), task -> task.withTaskDefinitionArn(NO_DEFINITION)))
        .isExactlyInstanceOf(ReferenceNotFoundException.class)
        .hasMessageContainingAll(created.arn().toString(), NO_DEFINITION.toString());
    assertThat(tasks.get(created.arn())).isEqualTo(created);
  }

  // delete

  @Test
  void aDeletedTaskIsGone() {
    Task created = tasks.create(task("a"));
    Task other = tasks.create(task("b"));

    tasks.delete(created.arn());

    assertThat(tasks.find(created.arn())).isEmpty();
    assertThat(tasks.find(other.arn())).contains(other);
    assertThatThrownBy(() -> tasks.delete(created.arn()))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessageContaining(created.arn().toString());
  }

  // pods

  @Test
  void aTaskIsFoundByItsPod() {
    Task task = tasks.create(withPod("a", "pod"));
    Task withoutNamespace = tasks.create(task("b").withPodName("pod"));

    assertThat(tasks.findByPod(CLUSTER, "default", "pod")).contains(task);
    assertThat(tasks.findByPod(CLUSTER, null, "pod")).contains(withoutNamespace);
    assertThat(tasks.findByPod(CLUSTER, "other", "pod")).isEmpty();
    assertThat(tasks.findByPod(CLUSTER, "", "pod")).isEmpty();
    assertThat(tasks.findByPod(CLUSTER, "default", "p%")).isEmpty();
    assertThat(tasks.findByPod(OTHER_CLUSTER, "default", "pod")).isEmpty();
  }

  @Test
  void theTaskThatIsNotStoppedHasThePod() {
    Task running = tasks.create(withPod("a", "pod"));
    tasks.create(stopped(withPod("b", "pod")));

    assertThat(tasks.findByPod(CLUSTER, "default", "pod")).contains(running);
  }

  @Test
  void ofStoppedTasksTheNewestHadThePodHoweverLateAnotherStopped() {
    tasks.create(stopped(withPod("a", "pod")).withStoppedAt(LONG_AGO.plusSeconds(60)));
    Task newest = tasks.create(stopped(withPod("b", "pod")).withStoppedAt(LONG_AGO));

    assertThat(tasks.findByPod(CLUSTER, "default", "pod")).contains(newest);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onlyOneTaskThatIsNotStoppedHasAPod(boolean hasNamespace) {
    String namespace = hasNamespace ? "default" : null;
    Task first = tasks.create(withPod("a", "pod").withNamespace(namespace));
    Task second = withPod("b", "pod").withNamespace(namespace);

    assertThatThrownBy(() -> tasks.create(second))
        .isExactlyInstanceOf(AlreadyExistsException.class)
        .hasMessageContainingAll(second.arn().toString(), "pod");

    tasks.update(stopped(first));
    assertThat(tasks.create(second)).isEqualTo(tasks.get(second.arn()));
  }

  @Test
  void tasksWithoutAPodShareANamespace() {
    assertThat(
            tasks.createAll(
                List.of(task("a").withNamespace("default"), task("b").withNamespace("default"))))
        .hasSize(2);
  }

  @Test
  void ofConcurrentTasksOneGetsThePod() {
    Race<Task> race = Race.of(8, i -> tasks.create(withPod("task-" + i, "pod")));

    assertThat(race.results()).hasSize(1);
    assertThat(race.failures())
        .hasSize(7)
        .allSatisfy(e -> assertThat(e).isExactlyInstanceOf(AlreadyExistsException.class));
  }

  // list, listArns

  /** A filter of a query, and how a task comes to pass it. */
  private record Part(
      String name,
      BiFunction<Task, String, Task> give,
      BiFunction<TaskQuery, String, TaskQuery> ask) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static TaskDefinitionArn definition(String family) {
    return TaskDefinitionArn.of(SCOPE, family, 1);
  }

  private static ServiceArn service(String name) {
    return ServiceArn.of(CLUSTER, name);
  }

  private static ContainerInstanceArn instance(String id) {
    return ContainerInstanceArn.of(CLUSTER, id);
  }

  static Stream<Part> partsOfAnyText() {
    return Stream.of(
        new Part(
            "serviceName",
            (task, text) -> task.withGroup("service:" + text),
            TaskQuery::withServiceName),
        new Part("launchType", Task::withLaunchType, TaskQuery::withLaunchType),
        new Part("desiredStatus", Task::withDesiredStatus, TaskQuery::withDesiredStatus),
        new Part("lastStatus", Task::withLastStatus, TaskQuery::withLastStatus),
        new Part("startedBy", Task::withStartedBy, TaskQuery::withStartedBy),
        new Part("group", Task::withGroup, TaskQuery::withGroup));
  }

  static Stream<Part> partsOfNames() {
    return Stream.of(
        new Part(
            "serviceName",
            (task, name) -> task.withServiceArn(service(name)),
            TaskQuery::withServiceName),
        new Part(
            "serviceArn",
            (task, name) -> task.withServiceArn(service(name)),
            (query, name) -> query.withServiceArn(service(name))),
        new Part(
            "family",
            (task, name) -> task.withTaskDefinitionArn(definition(name)),
            TaskQuery::withFamily),
        new Part(
            "containerInstanceArn",
            (task, id) -> task.withContainerInstanceArn(instance(id)),
            (query, id) -> query.withContainerInstanceArn(instance(id))));
  }

  @ParameterizedTest
  @MethodSource("partsOfAnyText")
  void aFilterOfTextIsLiteral(Part part) {
    filters(part, List.of("a", "A", "ab", "a%", "a_", "a\\", "a\\%", "%", "", "ı", "I", "😀"));
  }

  @ParameterizedTest
  @MethodSource("partsOfNames")
  void aFilterOfANameIsLiteral(Part part) {
    List<String> names = List.of("a", "A", "ab", "a_", "a-", "abc");
    names.forEach(name -> Samples.registered(storage, name));

    filters(part, names);
  }

  private void filters(Part part, List<String> values) {
    tasks.create(task("without"));
    List<Task> created =
        IntStream.range(0, values.size())
            .mapToObj(i -> tasks.create(part.give.apply(task("task-" + i), values.get(i))))
            .toList();

    for (int i = 0; i < values.size(); i++) {
      assertThat(listed(part.ask.apply(TaskQuery.of(CLUSTER), values.get(i))))
          .as("%s %s", part.name, values.get(i))
          .containsExactly(created.get(i));
    }
  }

  @Test
  void filtersAreCombined() {
    Samples.registered(storage, "a");
    Samples.registered(storage, "b");
    List<Part> parts =
        Stream.concat(partsOfNames(), partsOfAnyText().filter(part -> !isService(part))).toList();
    Task all = task("all");
    TaskQuery query = TaskQuery.of(CLUSTER);
    for (Part part : parts) {
      all = part.give.apply(all, "a");
      query = part.ask.apply(query, "a");
    }
    Task found = tasks.create(all);
    for (int i = 0; i < parts.size(); i++) {
      tasks.create(parts.get(i).give.apply(all, "b").withArn(TaskArn.of(CLUSTER, "but-" + i)));
    }
    tasks.create(all.withArn(TaskArn.of(OTHER_CLUSTER, "all")));

    assertThat(listed(query)).containsExactly(found);
    assertThat(listed(query.withOldestFirst(true))).containsExactly(found);
  }

  private static boolean isService(Part part) {
    return part.name.equals("serviceName");
  }

  @Test
  void theServicesArnWinsOverTheGroup() {
    tasks.create(task("a").withServiceArn(service("web")).withGroup("service:api"));
    tasks.create(task("b").withGroup("service:api"));
    tasks.create(task("c").withGroup("family:api"));
    tasks.create(task("d").withGroup("service:web"));
    TaskQuery all = TaskQuery.of(CLUSTER);

    assertThat(ids(listed(all.withServiceName("web")))).containsExactly("d", "a");
    assertThat(ids(listed(all.withServiceName("api")))).containsExactly("b");
    assertThat(ids(listed(all.withServiceArn(service("web"))))).containsExactly("a");
    assertThat(ids(listed(all.withGroup("service:api")))).containsExactly("b", "a");
  }

  @Test
  void theServiceNameFollowsAnUpdate() {
    Task task = tasks.create(task("a").withGroup("service:api"));

    tasks.update(task.withServiceArn(service("web")));

    assertThat(listed(TaskQuery.of(CLUSTER).withServiceName("api"))).isEmpty();
    assertThat(ids(listed(TaskQuery.of(CLUSTER).withServiceName("web")))).containsExactly("a");
  }

  @Test
  void allRevisionsOfAFamilyAreOfTheFamily() {
    TaskDefinitionArn second = Samples.registered(storage, "web");
    TaskDefinitionArn longer = Samples.registered(storage, "web-api");
    tasks.create(task("a"));
    tasks.create(Samples.task("b", second));
    tasks.create(Samples.task("c", longer));

    assertThat(ids(listed(TaskQuery.of(CLUSTER).withFamily("web")))).containsExactly("b", "a");
  }

  @Test
  void tasksAreListedNewestFirstOrOldestFirstAndOfTheirClusterOnly() {
    List.of("b", "c", "a").forEach(id -> tasks.create(task(id)));
    tasks.create(Samples.task(TaskArn.of(OTHER_CLUSTER, "d"), definition));
    TaskQuery query = TaskQuery.of(CLUSTER);

    assertThat(ids(listed(query))).containsExactly("a", "c", "b");
    assertThat(ids(listed(query.withOldestFirst(true)))).containsExactly("b", "c", "a");
    assertThat(listed(TaskQuery.of(NO_CLUSTER))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void arnsAreListedAsTheTasksAre(boolean oldestFirst) {
    for (int i = 0; i < 7; i++) {
      tasks.create(task("task-" + i).withStartedBy(i % 3 == 0 ? "me" : "you"));
    }
    TaskQuery all = TaskQuery.of(CLUSTER).withOldestFirst(oldestFirst);
    for (TaskQuery query : List.of(all, all.withStartedBy("you"))) {
      List<TaskArn> arns = Pages.stream(page -> tasks.listArns(query, page), 2).toList();

      assertThat(arns).isNotEmpty().isEqualTo(listed(query).stream().map(Task::arn).toList());
    }
  }

  @Test
  void listsOfTasksAndOfArnsRefuseEachOthersTokens() {
    tasks.createAll(List.of(task("a"), task("b")));
    TaskQuery query = TaskQuery.of(CLUSTER);
    Page<Task> list = tasks.list(query, PageRequest.first(1));
    Page<TaskArn> arns = tasks.listArns(query, PageRequest.first(1));

    assertThatThrownBy(() -> tasks.listArns(query, new PageRequest(1, list.nextToken())))
        .isExactlyInstanceOf(InvalidPageTokenException.class);
    assertThatThrownBy(() -> tasks.list(query, new PageRequest(1, arns.nextToken())))
        .isExactlyInstanceOf(InvalidPageTokenException.class);
    assertThatThrownBy(
            () -> tasks.list(query.withOldestFirst(true), new PageRequest(1, list.nextToken())))
        .isExactlyInstanceOf(InvalidPageTokenException.class);
  }

  @Test
  void aTextThatTheDatabaseCannotHoldIsInvalid() {
    assertThatThrownBy(() -> listed(TaskQuery.of(CLUSTER).withGroup("a\0")))
        .isExactlyInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> tasks.findByPod(CLUSTER, "default", "pod\0"))
        .isExactlyInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> tasks.stopAll(CLUSTER, "\0"))
        .isExactlyInstanceOf(InvalidValueException.class);
  }

  // upsert

  @Test
  void anUpsertCreatesWhatIsNotThere() {
    Upserted upserted = tasks.upsert(task("a").withCreatedAt(LONG_AGO));

    assertThat(upserted.outcome()).isEqualTo(Outcome.CREATED);
    assertThat(upserted.task().createdAt()).isEqualTo(LONG_AGO);
    assertThat(tasks.get(task("a").arn())).isEqualTo(upserted.task());
  }

  @Test
  void anUpsertReplacesEveryPartButIdentityAndTimeOfCreation() {
    Task created = tasks.create(withPod("a", "pod").withCpu("256").withCreatedAt(LONG_AGO));
    Task given = task("a").withMemory("512").withContainers(Json.of("[{}]"));

    Upserted upserted = tasks.upsert(given.withCreatedAt(LONG_AGO.plusSeconds(1)));

    assertThat(upserted.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(upserted.task())
        .isEqualTo(
            given
                .withCreatedAt(LONG_AGO)
                .withUpdatedAt(upserted.task().updatedAt())
                .withVersion(upserted.task().version()));
    assertThat(upserted.task().version()).isNotEqualTo(created.version());
    assertThat(tasks.get(created.arn())).isEqualTo(upserted.task());
    assertThatThrownBy(() -> tasks.update(created))
        .isExactlyInstanceOf(VersionConflictException.class);
  }

  @Test
  void anUpsertKeepsTheTasksPlaceInLists() {
    tasks.createAll(List.of(task("a"), task("b")));

    tasks.upsert(task("a").withCpu("256"));

    assertThat(ids(listed(TaskQuery.of(CLUSTER)))).containsExactly("b", "a");
  }

  @Test
  void anUpsertTakesAnyVersion() {
    Task created = tasks.create(task("a"));
    tasks.update(created.withCpu("256"));

    assertThat(tasks.upsert(created).outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(tasks.get(created.arn()).cpu()).isNull();
  }

  @Test
  void anUpsertToAPodThatIsTakenIsRefused() {
    tasks.create(withPod("a", "pod"));
    Task b = tasks.create(task("b"));

    for (String id : List.of("b", "new")) {
      assertThatThrownBy(() -> tasks.upsert(withPod(id, "pod")))
          .isExactlyInstanceOf(AlreadyExistsException.class)
          .hasMessageContainingAll(task(id).arn().toString(), "pod");
    }
    assertThat(listed(TaskQuery.of(CLUSTER))).hasSize(2).contains(b);
  }

  @Test
  void anUpsertNeedsClusterAndTaskDefinition() {
    Task orphan = Samples.task(TaskArn.of(NO_CLUSTER, "a"), definition);
    tasks.create(task("b"));

    assertThatThrownBy(() -> tasks.upsert(orphan))
        .isExactlyInstanceOf(ReferenceNotFoundException.class)
        .hasMessageContainingAll(orphan.arn().toString(), NO_CLUSTER.toString());
    for (String id : List.of("b", "new")) {
      assertThatThrownBy(() -> tasks.upsert(Samples.task(id, NO_DEFINITION)))
          .isExactlyInstanceOf(ReferenceNotFoundException.class)
          .hasMessageContainingAll(task(id).arn().toString(), NO_DEFINITION.toString());
    }
  }

  @Test
  void ofConcurrentUpsertsOneCreates() {
    Race<Outcome> race = Race.of(8, i -> tasks.upsert(task("a").withCpu("" + i)).outcome());

    assertThat(race.failures()).isEmpty();
    assertThat(race.results()).containsOnlyOnce(Outcome.CREATED).doesNotContain(Outcome.LEFT_ALONE);
  }

  // countByStatus

  @Test
  void tasksAreCountedByLastStatus() {
    tasks.createAll(
        List.of(task("a"), task("b"), task("c").withLastStatus(Task.PENDING), stopped(task("d"))));
    tasks.create(Samples.task(TaskArn.of(OTHER_CLUSTER, "a"), definition));

    assertThat(tasks.countByStatus(CLUSTER))
        .containsExactly(
            Map.entry(Task.PENDING, 1), Map.entry(Task.RUNNING, 2), Map.entry(Task.STOPPED, 1));
    assertThat(tasks.countByStatus(NO_CLUSTER)).isEmpty();
  }

  // every write

  @Test
  void everyChangeIsANewVersion() {
    List<UnaryOperator<Task>> changes =
        List.of(
            tasks::update,
            task -> tasks.modify(task.arn(), stored -> stored),
            task -> tasks.upsert(task).task());
    Task task = tasks.create(task("a"));
    for (UnaryOperator<Task> change : changes) {
      Task changed = change.apply(task);
      assertThat(changed.version()).isNotNull().isNotEqualTo(task.version());
      task = changed;
    }
    assertThat(tasks.get(task.arn())).isEqualTo(task);
  }

  @Test
  void aServiceNameThatTheDatabaseCannotHoldIsRefused() {
    for (String name : List.of("a\u0000b", "a\ud800")) {
      TaskQuery query = TaskQuery.of(CLUSTER).withServiceName(name);
      assertThatThrownBy(() -> tasks.list(query, PageRequest.first()))
          .isExactlyInstanceOf(InvalidValueException.class)
          .hasMessageContaining("service_name");
    }
  }
}
