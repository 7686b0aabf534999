package dev.kecs.storage.store;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.AccountSetting;
import dev.kecs.storage.ecs.AccountSettingQuery;
import dev.kecs.storage.ecs.AccountSettingStore;
import dev.kecs.storage.ecs.Attribute;
import dev.kecs.storage.ecs.AttributeQuery;
import dev.kecs.storage.ecs.AttributeStore;
import dev.kecs.storage.ecs.ClusterQuery;
import dev.kecs.storage.ecs.ClusterStore;
import dev.kecs.storage.ecs.ContainerInstance;
import dev.kecs.storage.ecs.ContainerInstanceArn;
import dev.kecs.storage.ecs.ContainerInstanceQuery;
import dev.kecs.storage.ecs.ContainerInstanceStore;
import dev.kecs.storage.ecs.Service;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.ServiceQuery;
import dev.kecs.storage.ecs.ServiceStore;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskDefinition;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskDefinitionContent;
import dev.kecs.storage.ecs.TaskDefinitionQuery;
import dev.kecs.storage.ecs.TaskDefinitionStore;
import dev.kecs.storage.ecs.TaskQuery;
import dev.kecs.storage.ecs.TaskSet;
import dev.kecs.storage.ecs.TaskSetArn;
import dev.kecs.storage.ecs.TaskSetQuery;
import dev.kecs.storage.ecs.TaskSetStore;
import dev.kecs.storage.ecs.TaskStatusChange;
import dev.kecs.storage.ecs.TaskStatusChangeBuilder;
import dev.kecs.storage.ecs.TaskStore;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.StorageExtension;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every part of every record is varied alone, by every way of writing it, and read again. A part
 * that a store forgets, or takes for another, is named.
 */
@ExtendWith(StorageExtension.class)
class EveryPartTest {
  private static final Set<String> SET_AT_REGISTRATION =
      Set.of("arn", "status", "deregisteredAt", "createdAt", "updatedAt", "version");

  private static final Set<String> CHANGED_BY_DEREGISTERING =
      Set.of("status", "deregisteredAt", "updatedAt", "version");
  private static final Set<String> NOT_OF_AN_UNSTOPPED_TASK =
      Set.of("arn", "stoppedAt", "updatedAt", "version");
  private static final Set<String> STAMPS = Set.of("updatedAt", "version");
  private static final PageRequest FIRST = PageRequest.first();

  private static final TaskDefinitionArn DEFINITION = TaskDefinitionArn.of(SCOPE, "app", 1);
  private static final PartValues VALUES =
      new PartValues(DEFINITION, TaskDefinitionArn.of(SCOPE, "app", 2));
  private static final TaskArn TASK = TaskArn.of(CLUSTER, "0a1b");
  private static final ServiceArn SERVICE = ServiceArn.of(CLUSTER, "api");
  private static final TaskSetArn TASK_SET = TaskSetArn.of(SERVICE, "blue");
  private static final ContainerInstanceArn INSTANCE = ContainerInstanceArn.of(CLUSTER, "i1");

  private final Storage storage;
  private final Faults faults = new Faults();

  EveryPartTest(Storage storage) {
    this.storage = storage;
  }

  @Test
  void everyPartOfAClusterLasts() {
    ClusterStore clusters = storage.clusters();
    new Ways<>(Samples.cluster(CLUSTER), VALUES)
        .anew("create", clusters::create)
        .anew("createIfAbsent", given -> clusters.createIfAbsent(given).value())
        .over("update", (old, given) -> clusters.update(given.withVersion(old.version())))
        .over("modify", (old, given) -> clusters.modify(CLUSTER, now -> given))
        .read("get", stored -> clusters.get(CLUSTER))
        .read("find", stored -> clusters.find(CLUSTER).orElseThrow())
        .read("find by name", stored -> clusters.find(SCOPE, "main").orElseThrow())
        .read("getAll", stored -> only(clusters.getAll(List.of(CLUSTER)).values()))
        .read("list", stored -> only(clusters.list(ClusterQuery.of(SCOPE), FIRST).items()))
        .read("createIfAbsent", stored -> clusters.createIfAbsent(stored).value())
        .check(stored -> clusters.delete(CLUSTER));
  }

