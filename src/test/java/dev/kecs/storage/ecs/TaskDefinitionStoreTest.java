package dev.kecs.storage.ecs;

import static dev.kecs.storage.test.Samples.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.TaskDefinitionFamilyQuery.Status;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.ResourceInUseException;
import dev.kecs.storage.model.Json;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.page.Pages;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(StorageExtension.class)
class TaskDefinitionStoreTest {
  private static final Scope OTHER_REGION = new Scope(SCOPE.account(), "eu-west-2");
  private static final Scope OTHER_ACCOUNT = new Scope("210987654321", SCOPE.region());
  private static final TaskDefinitionArn UNKNOWN = TaskDefinitionArn.of(SCOPE, "unknown", 1);

  private final Storage storage;
  private final TaskDefinitionStore definitions;

  TaskDefinitionStoreTest(Storage storage) {
    this.storage = storage;
    this.definitions = storage.taskDefinitions();
  }

  private TaskDefinition register(String family) {
    return definitions.register(SCOPE, family, Samples.content());
  }

  private void register(String family, int revisions) {
    for (int i = 0; i < revisions; i++) {
      register(family);
    }
  }

  private TaskDefinition registerInactive(String family) {
    return definitions.deregister(register(family).arn());
  }

  /** Registers one that goes at once. */
  private void registerAndDelete(String family) {
    assertThat(definitions.delete(registerInactive(family).arn())).isEmpty();
  }

  private Task referringTask(TaskDefinition definition) {
    if (storage.clusters().find(Samples.CLUSTER).isEmpty()) {
      Samples.storedCluster(storage);
    }
    return storage.tasks().create(Samples.task("a", definition.arn()));
  }

  private TaskDefinition inProgress(String family) {
    TaskDefinition inactive = registerInactive(family);
    referringTask(inactive);
    return definitions.delete(inactive.arn()).orElseThrow();
  }

  private List<TaskDefinition> listed(TaskDefinitionQuery query) {
    return Pages.stream(page -> definitions.list(query, page), 2).toList();
  }

  private static List<String> names(List<TaskDefinition> definitions) {
    return definitions.stream()
        .map(TaskDefinition::arn)
        .map(arn -> arn.family() + ":" + arn.revision())
        .toList();
  }

  private List<TaskDefinitionFamily> families(TaskDefinitionFamilyQuery query) {
    TaskDefinitionFamilyQuery counted = query.withCounted(true);
    return Pages.stream(page -> definitions.listFamilies(counted, page), 2).toList();
  }

  private List<String> familyNames(TaskDefinitionFamilyQuery query) {
    return families(query).stream().map(TaskDefinitionFamily::family).toList();
  }

  // register

  @Test
  void registrationsCountTheRevisionsOfAFamily() {
    assertThat(names(List.of(register("web"), register("web"), register("api"), register("web"))))
        .containsExactly("web:1", "web:2", "api:1", "web:3");
  }

  @Test
  void aRegisteredDefinitionHasItsContentAndIsActive() {
    TaskDefinitionContent content =
        new TaskDefinitionContent(
            "arn:aws:iam::123456789012:role/task",
            "arn:aws:iam::123456789012:role/execution",
            "awsvpc",
            Json.of("[ {\"name\": \"app\",  \"image\": \"app:1 😀\"} ]"),
            Json.of("[]"),
            Json.of("[1]"),
            Json.of("{}"),
            Json.of("[2]"),
            Json.of("{\"os\":\"LINUX\"}"),
            Json.of("{\"sizeInGiB\":21}"),
            List.of("FARGATE", "EC2", ""),
            "256",
            "512",
            "task",
            "",
            Map.of("k", "v", "żółć", ""));

    TaskDefinition registered = definitions.register(SCOPE, "web", content);

    assertThat(registered)
        .isEqualTo(
            new TaskDefinition(
                TaskDefinitionArn.of(SCOPE, "web", 1),
                content.taskRoleArn(),
                content.executionRoleArn(),
                content.networkMode(),
                content.containerDefinitions(),
                content.volumes(),
                content.placementConstraints(),
                content.proxyConfiguration(),
                content.inferenceAccelerators(),
                content.runtimePlatform(),
                content.ephemeralStorage(),
                content.requiresCompatibilities(),
                content.cpu(),
                content.memory(),
                content.pidMode(),
                content.ipcMode(),
                content.tags(),
                TaskDefinition.ACTIVE,
                null,
                registered.createdAt(),
                registered.updatedAt(),
                registered.version()));
    assertThat(registered.createdAt()).isNotNull().isEqualTo(registered.updatedAt());
    assertThat(registered.version()).isNotNull();
    assertThat(definitions.get(registered.arn())).isEqualTo(registered);
  }

