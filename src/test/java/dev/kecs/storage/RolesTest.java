package dev.kecs.storage;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static dev.kecs.storage.test.Samples.cluster;
import static dev.kecs.storage.test.Samples.containerInstance;
import static dev.kecs.storage.test.Samples.content;
import static dev.kecs.storage.test.Samples.registered;
import static dev.kecs.storage.test.Samples.service;
import static dev.kecs.storage.test.Samples.storedCluster;
import static dev.kecs.storage.test.Samples.task;
import static dev.kecs.storage.test.Samples.taskSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.ecs.AccountSetting;
import dev.kecs.storage.ecs.AccountSettingQuery;
import dev.kecs.storage.ecs.Attribute;
import dev.kecs.storage.ecs.AttributeKey;
import dev.kecs.storage.ecs.AttributeQuery;
import dev.kecs.storage.ecs.ClusterQuery;
import dev.kecs.storage.ecs.ContainerInstanceArn;
import dev.kecs.storage.ecs.ContainerInstanceQuery;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.ServiceQuery;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskDefinitionFamilyQuery;
import dev.kecs.storage.ecs.TaskDefinitionQuery;
import dev.kecs.storage.ecs.TaskQuery;
import dev.kecs.storage.ecs.TaskSetArn;
import dev.kecs.storage.ecs.TaskSetQuery;
import dev.kecs.storage.ecs.TaskStatusChangeBuilder;
import dev.kecs.storage.error.PermissionDeniedException;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.transaction.Stores;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each role may do: the owner's schema, read and written by one role, read by another. */
@ExtendWith(StorageExtension.class)
class RolesTest {
  private static final TestDatabase DATABASE = SharedDatabase.get();
  private static final TaskArn TASK = TaskArn.of(CLUSTER, "one");
  private static final ServiceArn SERVICE = ServiceArn.of(CLUSTER, "web");
  private static final TaskDefinitionArn DEFINITION = TaskDefinitionArn.of(SCOPE, "web", 1);
  private static final TaskSetArn TASK_SET = TaskSetArn.of(SERVICE, "blue");
  private static final ContainerInstanceArn INSTANCE = ContainerInstanceArn.of(CLUSTER, "i1");
  private static final PageRequest PAGE = PageRequest.first();

  private static final Map<String, Consumer<Stores>> READS = new LinkedHashMap<>();
  private static final Map<String, Consumer<Stores>> WRITES = new LinkedHashMap<>();