  @Test
  void everyPartOfAServiceLasts() {
    storeWhatIsReferredTo();
    ServiceStore services = storage.services();
    new Ways<>(Samples.service(SERVICE), VALUES)
        .anew("create", services::create)
        .anew("create in place of an INACTIVE one", this::createdInPlaceOfAnInactiveOne)
        .over("update", (old, given) -> services.update(given.withVersion(old.version())))
        .over("modify", (old, given) -> services.modify(SERVICE, now -> given))
        .read("get", stored -> services.get(SERVICE))
        .read("find", stored -> services.find(SERVICE).orElseThrow())
        .read("find by name", stored -> services.find(CLUSTER, "api").orElseThrow())
        .read("getAll", stored -> only(services.getAll(List.of(SERVICE)).values()))
        .read("list", stored -> only(services.list(ServiceQuery.of(CLUSTER), FIRST).items()))
        .check(stored -> services.delete(SERVICE));
  }

  private Service createdInPlaceOfAnInactiveOne(Service given) {
    storage.services().create(Samples.service(SERVICE).withStatus(Service.INACTIVE));
    return storage.services().create(given);
  }

  @Test
  void everyPartOfATaskLasts() {
    storeWhatIsReferredTo();
    TaskStore tasks = storage.tasks();
    new Ways<>(Samples.task(TASK, DEFINITION), VALUES, "podName", "namespace")
        .along("stoppedAt", "lastStatus", Task.STOPPED)
        .anew("create", tasks::create)
        .anew("createAll", this::createdWithAnother)
        .anew("upsert", given -> tasks.upsert(given).task())
        .over("update", (old, given) -> tasks.update(given.withVersion(old.version())))
        .over("modify", (old, given) -> tasks.modify(TASK, now -> given))
        .over("upsert", (old, given) -> tasks.upsert(given).task())
        .read("get", stored -> tasks.get(TASK))
        .read("find", stored -> tasks.find(TASK).orElseThrow())
        .read("find by id", stored -> tasks.find(CLUSTER, "0a1b").orElseThrow())
        .read("findByPod", this::foundByPod)
        .read("getAll", stored -> only(tasks.getAll(List.of(TASK)).values()))
        .read("list", stored -> only(tasks.list(TaskQuery.of(CLUSTER), FIRST).items()))
        .check(stored -> tasks.delete(TASK));
  }

  private Task createdWithAnother(Task given) {
    Task other = Samples.task("other", DEFINITION).withStartedBy("another");
    Task created = storage.tasks().createAll(List.of(other, given)).get(1);
    storage.tasks().delete(other.arn());
    return created;
  }

  private Task foundByPod(Task stored) {
    return stored.podName() == null
        ? stored
        : storage.tasks().findByPod(CLUSTER, stored.namespace(), stored.podName()).orElseThrow();
  }

  @Test
  void everyPartOfATaskSetLasts() {
    storeWhatIsReferredTo();
    storage.services().create(Samples.service(SERVICE));
    TaskSetStore taskSets = storage.taskSets();
    new Ways<>(Samples.taskSet(TASK_SET, DEFINITION), VALUES)
        .anew("create", taskSets::create)
        .over("update", (old, given) -> taskSets.update(given.withVersion(old.version())))
        .over("modify", (old, given) -> taskSets.modify(TASK_SET, now -> given))
        .read("get", stored -> taskSets.get(TASK_SET))
        .read("find", stored -> taskSets.find(TASK_SET).orElseThrow())
        .read("getAll", stored -> only(taskSets.getAll(List.of(TASK_SET)).values()))
        .read("list", stored -> only(taskSets.list(TaskSetQuery.of(SERVICE), FIRST).items()))
        .check(stored -> taskSets.delete(TASK_SET));
  }