  @Test
  void whatIsAbsentStaysAbsent() {
    TaskDefinition registered = register("web");

    assertThat(registered.volumes()).isNull();
    assertThat(registered.cpu()).isNull();
    assertThat(registered.requiresCompatibilities()).isEmpty();
    assertThat(registered.tags()).isEmpty();
    assertThat(definitions.get(registered.arn())).isEqualTo(registered);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:1", "a/b", "ä"})
  void aFamilyMustHaveAName(String family) {
    assertThatThrownBy(() -> register(family)).isExactlyInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> definitions.find(SCOPE, family, 1))
        .isExactlyInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> definitions.findLatest(SCOPE, family))
        .isExactlyInstanceOf(InvalidValueException.class);
  }

  @Test
  void aFamilysNameMayBe255CharactersLong() {
    TaskDefinition registered = register("a".repeat(255));

    assertThat(definitions.find(registered.arn())).contains(registered);
    assertThatThrownBy(() -> register("a".repeat(256)))
        .isExactlyInstanceOf(InvalidValueException.class);
  }

  @Test
  void aRegistrationThatIsRolledBackTakesNoRevision() {
    try (Transaction unit = storage.begin()) {
      unit.taskDefinitions().register(SCOPE, "web", Samples.content());
    }

    assertThat(register("web").arn().revision()).isEqualTo(1);
  }

  @Test
  void concurrentRegistrationsOfOneFamilyGetConsecutiveRevisions() {
    Race<List<Integer>> race =
        Race.of(
            8,
            i -> IntStream.range(0, 10).mapToObj(j -> register("web").arn().revision()).toList());

    assertThat(race.failures()).isEmpty();
    assertThat(race.results().stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 80).boxed().toList());
  }

  @Test
  void aRevisionIsNeverUsedTwice() {
    register("web");
    registerAndDelete("web");
    assertThat(register("web").arn().revision()).isEqualTo(3);

    registerAndDelete("api");
    assertThat(definitions.find(SCOPE, "api", 1)).isEmpty();
    assertThat(register("api").arn().revision()).isEqualTo(2);
  }

  @Test
  void scopesWithTheSameFamiliesDoNotSeeEachOthers() {
    TaskDefinition here = register("web");
    TaskDefinition region = definitions.register(OTHER_REGION, "web", Samples.content());
    definitions.register(OTHER_REGION, "web", Samples.content().withCpu("256"));
    TaskDefinition account =
        definitions.register(OTHER_ACCOUNT, "web", Samples.content().withCpu("512"));

    assertThat(List.of(here, region, account))
        .allSatisfy(each -> assertThat(each.arn().revision()).isEqualTo(1));
    assertThat(definitions.find(SCOPE, "web", 1)).contains(here);
    assertThat(definitions.find(SCOPE, "web", 2)).isEmpty();
    assertThat(definitions.findLatest(SCOPE, "web")).contains(here);
    assertThat(definitions.resolve(OTHER_ACCOUNT, "web")).contains(account);
    assertThat(listed(TaskDefinitionQuery.of(SCOPE))).containsExactly(here);
    assertThat(listed(TaskDefinitionQuery.of(OTHER_ACCOUNT))).containsExactly(account);
    assertThat(families(TaskDefinitionFamilyQuery.of(SCOPE)))
        .containsExactly(new TaskDefinitionFamily("web", 1, 1L));
    assertThat(families(TaskDefinitionFamilyQuery.of(OTHER_REGION)))
        .containsExactly(new TaskDefinitionFamily("web", 2, 2L));

    definitions.deregister(region.arn());
    assertThat(definitions.get(here.arn())).isEqualTo(here);
  }

  @Test
  void aRegionOfAnotherPartitionHasItsArns() {
    TaskDefinition registered =
        definitions.register(new Scope(SCOPE.account(), "cn-north-1"), "web", Samples.content());

    assertThat(registered.arn().toString())
        .isEqualTo("arn:aws-cn:ecs:cn-north-1:123456789012:task-definition/web:1");
    assertThat(definitions.find(registered.arn())).contains(registered);
  }

  // find, get, getAll, resolve

  @Test
  void aRevisionIsFoundWhateverItsStatus() {
    TaskDefinition active = register("web");
    TaskDefinition inactive = registerInactive("web");
    TaskDefinition inProgress = inProgress("web");

    for (TaskDefinition each : List.of(active, inactive, inProgress)) {
      assertThat(definitions.find(each.arn())).contains(each);
      assertThat(definitions.find(SCOPE, "web", each.arn().revision())).contains(each);
      assertThat(definitions.get(each.arn())).isEqualTo(each);
    }
    assertThat(definitions.find(SCOPE, "web", 4)).isEmpty();
    assertThat(definitions.find(SCOPE, "we", 1)).isEmpty();
  }

  @Test
  void anUnknownDefinitionIsNotFound() {
    assertThat(definitions.find(UNKNOWN)).isEmpty();
    assertThat(definitions.findLatest(SCOPE, "unknown")).isEmpty();
    assertThatThrownBy(() -> definitions.get(UNKNOWN))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessageContaining(UNKNOWN.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void aRevisionIsPositive(int revision) {
    assertThatThrownBy(() -> definitions.find(SCOPE, "web", revision))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining("revision");
  }

  @Test
  void manyAreGotInTheOrderAskedForWithoutThoseThatAreMissing() {
    TaskDefinition web = register("web");
    TaskDefinition api = register("api");
    TaskDefinition elsewhere = definitions.register(OTHER_REGION, "web", Samples.content());

    assertThat(
            definitions
                .getAll(List.of(elsewhere.arn(), web.arn(), UNKNOWN, api.arn(), web.arn()))
                .entrySet())
        .containsExactly(
            Map.entry(elsewhere.arn(), elsewhere),
            Map.entry(web.arn(), web),
            Map.entry(api.arn(), api));
    assertThat(definitions.getAll(List.of())).isEmpty();
  }

  @Test
  void theLatestIsTheHighestActiveRevisionAsANumber() {
    register("web", 10);
    assertThat(definitions.findLatest(SCOPE, "web").map(latest -> latest.arn().revision()))
        .contains(10);

    definitions.deregister(TaskDefinitionArn.of(SCOPE, "web", 10));
    assertThat(definitions.findLatest(SCOPE, "web").map(latest -> latest.arn().revision()))
        .contains(9);
  }

  @Test
  void aFamilyWithoutAnActiveRevisionHasNoLatest() {
    registerInactive("web");
    inProgress("web");

    assertThat(definitions.findLatest(SCOPE, "web")).isEmpty();
    assertThat(definitions.resolve(SCOPE, "web")).isEmpty();
  }

  @Test
  void aTextIsAFamilyARevisionOrAnArn() {
    TaskDefinition first = register("web");
    TaskDefinition second = register("web");
    TaskDefinition third = registerInactive("web");

    assertThat(definitions.resolve(SCOPE, "web")).contains(second);
    assertThat(definitions.resolve(SCOPE, "web:1")).contains(first);
    assertThat(definitions.resolve(SCOPE, "web:3")).contains(third);
    assertThat(definitions.resolve(SCOPE, first.arn().toString())).contains(first);
    assertThat(definitions.resolve(SCOPE, "web:4")).isEmpty();
    assertThat(definitions.resolve(SCOPE, "unknown")).isEmpty();
    assertThat(definitions.resolve(SCOPE, UNKNOWN.toString())).isEmpty();
  }

  @Test
  void anArnOfAnotherScopeResolvesToNothing() {
    TaskDefinition elsewhere = definitions.register(OTHER_REGION, "web", Samples.content());
    register("web");

    assertThat(definitions.resolve(SCOPE, elsewhere.arn().toString())).isEmpty();
  }

  @Test
  void aFamilyMayBeNamedArn() {
    TaskDefinition registered = register("arn");

    assertThat(definitions.resolve(SCOPE, "arn")).contains(registered);
    assertThat(definitions.resolve(SCOPE, "arn:1")).contains(registered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "web:",
        ":1",
        "web:0",
        "web:01",
        "web:-1",
        "web:1:2",
        "web:x",
        "web:2147483648",
        "a b",
        "arn:aws:ecs:eu-west-1:123456789012:task-definition/web",
        "arn:aws:ecs:eu-west-1:123456789012:task/main/web"
      })
  void garbageResolvesToAnError(String text) {
    assertThatThrownBy(() -> definitions.resolve(SCOPE, text))
        .isExactlyInstanceOf(InvalidValueException.class);
  }

  // list

  @Test
  void definitionsAreListedByFamilyAndThenByRevisionAsANumber() {
    register("b", 11);
    register("a", 2);
    register("B");
    register("a-1");
    register("a_1");
    List<String> order =
        List.of(
            "B:1", "a:1", "a:2", "a-1:1", "a_1:1", "b:1", "b:2", "b:3", "b:4", "b:5", "b:6", "b:7",
            "b:8", "b:9", "b:10", "b:11");
    TaskDefinitionQuery all = TaskDefinitionQuery.of(SCOPE);

    assertThat(names(listed(all))).isEqualTo(order);
    assertThat(names(listed(all.withDescending(true))))
        .isEqualTo(IntStream.rangeClosed(1, 16).mapToObj(i -> order.get(16 - i)).toList());
  }

  @Test
  void listsAreFilteredByFamilyAndStatus() {
    register("web");
    registerInactive("web");
    register("api");
    registerInactive("api");
    inProgress("web");
    register("web-api");
    TaskDefinitionQuery all = TaskDefinitionQuery.of(SCOPE);

    assertThat(names(listed(all.withFamily("web")))).containsExactly("web:1", "web:2", "web:3");
    assertThat(names(listed(all.withStatus(TaskDefinition.ACTIVE))))
        .containsExactly("api:1", "web:1", "web-api:1");
    assertThat(names(listed(all.withStatus(TaskDefinition.INACTIVE))))
        .containsExactly("api:2", "web:2");
    assertThat(names(listed(all.withStatus(TaskDefinition.DELETE_IN_PROGRESS))))
        .containsExactly("web:3");
    assertThat(names(listed(all.withFamily("web").withStatus(TaskDefinition.INACTIVE))))
        .containsExactly("web:2");
    assertThat(
            names(
                listed(
                    all.withStatus(TaskDefinition.ACTIVE).withFamily("web").withDescending(true))))
        .containsExactly("web:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"w%", "we_", "w\\eb", "%", "", "WEB", "we"})
  void aFamilyIsFilteredLiterally(String family) {
    register("web");

    assertThat(listed(TaskDefinitionQuery.of(SCOPE).withFamily(family))).isEmpty();
  }

  @Test
  void aListedDefinitionIsTheStoredOne() {
    assertThat(List.of(register("web"), register("web")))
        .isEqualTo(listed(TaskDefinitionQuery.of(SCOPE)));
  }

  // listFamilies

  @Test
  void familiesAreListedByNameWithLatestRevisionAndActiveOnes() {
    register("web", 3);
    definitions.deregister(TaskDefinitionArn.of(SCOPE, "web", 2));
    register("Web");
    register("api", 2);
    registerAndDelete("api");

    assertThat(families(TaskDefinitionFamilyQuery.of(SCOPE)))
        .containsExactly(
            new TaskDefinitionFamily("Web", 1, 1L),
            new TaskDefinitionFamily("api", 3, 2L),
            new TaskDefinitionFamily("web", 3, 2L));
  }

  @Test
  void activeRevisionsAreCountedOnlyWhereThatIsAskedFor() {
    register("web");
    register("web");
    TaskDefinitionFamilyQuery query = TaskDefinitionFamilyQuery.of(SCOPE);

    assertThat(definitions.listFamilies(query, PageRequest.first()).items())
        .containsExactly(new TaskDefinitionFamily("web", 2, null));
    assertThat(definitions.listFamilies(query.withCounted(true), PageRequest.first()).items())
        .containsExactly(new TaskDefinitionFamily("web", 2, 2L));
  }

  @Test
  void familiesAreActiveWhileARevisionIs() {
    register("active");
    registerInactive("active");
    registerInactive("inactive");
    inProgress("in-progress");
    registerAndDelete("deleted");
    TaskDefinitionFamilyQuery all = TaskDefinitionFamilyQuery.of(SCOPE);

    assertThat(families(all.withStatus(Status.ACTIVE)))
        .containsExactly(new TaskDefinitionFamily("active", 2, 1L));
    assertThat(families(all.withStatus(Status.INACTIVE)))
        .containsExactly(
            new TaskDefinitionFamily("deleted", 1, 0L),
            new TaskDefinitionFamily("in-progress", 1, 0L),
            new TaskDefinitionFamily("inactive", 1, 0L));
    assertThat(familyNames(all.withStatus(Status.ALL)))
        .containsExactly("active", "deleted", "in-progress", "inactive");
  }

  @Test
  void aFamilyWhoseDefinitionsAreAllDeletedComesBackWithTheNextRevision() {
    registerAndDelete("web");
    TaskDefinitionFamilyQuery active =
        TaskDefinitionFamilyQuery.of(SCOPE).withStatus(Status.ACTIVE);
    assertThat(families(active)).isEmpty();

    register("web");
    assertThat(families(active)).containsExactly(new TaskDefinitionFamily("web", 2, 1L));
  }

  @Test
  void aPrefixOfFamiliesIsLiteral() {
    List.of("a", "aB", "a_b", "a-b", "ab", "abc", "b", "A").forEach(this::register);
    TaskDefinitionFamilyQuery all = TaskDefinitionFamilyQuery.of(SCOPE);

    assertThat(familyNames(all.withPrefix("a")))
        .containsExactly("a", "a-b", "aB", "a_b", "ab", "abc");
    assertThat(familyNames(all.withPrefix("ab"))).containsExactly("ab", "abc");
    assertThat(familyNames(all.withPrefix("a_"))).containsExactly("a_b");
    assertThat(familyNames(all.withPrefix("A"))).containsExactly("A");
    assertThat(familyNames(all.withPrefix(""))).hasSize(8);
    for (String none : List.of("%", "a%", "a\\", "abcd", "ı")) {
      assertThat(familyNames(all.withPrefix(none))).as(none).isEmpty();
    }
    assertThat(familyNames(all.withPrefix("a").withStatus(Status.INACTIVE))).isEmpty();
    definitions.deregister(TaskDefinitionArn.of(SCOPE, "ab", 1));
    assertThat(familyNames(all.withPrefix("a").withStatus(Status.INACTIVE))).containsExactly("ab");
  }

  // deregister

  @Test
  void aDeregisteredDefinitionIsInactiveSinceThen() {
    Instant now = Instant.parse("2026-03-01T10:00:00.123456Z");
    TaskDefinition registered = register("web");
    try (Storage atNow =
        Storage.open(
            StorageExtension.config(SharedDatabase.get(), Role.RUNNER)
                .clock(Clock.fixed(now.plusNanos(789), ZoneOffset.UTC))
                .build())) {
      TaskDefinition deregistered = atNow.taskDefinitions().deregister(registered.arn());

      assertThat(deregistered)
          .isEqualTo(
              registered
                  .withStatus(TaskDefinition.INACTIVE)
                  .withDeregisteredAt(now)
                  .withUpdatedAt(now)
                  .withVersion(deregistered.version()));
      assertThat(deregistered.version()).isNotEqualTo(registered.version());
      assertThat(definitions.get(registered.arn())).isEqualTo(deregistered);
    }
  }

  @Test
  void onlyAnActiveDefinitionIsChangedByDeregistering() {
    TaskDefinition inactive = registerInactive("web");
    TaskDefinition inProgress = inProgress("web");

    assertThat(definitions.deregister(inactive.arn())).isEqualTo(inactive);
    assertThat(definitions.deregister(inProgress.arn())).isEqualTo(inProgress);
    assertThat(listed(TaskDefinitionQuery.of(SCOPE))).containsExactly(inactive, inProgress);
  }

  @Test
  void anUnknownDefinitionIsNotDeregistered() {
    assertThatThrownBy(() -> definitions.deregister(UNKNOWN))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessageContaining(UNKNOWN.toString());
  }

  // delete

  @Test
  void anInactiveDefinitionThatNothingRefersToIsGone() {
    TaskDefinition other = register("web");
    TaskDefinition inactive = registerInactive("web");

    assertThat(definitions.delete(inactive.arn())).isEmpty();

    assertThat(definitions.find(inactive.arn())).isEmpty();
    assertThat(listed(TaskDefinitionQuery.of(SCOPE))).containsExactly(other);
    assertThatThrownBy(() -> definitions.delete(inactive.arn()))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessageContaining(inactive.arn().toString());
  }

  @Test
  void anActiveDefinitionIsInUse() {
    TaskDefinition active = register("web");

    assertThatThrownBy(() -> definitions.delete(active.arn()))
        .isExactlyInstanceOf(ResourceInUseException.class)
        .hasMessageContaining(active.arn().toString());
    assertThat(definitions.get(active.arn())).isEqualTo(active);
  }

  @Test
  void refusedDeletionsLeaveAUnitOfWorkUsable() {
    TaskDefinition active = register("web");

    storage.inTransaction(
        unit -> {
          assertThatThrownBy(() -> unit.taskDefinitions().delete(active.arn()))
              .isExactlyInstanceOf(ResourceInUseException.class);
          assertThatThrownBy(() -> unit.taskDefinitions().delete(UNKNOWN))
              .isExactlyInstanceOf(NotFoundException.class);
          assertThatThrownBy(() -> unit.taskDefinitions().deregister(UNKNOWN))
              .isExactlyInstanceOf(NotFoundException.class);
          unit.taskDefinitions().deregister(active.arn());
          return unit.taskDefinitions().delete(active.arn());
        });

    assertThat(definitions.find(active.arn())).isEmpty();
  }

  @Test
  void aDefinitionThatATaskRefersToWaitsForItsDeletion() {
    TaskDefinition inactive = registerInactive("web");
    Task task = referringTask(inactive);

    Optional<TaskDefinition> left = definitions.delete(inactive.arn());

    assertThat(left)
        .hasValueSatisfying(
            waiting -> {
              assertThat(waiting)
                  .isEqualTo(
                      inactive
                          .withStatus(TaskDefinition.DELETE_IN_PROGRESS)
                          .withUpdatedAt(waiting.updatedAt())
                          .withVersion(waiting.version()));
              assertThat(waiting.version()).isNotEqualTo(inactive.version());
            });
    assertThat(definitions.find(inactive.arn())).isEqualTo(left);
    assertThat(definitions.delete(inactive.arn())).isEqualTo(left);

    storage.tasks().update(task.withLastStatus(Task.STOPPED));
    assertThat(definitions.delete(inactive.arn())).isEqualTo(left);

    storage.tasks().delete(task.arn());
    assertThat(definitions.delete(inactive.arn())).isEmpty();
    assertThat(definitions.find(inactive.arn())).isEmpty();
  }

  @Test
  void aDefinitionThatAServiceRefersToWaitsForItsDeletion() {
    TaskDefinition inactive = registerInactive("web");
    Samples.storedCluster(storage);
    Service service =
        storage.services().create(Samples.service("web").withTaskDefinitionArn(inactive.arn()));

    assertThat(definitions.delete(inactive.arn()).map(TaskDefinition::status))
        .contains(TaskDefinition.DELETE_IN_PROGRESS);

    storage.services().update(service.withTaskDefinitionArn(null));
    assertThat(definitions.delete(inactive.arn())).isEmpty();
  }

  @Test
  void aDefinitionDeletedWhileATaskIsCreatedIsNeverMissedByTheTask() {
    Samples.storedCluster(storage);
    for (int round = 0; round < 20; round++) {
      TaskDefinitionArn arn = registerInactive("web").arn();
      Task task = Samples.task("task-" + round, arn);

      Race<Object> race =
          Race.between(() -> storage.tasks().create(task), () -> definitions.delete(arn));

      assertThat(race.failures())
          .allSatisfy(e -> assertThat(e).isExactlyInstanceOf(ReferenceNotFoundException.class));
      assertThat(definitions.find(arn).isPresent())
          .isEqualTo(storage.tasks().find(task.arn()).isPresent());
    }
  }

  // finishDeletions

  @Test
  void deletionsAreFinishedOnceNothingRefersToTheDefinition() {
    TaskDefinition active = register("web");
    TaskDefinition inactive = registerInactive("web");
    TaskDefinition waiting = inProgress("web");
    assertThat(definitions.finishDeletions(SCOPE, 100)).isZero();

    storage.tasks().delete(Samples.task("a", waiting.arn()).arn());

    assertThat(definitions.finishDeletions(OTHER_REGION, 100)).isZero();
    assertThat(definitions.finishDeletions(OTHER_ACCOUNT, 100)).isZero();
    assertThat(definitions.finishDeletions(SCOPE, 100)).isEqualTo(1);
    assertThat(definitions.finishDeletions(SCOPE, 100)).isZero();
    assertThat(listed(TaskDefinitionQuery.of(SCOPE))).containsExactly(active, inactive);
    assertThat(register("web").arn().revision()).isEqualTo(4);
  }

  @Test
  void deletionsAreFinishedUpToALimit() {
    Samples.storedCluster(storage);
    for (int i = 0; i < 3; i++) {
      TaskDefinitionArn arn = registerInactive("web").arn();
      Task task = storage.tasks().create(Samples.task("task-" + i, arn));
      assertThat(definitions.delete(arn)).isPresent();
      storage.tasks().delete(task.arn());
    }

    assertThat(definitions.finishDeletions(SCOPE, 2)).isEqualTo(2);
    assertThat(definitions.finishDeletions(SCOPE, 2)).isEqualTo(1);
    assertThat(listed(TaskDefinitionQuery.of(SCOPE))).isEmpty();
    for (int limit : List.of(0, -1, Deletion.MAX_LIMIT + 1)) {
      assertThatThrownBy(() -> definitions.finishDeletions(SCOPE, limit))
          .isExactlyInstanceOf(InvalidValueException.class)
          .hasMessageContaining(String.valueOf(limit));
    }
  }
}
