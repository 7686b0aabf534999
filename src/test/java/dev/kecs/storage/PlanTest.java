package dev.kecs.storage;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static dev.kecs.storage.test.StorageExtension.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.config.MigrationMode;
import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.ecs.AccountSettingQuery;
import dev.kecs.storage.ecs.AllClusters;
import dev.kecs.storage.ecs.AttributeQuery;
import dev.kecs.storage.ecs.ClusterQuery;
import dev.kecs.storage.ecs.ContainerInstanceArn;
import dev.kecs.storage.ecs.ContainerInstanceQuery;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.ServiceQuery;
import dev.kecs.storage.ecs.TaskDefinitionFamilyQuery;
import dev.kecs.storage.ecs.TaskDefinitionQuery;
import dev.kecs.storage.ecs.TaskQuery;
import dev.kecs.storage.ecs.TaskSetQuery;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.transaction.Stores;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That pages come from an index in their order, as the library's own statements are planned. */
class PlanTest {
  /** Not worth an index: most services are not, and few instances have been of one machine. */
  private static final String HIDES_INACTIVE =
      "Filter: \\(status <> 'INACTIVE'::text\\)"
          + "|ec2_instance_id .*\n *Filter: \\(deregistered_at IS NULL\\)";

  private static final List<String> ROWS =
      List.of(
          """
          INSERT INTO clusters (account_id, region, arn, status, tags, capacity_providers,
              created_at, updated_at, version)
          SELECT '%1$s', '%2$s', 'arn:aws:ecs:%2$s:%1$s:cluster/' || name, 'ACTIVE', '{}', '{}',
              now(), now(), 1
          FROM (SELECT 'main' UNION ALL SELECT 'c' || n FROM generate_series(1, 3000) n) c (name)
          """,
          """
          INSERT INTO task_definition_families (account_id, region, family, last_revision)
          SELECT '%1$s', '%2$s', 'f' || n, 3 FROM generate_series(1, 2000) n
          """,
          """
          INSERT INTO task_definitions (account_id, region, family, revision, arn,
              container_definitions, requires_compatibilities, tags, status, created_at,
              updated_at, version)
          SELECT account_id, region, family, revision,
              'arn:aws:ecs:%2$s:%1$s:task-definition/' || family || ':' || revision, '[]', '{}',
              '{}', CASE revision WHEN 3 THEN 'ACTIVE' ELSE 'INACTIVE' END, now(), now(), 1
          FROM task_definition_families, generate_series(1, 3) revision
          """,
          """
          INSERT INTO services (cluster_arn, arn, desired_count, running_count, pending_count,
              status, tags, scheduling_strategy, enable_ecs_managed_tags, enable_execute_command,
              node_ports, has_node_port, assign_public_ip, service_registry_metadata, created_at,
              updated_at, version)
          SELECT arn, replace(arn, ':cluster/', ':service/') || '/s' || n, 1, 1, 0, 'ACTIVE', '{}',
              'REPLICA', false, false, '{}', false, false, '{}', now(), now(), 1
          FROM clusters,
              generate_series(1, CASE WHEN arn LIKE '%%/main' THEN 2000 ELSE 3 END) n
          """,
          """
          INSERT INTO container_instances (cluster_arn, arn, ec2_instance_id, status,
              deregistered_at, agent_connected, tags, created_at, updated_at, version)
          SELECT arn, replace(arn, ':cluster/', ':container-instance/') || '/i' || n,
              'i-' || n %% 2, CASE n %% 3 WHEN 0 THEN 'INACTIVE' ELSE 'ACTIVE' END,
              CASE n %% 3 WHEN 0 THEN now() END, true, '{}', now(), now(), 1
          FROM clusters,
              generate_series(1, CASE WHEN arn LIKE '%%/main' THEN 5000 ELSE 3 END) n
          """,
          """
          INSERT INTO attributes (cluster_arn, target_type, target_arn, name, value)
          SELECT cluster_arn, 'container-instance', arn, 'n' || n, 'v' || n FROM container_instances,
              generate_series(1, 3) n
          """,
          """
          INSERT INTO task_sets (cluster_arn, service_arn, arn, task_definition_arn,
              computed_desired_count, pending_count, running_count, status, stability_status, tags,
              created_at, updated_at, version)
          SELECT cluster_arn, arn, replace(arn, ':service/', ':task-set/') || '/set' || n,
              'arn:aws:ecs:%2$s:%1$s:task-definition/f1:3', 1, 1, 0, 'ACTIVE', 'STEADY_STATE', '{}',
              now(), now(), 1
          FROM services, generate_series(1, CASE name WHEN 's7' THEN 5000 ELSE 2 END) n
          """,
          """
          INSERT INTO account_settings (account_id, region, principal_arn, name, value)
          SELECT '%1$s', '%2$s', 'user' || p, 'setting' || n, 'on'
          FROM generate_series(1, 50) p, generate_series(1, 400) n
          """,
          """
          INSERT INTO tasks (cluster_arn, arn, task_definition_arn, container_instance_arn,
              "group", last_status, desired_status, containers, tags, enable_execute_command,
              created_at, updated_at, version)
          SELECT arn, replace(arn, ':cluster/', ':task/') || '/t' || n,
              'arn:aws:ecs:%2$s:%1$s:task-definition/f' || n %% 10 + 1 || ':3',
              replace(arn, ':cluster/', ':container-instance/') || '/i' || n %% 10,
              'service:s' || n %% 10, 'RUNNING', 'RUNNING', '[]', '{}', false, now(), now(), 1
          FROM clusters,
              generate_series(1, CASE WHEN arn LIKE '%%/main' THEN 20000 ELSE 3 END) n
          """,
          """
          INSERT INTO tasks (cluster_arn, arn, task_definition_arn, container_instance_arn,
              last_status, desired_status, stopped_at, containers, tags, enable_execute_command,
              created_at, updated_at, version)
          SELECT 'arn:aws:ecs:%2$s:%1$s:cluster/main', 'arn:aws:ecs:%2$s:%1$s:task/main/s' || n,
              'arn:aws:ecs:%2$s:%1$s:task-definition/f300:3',
              'arn:aws:ecs:%2$s:%1$s:container-instance/main/i7', 'STOPPED', 'STOPPED', now(),
              '[]', '{}', false, now(), now(), 1
          FROM generate_series(1, 10000) n
          """);