  @Test
  void aTaskSetThatBecomesPrimaryOrCeasesToBeKeepsEveryOtherPart() {
    storeWhatIsReferredTo();
    storage.services().create(Samples.service(SERVICE));
    TaskSetStore taskSets = storage.taskSets();
    TaskSet full =
        taskSets.create(
            filled(Samples.taskSet(TASK_SET, DEFINITION), Set.of("arn", "updatedAt", "version")));
    TaskSetArn other = TaskSetArn.of(SERVICE, "other");
    taskSets.create(Samples.taskSet(other, DEFINITION));

    TaskSet primary = taskSets.setPrimary(TASK_SET);
    faults.compare("setPrimary", full.withStatus(TaskSet.PRIMARY), primary, STAMPS);
    faults.compare("get", primary, taskSets.get(TASK_SET), Set.of());
    taskSets.setPrimary(other);
    faults.compare("demoted", full.withStatus(TaskSet.ACTIVE), taskSets.get(TASK_SET), STAMPS);
    faults.assertNone();
  }

  @Test
  void everyPartOfAContainerInstanceLasts() {
    Samples.storedCluster(storage);
    ContainerInstanceStore instances = storage.containerInstances();
    new Ways<>(Samples.containerInstance(INSTANCE), VALUES, "ec2InstanceId")
        .along("deregisteredAt", "status", ContainerInstance.INACTIVE)
        .anew("register", instances::register)
        .anew("register in place of an INACTIVE one", this::registeredInPlaceOfAnInactiveOne)
        .over("update", (old, given) -> instances.update(given.withVersion(old.version())))
        .over("modify", (old, given) -> instances.modify(INSTANCE, now -> given))
        .read("get", stored -> instances.get(INSTANCE))
        .read("find", stored -> instances.find(INSTANCE).orElseThrow())
        .read("getAll", stored -> only(instances.getAll(List.of(INSTANCE)).values()))
        .read(
            "list",
            stored -> only(instances.list(ContainerInstanceQuery.of(CLUSTER), FIRST).items()))
        .check(stored -> instances.delete(INSTANCE));
  }

  private ContainerInstance registeredInPlaceOfAnInactiveOne(ContainerInstance given) {
    ContainerInstance inactive =
        Samples.containerInstance(INSTANCE).withStatus(ContainerInstance.INACTIVE);
    storage.containerInstances().register(inactive);
    return storage.containerInstances().register(given);
  }

  @Test
  void aContainerInstanceThatIsDeregisteredKeepsEveryOtherPart() {
    Samples.storedCluster(storage);
    ContainerInstanceStore instances = storage.containerInstances();
    ContainerInstance full =
        instances.register(
            filled(
                Samples.containerInstance(INSTANCE),
                Set.of("arn", "deregisteredAt", "updatedAt", "version")));

    ContainerInstance deregistered = instances.deregister(INSTANCE);
    faults.compare("deregister", full, deregistered, CHANGED_BY_DEREGISTERING);
    faults.compare("get", deregistered, instances.get(INSTANCE), Set.of());
    faults.compare("deregister again", deregistered, instances.deregister(INSTANCE), Set.of());
    faults.assertNone();
  }

  @Test
  void everyPartOfAnAttributeLasts() {
    Samples.storedCluster(storage);
    storage.containerInstances().register(Samples.containerInstance(INSTANCE));
    AttributeStore attributes = storage.attributes();
    for (Attribute given : variants(Attribute.of(INSTANCE, "zone", "a"))) {
      attributes.put(List.of(Attribute.of(INSTANCE, given.name(), "before")));
      attributes.put(List.of(given, Attribute.of(INSTANCE, "another", "b")));
      AttributeQuery ofName = AttributeQuery.of(CLUSTER).withName(given.name());
      faults.compare(
          given.toString(), given, only(attributes.list(ofName, FIRST).items()), Set.of());
      assertThat(attributes.delete(List.of(given.key()))).isEqualTo(1);
    }
    faults.assertNone();
  }