  static {
    READS.put(
        "clusters.find",
        stores -> {
          assertThat(stores.clusters().find(CLUSTER)).isPresent();
          assertThat(stores.clusters().find(SCOPE, "main")).isPresent();
        });
    READS.put("clusters.get", stores -> stores.clusters().get(CLUSTER));
    READS.put("clusters.getAll", stores -> stores.clusters().getAll(List.of(CLUSTER)));
    READS.put("clusters.list", stores -> stores.clusters().list(ClusterQuery.of(SCOPE), PAGE));
    READS.put("clusters.statistics", stores -> stores.clusters().statistics(List.of(CLUSTER)));
    WRITES.put("clusters.create", stores -> stores.clusters().create(cluster("new")));
    WRITES.put(
        "clusters.createIfAbsent", stores -> stores.clusters().createIfAbsent(cluster("new")));
    WRITES.put(
        "clusters.update", stores -> stores.clusters().update(stores.clusters().get(CLUSTER)));
    WRITES.put(
        "clusters.modify", stores -> stores.clusters().modify(CLUSTER, UnaryOperator.identity()));
    WRITES.put("clusters.delete", stores -> stores.clusters().delete(CLUSTER));

    READS.put(
        "taskDefinitions.find",
        stores -> {
          assertThat(stores.taskDefinitions().find(DEFINITION)).isPresent();
          assertThat(stores.taskDefinitions().find(SCOPE, "web", 1)).isPresent();
        });
    READS.put("taskDefinitions.get", stores -> stores.taskDefinitions().get(DEFINITION));
    READS.put(
        "taskDefinitions.getAll", stores -> stores.taskDefinitions().getAll(List.of(DEFINITION)));
    READS.put(
        "taskDefinitions.findLatest",
        stores -> assertThat(stores.taskDefinitions().findLatest(SCOPE, "web")).isPresent());
    READS.put(
        "taskDefinitions.resolve",
        stores -> assertThat(stores.taskDefinitions().resolve(SCOPE, "web")).isPresent());
    READS.put(
        "taskDefinitions.list",
        stores -> stores.taskDefinitions().list(TaskDefinitionQuery.of(SCOPE), PAGE));
    READS.put(
        "taskDefinitions.listFamilies",
        stores -> stores.taskDefinitions().listFamilies(TaskDefinitionFamilyQuery.of(SCOPE), PAGE));
    WRITES.put(
        "taskDefinitions.register",
        stores -> stores.taskDefinitions().register(SCOPE, "new", content()));
    WRITES.put(
        "taskDefinitions.deregister", stores -> stores.taskDefinitions().deregister(DEFINITION));
    WRITES.put("taskDefinitions.delete", stores -> stores.taskDefinitions().delete(DEFINITION));
    WRITES.put(
        "taskDefinitions.finishDeletions",
        stores -> stores.taskDefinitions().finishDeletions(SCOPE, 10));

    READS.put(
        "services.find",
        stores -> {
          assertThat(stores.services().find(SERVICE)).isPresent();
          assertThat(stores.services().find(CLUSTER, "web")).isPresent();
        });
    READS.put("services.get", stores -> stores.services().get(SERVICE));
    READS.put("services.getAll", stores -> stores.services().getAll(List.of(SERVICE)));
    READS.put("services.list", stores -> stores.services().list(ServiceQuery.of(CLUSTER), PAGE));
    WRITES.put("services.create", stores -> stores.services().create(service("new")));
    WRITES.put(
        "services.update", stores -> stores.services().update(stores.services().get(SERVICE)));
    WRITES.put(
        "services.modify", stores -> stores.services().modify(SERVICE, UnaryOperator.identity()));
    WRITES.put("services.delete", stores -> stores.services().delete(SERVICE));
    WRITES.put(
        "services.deleteInactive",
        stores -> stores.services().deleteInactive(CLUSTER, Instant.EPOCH, 10));

    READS.put(
        "tasks.find",
        stores -> {
          assertThat(stores.tasks().find(TASK)).isPresent();
          assertThat(stores.tasks().find(CLUSTER, "one")).isPresent();
        });
    READS.put("tasks.get", stores -> stores.tasks().get(TASK));
    READS.put("tasks.getAll", stores -> stores.tasks().getAll(List.of(TASK)));
    READS.put(
        "tasks.findByPod",
        stores -> assertThat(stores.tasks().findByPod(CLUSTER, null, "none")).isEmpty());
    READS.put("tasks.list", stores -> stores.tasks().list(TaskQuery.of(CLUSTER), PAGE));
    READS.put("tasks.listArns", stores -> stores.tasks().listArns(TaskQuery.of(CLUSTER), PAGE));
    READS.put("tasks.countByStatus", stores -> stores.tasks().countByStatus(CLUSTER));
    WRITES.put("tasks.create", stores -> stores.tasks().create(task("new", DEFINITION)));
    WRITES.put(
        "tasks.createAll", stores -> stores.tasks().createAll(List.of(task("new", DEFINITION))));
    WRITES.put("tasks.update", stores -> stores.tasks().update(stores.tasks().get(TASK)));
    WRITES.put("tasks.modify", stores -> stores.tasks().modify(TASK, UnaryOperator.identity()));
    WRITES.put("tasks.upsert", stores -> stores.tasks().upsert(task("one", DEFINITION)));
    WRITES.put(
        "tasks.updateStatuses",
        stores ->
            stores
                .tasks()
                .updateStatuses(
                    List.of(
                        TaskStatusChangeBuilder.builder()
                            .arn(TASK)
                            .lastStatus(Task.STOPPED)
                            .build())));
    WRITES.put("tasks.stopAll", stores -> stores.tasks().stopAll(CLUSTER, "all"));
    WRITES.put("tasks.delete", stores -> stores.tasks().delete(TASK));
    WRITES.put(
        "tasks.deleteStopped", stores -> stores.tasks().deleteStopped(CLUSTER, Instant.EPOCH, 10));

    READS.put("taskSets.find", stores -> assertThat(stores.taskSets().find(TASK_SET)).isPresent());
    READS.put("taskSets.get", stores -> stores.taskSets().get(TASK_SET));
    READS.put("taskSets.getAll", stores -> stores.taskSets().getAll(List.of(TASK_SET)));
    READS.put("taskSets.list", stores -> stores.taskSets().list(TaskSetQuery.of(SERVICE), PAGE));
    WRITES.put(
        "taskSets.create",
        stores -> stores.taskSets().create(taskSet(TaskSetArn.of(SERVICE, "new"), DEFINITION)));
    WRITES.put(
        "taskSets.update", stores -> stores.taskSets().update(stores.taskSets().get(TASK_SET)));
    WRITES.put(
        "taskSets.modify", stores -> stores.taskSets().modify(TASK_SET, UnaryOperator.identity()));
    WRITES.put("taskSets.setPrimary", stores -> stores.taskSets().setPrimary(TASK_SET));
    WRITES.put("taskSets.delete", stores -> stores.taskSets().delete(TASK_SET));
    WRITES.put("taskSets.deleteOrphaned", stores -> stores.taskSets().deleteOrphaned(CLUSTER, 10));

    READS.put(
        "containerInstances.find",
        stores -> assertThat(stores.containerInstances().find(INSTANCE)).isPresent());
    READS.put("containerInstances.get", stores -> stores.containerInstances().get(INSTANCE));
    READS.put(
        "containerInstances.getAll",
        stores -> stores.containerInstances().getAll(List.of(INSTANCE)));
    READS.put(
        "containerInstances.list",
        stores -> stores.containerInstances().list(ContainerInstanceQuery.of(CLUSTER), PAGE));
    READS.put(
        "containerInstances.statistics",
        stores -> stores.containerInstances().statistics(List.of(INSTANCE)));
    WRITES.put(
        "containerInstances.register",
        stores -> stores.containerInstances().register(containerInstance("new")));
    WRITES.put(
        "containerInstances.deregister",
        stores -> stores.containerInstances().deregister(INSTANCE));
    WRITES.put(
        "containerInstances.update",
        stores -> stores.containerInstances().update(stores.containerInstances().get(INSTANCE)));
    WRITES.put(
        "containerInstances.modify",
        stores -> stores.containerInstances().modify(INSTANCE, UnaryOperator.identity()));
    WRITES.put("containerInstances.delete", stores -> stores.containerInstances().delete(INSTANCE));
    WRITES.put(
        "containerInstances.deleteInactive",
        stores -> stores.containerInstances().deleteInactive(CLUSTER, Instant.EPOCH, 10));

    READS.put(
        "attributes.list", stores -> stores.attributes().list(AttributeQuery.of(CLUSTER), PAGE));
    WRITES.put(
        "attributes.put",
        stores -> stores.attributes().put(List.of(Attribute.of(INSTANCE, "zone", "a"))));
    WRITES.put(
        "attributes.delete",
        stores -> stores.attributes().delete(List.of(AttributeKey.of(INSTANCE, "zone"))));

    READS.put(
        "accountSettings.find",
        stores -> assertThat(stores.accountSettings().find(SCOPE, "root", "none")).isEmpty());
    READS.put(
        "accountSettings.findDefault",
        stores -> assertThat(stores.accountSettings().findDefault(SCOPE, "none")).isEmpty());
    READS.put(
        "accountSettings.list",
        stores -> {
          stores.accountSettings().list(AccountSettingQuery.of(SCOPE), PAGE);
          stores.accountSettings().list(AccountSettingQuery.effective(SCOPE, "root"), PAGE);
        });
    WRITES.put(
        "accountSettings.put",
        stores ->
            stores.accountSettings().put(new AccountSetting(SCOPE, "root", "insights", "on")));
    WRITES.put(
        "accountSettings.putDefault",
        stores -> stores.accountSettings().putDefault(SCOPE, "insights", "on"));
    WRITES.put(
        "accountSettings.delete",
        stores -> stores.accountSettings().delete(SCOPE, "root", "insights"));

    READS.put("tags.tags", stores -> stores.tags().tags(INSTANCE));
    WRITES.put("tags.tag", stores -> stores.tags().tag(INSTANCE, Map.of("team", "shop")));
    WRITES.put("tags.untag", stores -> stores.tags().untag(INSTANCE, List.of("team")));
  }