  private static TestDatabase database;
  private static Explained explained;
  private static Storage storage;

  @BeforeAll
  static void fill() {
    database = TestDatabase.create();
    StorageExtension.migrate(database);
    ROWS.forEach(
        rows ->
            database.execute(
                "SET search_path = %s; ".formatted(SCHEMA)
                    + rows.formatted(SCOPE.account(), SCOPE.region())));
    database.execute("VACUUM ANALYZE");
    PostgresUrl runner = PostgresUrl.parse(database.url(Role.RUNNER));
    StorageConfig.Builder config = StorageConfig.builder().schema(SCHEMA);
    explained =
        new Explained(
            Pool.forMigrations(StorageExtension.config(database, Role.RUNNER).build(), runner));
    storage =
        Storage.open(
            config.dataSource(explained.dataSource()).migrationMode(MigrationMode.NONE).build());
  }

  @AfterAll
  static void drop() {
    storage.close();
    database.close();
  }

  /** A list with a query. */
  private record Listed(String words, Lister list) {
    @Override
    public String toString() {
      return words;
    }
  }

  @FunctionalInterface
  private interface Lister {
    Page<?> page(Stores stores, PageRequest request);
  }

  static Stream<Listed> lists() {
    ClusterQuery clusters = ClusterQuery.of(SCOPE);
    ServiceQuery services = ServiceQuery.of(CLUSTER);
    TaskDefinitionQuery definitions = TaskDefinitionQuery.of(SCOPE);
    TaskDefinitionFamilyQuery families = TaskDefinitionFamilyQuery.of(SCOPE);
    TaskQuery tasks = TaskQuery.of(CLUSTER);
    TaskSetQuery taskSets = TaskSetQuery.of(ServiceArn.of(CLUSTER, "s7"));
    ContainerInstanceQuery instances = ContainerInstanceQuery.of(CLUSTER);
    AttributeQuery attributes = AttributeQuery.of(CLUSTER);
    AccountSettingQuery settings = AccountSettingQuery.of(SCOPE);
    return Stream.of(
            Stream.of(clusters, clusters.withOldestFirst(true))
                .map(query -> new Listed(query.toString(), (s, p) -> s.clusters().list(query, p))),
            Stream.of(
                    services,
                    services.withOldestFirst(true),
                    ServiceQuery.of(AllClusters.of(SCOPE)))
                .map(query -> new Listed(query.toString(), (s, p) -> s.services().list(query, p))),
            Stream.of(
                    definitions,
                    definitions.withDescending(true),
                    definitions.withFamily("f7"),
                    definitions.withStatus("ACTIVE"))
                .map(
                    query ->
                        new Listed(query.toString(), (s, p) -> s.taskDefinitions().list(query, p))),
            Stream.of(
                    families,
                    families.withPrefix("f1"),
                    families.withStatus(TaskDefinitionFamilyQuery.Status.ACTIVE))
                .map(
                    query ->
                        new Listed(
                            query.toString(),
                            (s, p) -> s.taskDefinitions().listFamilies(query, p))),
            Stream.of(
                    tasks,
                    tasks.withOldestFirst(true),
                    tasks.withFamily("f7"),
                    tasks.withServiceName("s7"),
                    tasks.withServiceName("s7").withOldestFirst(true),
                    tasks.withContainerInstanceArn(ContainerInstanceArn.of(CLUSTER, "i7")))
                .flatMap(
                    query ->
                        Stream.of(
                            new Listed(query.toString(), (s, p) -> s.tasks().list(query, p)),
                            new Listed("ARNs " + query, (s, p) -> s.tasks().listArns(query, p)))),
            Stream.of(taskSets, taskSets.withOldestFirst(true))
                .map(query -> new Listed(query.toString(), (s, p) -> s.taskSets().list(query, p))),
            Stream.of(
                    instances,
                    instances.withOldestFirst(true),
                    instances.withEc2InstanceId("i-1"),
                    instances.withAttributeName("n2"))
                .map(
                    query ->
                        new Listed(
                            query.toString(), (s, p) -> s.containerInstances().list(query, p))),
            Stream.of(
                    attributes,
                    attributes.withTargetArn(ContainerInstanceArn.of(CLUSTER, "i7")),
                    attributes.withName("n2"))
                .map(
                    query -> new Listed(query.toString(), (s, p) -> s.attributes().list(query, p))),
            Stream.of(settings, settings.withPrincipalArn("user7"))
                .map(
                    query ->
                        new Listed(query.toString(), (s, p) -> s.accountSettings().list(query, p))))
        .flatMap(listed -> listed);
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aPageIsReadFromAnIndexInItsOrder(Listed listed) {
    // The text of the usual limit is another than that of others.
    for (int limit : new int[] {2, PageRequest.DEFAULT_LIMIT}) {
      Page<?> first = listed.list().page(storage, PageRequest.first(limit));
      assertThat(first.items()).isNotEmpty();
      if (first.nextToken() != null) {
        assertThat(listed.list().page(storage, new PageRequest(limit, first.nextToken())).items())
            .isNotEmpty();
      }
    }

    List<String> plans = explained.plans();

    assertThat(plans)
        .isNotEmpty()
        .allSatisfy(
            plan ->
                assertThat(plan.replaceFirst(HIDES_INACTIVE, ""))
                    .contains("Index")
                    // A filter reads rows in vain: the index itself is to tell them.
                    .doesNotContain("Seq Scan", "Sort", "Filter:")
                    // A scan begins at a field's equality, else at its first bound. Were that not
                    // the key of the page before, it would read everything up to the page.
                    .doesNotContainPattern("\\((\\w+) [<=>]+ .*ROW\\(\\1,")
                    .doesNotContainPattern("ROW\\((\\w+),.*\\(\\1 = "));
  }

  @Test
  void whatAnInstanceRunsIsCountedWithoutReadingItsStoppedTasks() {
    explained.plans();

    storage.containerInstances().statistics(List.of(ContainerInstanceArn.of(CLUSTER, "i7")));

    assertThat(explained.plans())
        .singleElement()
        .asString()
        .contains("tasks_container_instance_unstopped_idx")
        .doesNotContain("Filter:");
  }
}