  @Test
  void everyPartOfAnAccountSettingLasts() {
    AccountSettingStore settings = storage.accountSettings();
    for (AccountSetting given : variants(new AccountSetting(SCOPE, "root", "insights", "on"))) {
      String principal = given.principalArn();
      settings.put(new AccountSetting(SCOPE, principal, given.name(), "before"));
      faults.compare("put", given, settings.put(given), Set.of());
      settings.putDefault(SCOPE, "another", "off");

      AccountSettingQuery ofPrincipal = AccountSettingQuery.of(SCOPE).withPrincipalArn(principal);
      AccountSettingQuery effective =
          AccountSettingQuery.effective(SCOPE, principal).withName(given.name());
      Map.of(
              "find", settings.find(SCOPE, principal, given.name()).orElseThrow(),
              "list", only(settings.list(ofPrincipal, FIRST).items()),
              "effective", only(settings.list(effective, FIRST).items()))
          .forEach((read, stored) -> faults.compare(read, given, stored, Set.of()));
      settings.delete(SCOPE, principal, given.name());
    }
    faults.assertNone();
  }

  /** Returns the record with each part that may be any text varied alone. */
  private static <T extends Record> List<T> variants(T bare) {
    List<T> variants = new ArrayList<>();
    for (RecordComponent part : Parts.of(bare.getClass(), Set.of("scope", "targetType"))) {
      for (Object value : VALUES.all(part)) {
        // What is part of a key is not empty.
        if (!part.getType().equals(ContainerInstanceArn.class)
            && (part.getName().equals("value") || !"".equals(value))) {
          variants.add(Parts.with(bare, Collections.singletonMap(part.getName(), value)));
        }
      }
    }
    return variants;
  }

  private static <T extends Record> T filled(T bare, Set<String> but) {
    return Parts.with(
        bare,
        Parts.of(bare.getClass(), but).stream()
            .collect(Collectors.toMap(RecordComponent::getName, VALUES::own)));
  }

  @Test
  void theContentOfATaskDefinitionHasAllPartsThatRegistrationDoesNotSet() {
    assertThat(names(TaskDefinition.class, SET_AT_REGISTRATION))
        .isEqualTo(names(TaskDefinitionContent.class, Set.of()));
  }

  @Test
  void everyPartOfATaskDefinitionLasts() {
    TaskDefinitionContent full = filled(VALUES::own);
    checkReads(register("all", full));
    for (RecordComponent part : Parts.of(TaskDefinitionContent.class, Set.of())) {
      for (Object value : VALUES.all(part)) {
        Map<String, @Nullable Object> replaced = Collections.singletonMap(part.getName(), value);
        String what = part.getName() + " " + Faults.shown(value);
        register(what + " alone", Parts.with(Samples.content(), replaced));
        register(what + " among all", Parts.with(full, replaced));
      }
    }
    checkReads(register("a megabyte in each", filled(VALUES::large)));
    faults.assertNone();
  }

  private static TaskDefinitionContent filled(Function<RecordComponent, Object> value) {
    return Parts.with(
        Samples.content(),
        Parts.of(TaskDefinitionContent.class, Set.of()).stream()
            .collect(Collectors.toMap(RecordComponent::getName, value)));
  }

  private TaskDefinition register(String what, TaskDefinitionContent content) {
    TaskDefinitionStore definitions = storage.taskDefinitions();
    TaskDefinition registered = definitions.register(SCOPE, "app", content);
    faults.compare(what, content, registered, Set.of());
    faults.compare(what + ", get", registered, definitions.get(registered.arn()), Set.of());
    return registered;
  }