  private final Storage storage;

  RolesTest(Storage storage) {
    this.storage = storage;
  }

  @Test
  void everyMethodOfEveryStoreIsTriedHere() {
    Set<String> tried = new LinkedHashSet<>(READS.keySet());
    tried.addAll(WRITES.keySet());

    Set<String> methods =
        Arrays.stream(Stores.class.getMethods())
            .filter(store -> store.getParameterCount() == 0)
            .flatMap(
                store ->
                    Arrays.stream(store.getReturnType().getMethods())
                        .map(Method::getName)
                        .map(method -> store.getName() + "." + method))
            .collect(Collectors.toSet());

    assertThat(tried).containsExactlyInAnyOrderElementsOf(methods);
  }

  @Test
  void aRoleThatMayOnlyReadReadsEverythingAndIsRefusedEveryWrite() {
    storedCluster(storage);
    registered(storage, "web");
    storage.services().create(service("web"));
    storage.tasks().create(task("one", DEFINITION));
    storage.taskSets().create(taskSet(TASK_SET, DEFINITION));
    storage.containerInstances().register(containerInstance(INSTANCE));
    Map<String, Long> before = storage.inventory();

    try (Storage reader = Storage.open(StorageExtension.config(DATABASE, Role.READER).build())) {
      READS.forEach(
          (name, read) ->
              assertThatCode(() -> read.accept(reader)).as(name).doesNotThrowAnyException());
      WRITES.forEach(
          (name, write) ->
              assertThatThrownBy(() -> write.accept(reader))
                  .as(name)
                  .isInstanceOf(PermissionDeniedException.class)
                  .hasMessageContaining("lacks a right"));
      assertThat(reader.health().schemaVersion()).isEqualTo(storage.health().schemaVersion());
      assertThat(reader.inventory()).isEqualTo(before);
    }
    assertThat(storage.tasks().get(TASK).lastStatus()).isEqualTo(Task.RUNNING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE %s.more (id int)",
        "ALTER TABLE %s.clusters ADD more int",
        "ALTER TABLE %s.tasks DROP CONSTRAINT tasks_cluster_fk",
        "ALTER TABLE %s.clusters DISABLE TRIGGER ALL",
        "DROP TABLE %s.tasks",
        "TRUNCATE %s.tasks",
        "CREATE INDEX ON %s.clusters (status)",
        "DROP INDEX %s.tasks_pod_uq",
        "DROP SCHEMA %s CASCADE",
        "ALTER SCHEMA %s RENAME TO more",
        "CREATE SCHEMA %s_more",
        "DELETE FROM %s.kecs_schema_history",
        "UPDATE %s.kecs_schema_history SET success = false",
        "CREATE TEMPORARY TABLE more AS SELECT * FROM %s.clusters"
      })
  void theRoleThatRunsMayDefineNothing(String statement) throws SQLException {
    try (Connection connection = DATABASE.connect(Role.RUNNER);
        Statement jdbc = connection.createStatement()) {
      String sql = statement.replace("%s", StorageExtension.SCHEMA);
      assertThatThrownBy(() -> jdbc.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
  }
}
