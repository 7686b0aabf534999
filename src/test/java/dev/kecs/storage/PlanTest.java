package dev.kecs.storage;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static dev.kecs.storage.test.StorageExtension.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.config.MigrationMode;
import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.config.StorageConfigBuilder;
import dev.kecs.storage.ecs.ContainerInstanceArn;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskQuery;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.Resources;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.test.resource.Called;
import dev.kecs.storage.test.resource.Plan;
import dev.kecs.storage.test.resource.Resource;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That pages come from an index in their order, as the library's own statements are planned. */
class PlanTest {
  /** Behind an index of its key, the text of an ARN is compared too, and leaves out no row. */
  private static final String COMPARES_TEXT = "Filter: \\(\\w*arn = '[^']*'::text\\)";

  private static TestDatabase database;
  private static Explained explained;
  private static Storage storage;

  @BeforeAll
  static void fill() {
    database = TestDatabase.create();
    StorageExtension.migrate(database);
    Resources.all()
        .flatMap(resource -> resource.tables().stream())
        .flatMap(table -> table.rows(SCOPE).stream())
        .forEach(rows -> database.execute("SET search_path = %s; ".formatted(SCHEMA) + rows));
    database.execute("VACUUM ANALYZE");
    PostgresUrl runner = PostgresUrl.parse(database.url(Role.RUNNER));
    StorageConfigBuilder config = StorageConfig.builder().schema(SCHEMA);
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

  static Stream<Plan> plans() {
    return Resources.all().flatMap(Resource::plans);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void aPageIsReadFromAnIndexInItsOrder(Plan expected) {
    explained.plans(); // Those of a test that failed before.
    Called called = new Called(storage);
    // The text of the usual limit is another than that of others.
    for (int limit : new int[] {2, PageRequest.DEFAULT_LIMIT}) {
      Page<?> first = expected.list().page(called, PageRequest.first(limit));
      assertThat(first.items()).as("the first page of %s", expected).isNotEmpty();
      if (first.nextToken() != null) {
        assertThat(expected.list().page(called, new PageRequest(limit, first.nextToken())).items())
            .isNotEmpty();
      }
    }

    assertThat(called.names()).containsExactly(expected.method());
    assertThat(explained.plans())
        .isNotEmpty()
        .allSatisfy(
            plan ->
                assertThat(plan.replaceAll(COMPARES_TEXT, "").replaceFirst(expected.allowed(), ""))
                    .contains("Index")
                    // A filter reads rows in vain: the index itself is to tell them.
                    .doesNotContain("Seq Scan", "Sort", "Filter:")
                    // A scan begins at a field's equality, else at its first bound. Were that not
                    // the key of the page before, it would read everything up to the page.
                    .doesNotContainPattern("\\((\\w+) [<=>]+ .*ROW\\(\\1,")
                    .doesNotContainPattern("ROW\\((\\w+),.*\\(\\1 = "));
  }

  static Stream<RecordComponent> parts() {
    return plans()
        .map(plan -> plan.query().getClass())
        .distinct()
        // The first part is the owner, which is always given.
        .flatMap(query -> Stream.of(query.getRecordComponents()).skip(1));
  }

  /** So a new part of a query needs its index, or the word that it has none. */
  @ParameterizedTest
  @MethodSource("parts")
  void aPartOfAQueryHasAnIndexOrSaysThatRowsAreCompared(RecordComponent part) throws IOException {
    Class<?> query = part.getDeclaringRecord();
    Set<Object> planned =
        plans()
            .map(Plan::query)
            .filter(query::isInstance)
            .map(given -> Optional.ofNullable(value(part, given)))
            .collect(Collectors.toSet());

    boolean hasIndex = planned.size() > 1;

    assertThat(javadoc(query, part).contains("rows are compared"))
        .as("that rows are compared, in the Javadoc of %s", part)
        .isEqualTo(!hasIndex);
  }

  private static @Nullable Object value(RecordComponent part, Object query) {
    try {
      return part.getAccessor().invoke(query);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no value of " + part, e);
    }
  }

  /** What the source says of a part, in one line. */
  private static String javadoc(Class<?> query, RecordComponent part) throws IOException {
    String source =
        Files.readString(Path.of("src/main/java", query.getName().replace('.', '/') + ".java"));
    Matcher said =
        Pattern.compile("@param " + part.getName() + " (.*?)(?= @param| @see|\\*/)", Pattern.DOTALL)
            .matcher(source);
    assertThat(said.find()).as("the Javadoc of %s", part).isTrue();
    return said.group(1).replaceAll("\\s*\\*\\s*", " ");
  }

  @Test
  void whatIsNotStoppedIsListedWithoutReadingStoppedTasks() {
    for (TaskQuery query :
        List.of(
            TaskQuery.of(CLUSTER).withLastStatus(Task.RUNNING),
            TaskQuery.of(CLUSTER).withDesiredStatus(Task.RUNNING))) {
      explained.plans();

      storage.tasks().list(query, PageRequest.first());

      assertThat(explained.plans())
          .singleElement()
          .asString()
          .contains("tasks_unstopped_idx")
          .doesNotContain("Sort");
    }
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

  @Test
  void thePodOfATaskIsLookedUpByIndexesAlone() {
    explained.plans();

    storage.tasks().findByPod(CLUSTER, "shop", "web-1");

    assertThat(explained.plans())
        .singleElement()
        .asString()
        .contains("tasks_pod_uq", "tasks_stopped_pod_idx", "tasks_pk")
        .doesNotContain("Seq Scan", "Sort");
  }
}