  private void checkReads(TaskDefinition registered) {
    TaskDefinitionStore definitions = storage.taskDefinitions();
    TaskDefinitionArn arn = registered.arn();
    TaskDefinitionQuery newest = TaskDefinitionQuery.of(SCOPE).withDescending(true);
    Map<String, TaskDefinition> reads =
        Map.of(
            "find", definitions.find(arn).orElseThrow(),
            "find by revision", definitions.find(SCOPE, "app", arn.revision()).orElseThrow(),
            "findLatest", definitions.findLatest(SCOPE, "app").orElseThrow(),
            "resolve", definitions.resolve(SCOPE, "app").orElseThrow(),
            "getAll", only(definitions.getAll(List.of(arn)).values()),
            "list", definitions.list(newest, PageRequest.first(1)).items().get(0));
    reads.forEach((read, stored) -> faults.compare(read, registered, stored, Set.of()));
    TaskDefinition deregistered = definitions.deregister(arn);
    faults.compare("deregister", registered, deregistered, CHANGED_BY_DEREGISTERING);
    faults.compare("deregister again", deregistered, definitions.deregister(arn), Set.of());
    faults.compare("get", deregistered, definitions.get(arn), Set.of());
  }

  @Test
  void aTaskDefinitionThatIsDeletedWhileReferredToKeepsEveryPart() {
    Samples.storedCluster(storage);
    TaskDefinitionStore definitions = storage.taskDefinitions();
    TaskDefinitionContent full = filled(VALUES::own);
    TaskDefinitionArn arn = definitions.register(SCOPE, "app", full).arn();
    storage.tasks().create(Samples.task(TASK, arn));
    definitions.deregister(arn);

    faults.compare("delete", full, definitions.delete(arn).orElseThrow(), Set.of());
    faults.compare("get", full, definitions.get(arn), Set.of());
    faults.assertNone();
  }

  @Test
  void aChangeOfStatusSetsEveryPartThatItSaysAndNoOther() {
    storeWhatIsReferredTo();
    Task bare = Samples.task(TASK, DEFINITION);
    Task full = filled(bare, NOT_OF_AN_UNSTOPPED_TASK);
    for (RecordComponent part : Parts.of(TaskStatusChange.class, Set.of("arn"))) {
      for (Object value : VALUES.all(part)) {
        changeStatus(bare, part.getName(), value);
        changeStatus(full, part.getName(), value);
      }
      changeStatus(bare, part.getName(), VALUES.large(part));
    }
    faults.assertNone();
  }

  private void changeStatus(Task before, String part, @Nullable Object value) {
    Map<String, @Nullable Object> said = new HashMap<>(Map.of("lastStatus", "SEEN"));
    if (part.equals("stoppedAt") && value != null) {
      said.put("lastStatus", Task.STOPPED);
    }
    said.put(part, value);
    TaskStatusChange change = Parts.with(statusChange(TASK), said);
    TaskStatusChange another = statusChange(TaskArn.of(CLUSTER, "other")).withStopCode("another");
    Map<String, @Nullable Object> expected = new HashMap<>(said);
    expected.values().removeIf(Objects::isNull);

    Task created = storage.tasks().create(before);
    Task other = storage.tasks().create(Samples.task(another.arn(), DEFINITION));
    storage.tasks().updateStatuses(List.of(another, change));

    String what = part + " " + Faults.shown(value);
    faults.compare(what, Parts.with(created, expected), storage.tasks().get(TASK), STAMPS);
    faults.compare(
        what + " beside another",
        other.withLastStatus("SEEN").withStopCode("another"),
        storage.tasks().get(other.arn()),
        STAMPS);
    storage.tasks().delete(TASK);
    storage.tasks().delete(other.arn());
  }

  private static TaskStatusChange statusChange(TaskArn arn) {
    return TaskStatusChangeBuilder.builder().arn(arn).lastStatus("SEEN").build();
  }

  private void storeWhatIsReferredTo() {
    Samples.storedCluster(storage);
    Samples.registered(storage, "app");
    Samples.registered(storage, "app");
  }

  private static List<String> names(Class<? extends Record> type, Set<String> but) {
    return Parts.of(type, but).stream().map(RecordComponent::getName).toList();
  }

  private static <T> T only(Collection<T> values) {
    assertThat(values).hasSize(1);
    return values.iterator().next();
  }
}
