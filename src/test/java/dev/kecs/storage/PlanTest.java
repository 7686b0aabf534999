package dev.kecs.storage;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static dev.kecs.storage.test.StorageExtension.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.config.MigrationMode;
import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.model.ContainerInstanceArn;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.ClusterQuery;
import dev.kecs.storage.store.ServiceQuery;
import dev.kecs.storage.store.Stores;
import dev.kecs.storage.store.TaskDefinitionFamilyQuery;
import dev.kecs.storage.store.TaskDefinitionQuery;
import dev.kecs.storage.store.TaskQuery;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That pages come from an index in their order, as the library's own statements are planned. */
class PlanTest {
  /** Not worth an index: most services are not. */
  private static final String HIDES_INACTIVE = "Filter: (status <> 'INACTIVE'::text)";

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
          INSERT INTO tasks (cluster_arn, arn, task_definition_arn, container_instance_arn,
              "group", last_status, desired_status, containers, tags, enable_execute_command,
              created_at, updated_at, version)
          SELECT arn, replace(arn, ':cluster/', ':task/') || '/t' || n,
              'arn:aws:ecs:%2$s:%1$s:task-definition/f' || n %% 200 + 1 || ':3',
              replace(arn, ':cluster/', ':container-instance/') || '/i' || n %% 200,
              'service:s' || n %% 200, 'RUNNING', 'RUNNING', '[]', '{}', false, now(), now(), 1
          FROM clusters,
              generate_series(1, CASE WHEN arn LIKE '%%/main' THEN 20000 ELSE 3 END) n
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
    return Stream.of(
            Stream.of(clusters, clusters.withOldestFirst(true))
                .map(query -> new Listed(query.toString(), (s, p) -> s.clusters().list(query, p))),
            Stream.of(services, services.withOldestFirst(true), ServiceQuery.of(SCOPE))
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
                            new Listed("ARNs " + query, (s, p) -> s.tasks().listArns(query, p)))))
        .flatMap(listed -> listed);
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aPageIsReadFromAnIndexInItsOrder(Listed listed) {
    Page<?> first = listed.list().page(storage, PageRequest.first(2));
    assertThat(first.items()).isNotEmpty();
    if (first.nextToken() != null) {
      assertThat(listed.list().page(storage, new PageRequest(2, first.nextToken())).items())
          .isNotEmpty();
    }

    List<String> plans = explained.plans();

    assertThat(plans)
        .isNotEmpty()
        .allSatisfy(
            plan ->
                assertThat(plan.replace(HIDES_INACTIVE, ""))
                    .contains("Index")
                    // A filter reads rows in vain: the index itself is to tell them.
                    .doesNotContain("Seq Scan", "Sort", "Filter:")
                    // A scan begins at a field's equality, else at its first bound. Were that not
                    // the key of the page before, it would read everything up to the page.
                    .doesNotContainPattern("\\((\\w+) [<=>]+ .*ROW\\(\\1,")
                    .doesNotContainPattern("ROW\\((\\w+),.*\\(\\1 = "));
  }
}
