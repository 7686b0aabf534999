package dev.kecs.storage.ecs;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.Storage;
import dev.kecs.storage.store.Resources;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.resource.Faults;
import dev.kecs.storage.test.resource.PartValues;
import dev.kecs.storage.test.resource.Parts;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What changes some parts of a record leaves every other part as it is. */
@ExtendWith(StorageExtension.class)
class ChangedPartsTest {
  private static final Set<String> SET_AT_REGISTRATION =
      Set.of("arn", "status", "deregisteredAt", "createdAt", "updatedAt", "version");

  private static final Set<String> CHANGED_BY_DEREGISTERING =
      Set.of("status", "deregisteredAt", "updatedAt", "version");
  private static final Set<String> NOT_OF_AN_UNSTOPPED_TASK =
      Set.of("arn", "stoppedAt", "updatedAt", "version");
  private static final Set<String> STAMPS = Set.of("updatedAt", "version");

  private static final PartValues VALUES = Resources.partValues();
  private static final TaskDefinitionArn DEFINITION = TaskDefinitionArn.of(SCOPE, Samples.NAME, 1);
  private static final TaskArn TASK = TaskArn.of(CLUSTER, "0a1b");
  private static final ServiceArn SERVICE = ServiceArn.of(CLUSTER, "api");
  private static final TaskSetArn TASK_SET = TaskSetArn.of(SERVICE, "blue");
  private static final ContainerInstanceArn INSTANCE = ContainerInstanceArn.of(CLUSTER, "i1");

  private final Storage storage;
  private final Faults faults = new Faults();

  ChangedPartsTest(Storage storage) {
    this.storage = storage;
  }

  @BeforeEach
  void storeWhatIsReferredTo() {
    Resources.prepare(storage, new TaskResource(), 2);
  }

  @Test
  void theContentOfATaskDefinitionHasAllPartsThatRegistrationDoesNotSet() {
    assertThat(names(TaskDefinition.class, SET_AT_REGISTRATION))
        .isEqualTo(names(TaskDefinitionContent.class, Set.of()));
  }

  @Test
  void aTaskDefinitionThatIsDeregisteredKeepsEveryOtherPart() {
    TaskDefinitionStore definitions = storage.taskDefinitions();
    for (Function<RecordComponent, Object> values :
        List.<Function<RecordComponent, Object>>of(VALUES::own, VALUES::large)) {
      TaskDefinition registered =
          definitions.register(SCOPE, "app", Parts.filled(Samples.content(), Set.of(), values));
      TaskDefinitionArn arn = registered.arn();

      TaskDefinition deregistered = definitions.deregister(arn);
      faults.compare("deregister", registered, deregistered, CHANGED_BY_DEREGISTERING);
      faults.compare("deregister again", deregistered, definitions.deregister(arn), Set.of());
      faults.compare("get", deregistered, definitions.get(arn), Set.of());
    }
    faults.assertNone();
  }

  @Test
  void aTaskDefinitionThatIsDeletedWhileReferredToKeepsEveryPart() {
    TaskDefinitionStore definitions = storage.taskDefinitions();
    TaskDefinitionContent full = Parts.filled(Samples.content(), Set.of(), VALUES::own);
    TaskDefinitionArn arn = definitions.register(SCOPE, "app", full).arn();
    storage.tasks().create(Samples.task(TASK, arn));
    definitions.deregister(arn);

    faults.compare("delete", full, definitions.delete(arn).orElseThrow(), Set.of());
    faults.compare("get", full, definitions.get(arn), Set.of());
    faults.assertNone();
  }

  @Test
  void aChangeOfStatusSetsEveryPartThatItSaysAndNoOther() {
    Task bare = Samples.task(TASK, DEFINITION);
    Task full = Parts.filled(bare, NOT_OF_AN_UNSTOPPED_TASK, VALUES::own);
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

  private static List<String> names(Class<? extends Record> type, Set<String> but) {
    return Parts.of(type, but).stream().map(RecordComponent::getName).toList();
  }

  @Test
  void aTaskSetThatBecomesPrimaryOrCeasesToBeKeepsEveryOtherPart() {
    storage.services().create(Samples.service(SERVICE));
    TaskSetStore taskSets = storage.taskSets();
    TaskSet full =
        taskSets.create(
            Parts.filled(
                Samples.taskSet(TASK_SET, DEFINITION),
                Set.of("arn", "updatedAt", "version"),
                VALUES::own));
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
  void aContainerInstanceThatIsDeregisteredKeepsEveryOtherPart() {
    ContainerInstanceStore instances = storage.containerInstances();
    ContainerInstance full =
        instances.register(
            Parts.filled(
                Samples.containerInstance(INSTANCE),
                Set.of("arn", "deregisteredAt", "updatedAt", "version"),
                VALUES::own));

    ContainerInstance deregistered = instances.deregister(INSTANCE);
    faults.compare("deregister", full, deregistered, CHANGED_BY_DEREGISTERING);
    faults.compare("get", deregistered, instances.get(INSTANCE), Set.of());
    faults.compare("deregister again", deregistered, instances.deregister(INSTANCE), Set.of());
    faults.assertNone();
  }
}
