package dev.kecs.storage.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.ClusterStatistics;
import dev.kecs.storage.ecs.Service;
import dev.kecs.storage.ecs.ServiceQuery;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskDefinition;
import dev.kecs.storage.ecs.TaskDefinitionQuery;
import dev.kecs.storage.ecs.TaskQuery;
import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.StorageExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs the program that the README shows. */
@ExtendWith(StorageExtension.class)
class QuickStartTest {
  private static final Path PROGRAM =
      Path.of("src/test/java/dev/kecs/storage/quickstart/QuickStart.java");

  @Test
  void whatItDeploysIsStored(Storage storage) {
    List<TaskArn> running = QuickStart.run(storage);

    assertThat(storage.clusters().get(QuickStart.CLUSTER).tags()).containsEntry("team", "shop");
    assertThat(storage.clusters().statistics(List.of(QuickStart.CLUSTER)))
        .containsExactly(Map.entry(QuickStart.CLUSTER, new ClusterStatistics(0, 300, 0, 2)));
    assertThat(running)
        .hasSize(250)
        .doesNotHaveDuplicates()
        .isEqualTo(webTasks(storage))
        .allSatisfy(arn -> assertThat(arn.cluster()).isEqualTo(QuickStart.CLUSTER));

    Service web = storage.services().get(QuickStart.WEB);
    assertThat(web.runningCount()).isEqualTo(250);
    assertThat(web.pendingCount()).isZero();
    assertThat(web.taskDefinitionArn()).hasToString(definitionArn(2));
    assertThat(services(storage)).containsExactly("web-canary", "web");
    assertThat(storage.tasks().get(running.get(0)).startedAt()).isNotNull();
    assertThat(storage.tasks().get(running.get(0)).group()).isEqualTo("service:web");
  }

  @Test
  void itsTaskDefinitionsAreThreeRevisionsOfOneFamily(Storage storage) {
    QuickStart.run(storage);

    List<TaskDefinition> revisions =
        storage
            .taskDefinitions()
            .list(TaskDefinitionQuery.of(QuickStart.SCOPE), PageRequest.first())
            .items();
    assertThat(revisions)
        .extracting(definition -> definition.arn().toString())
        .containsExactly(definitionArn(1), definitionArn(2), definitionArn(3));
    assertThat(revisions)
        .extracting(TaskDefinition::status)
        .containsExactly(TaskDefinition.INACTIVE, TaskDefinition.ACTIVE, TaskDefinition.ACTIVE);
    assertThat(revisions.get(1).containerDefinitions().toString())
        .startsWith("[\n  {\n    \"name\": \"web\",")
        .contains("httpd:2.4.64");
    assertThat(storage.taskDefinitions().resolve(QuickStart.SCOPE, "web"))
        .isEqualTo(Optional.of(revisions.get(2)));
  }

  @Test
  void aSecondRunFindsTheClusterAndChangesNothing(Storage storage) {
    QuickStart.run(storage);
    Map<String, Long> stored = storage.inventory();

    assertThatExceptionOfType(AlreadyExistsException.class)
        .isThrownBy(() -> QuickStart.run(storage))
        .withMessageContaining(QuickStart.CLUSTER.toString());
    assertThat(storage.inventory()).isEqualTo(stored);
  }

  @Test
  void theReadmeShowsTheProgramByteForByte() throws IOException {
    assertThat(between(Path.of("README.md"), "\n```java\n", "\n```\n"))
        .isEqualTo(between(PROGRAM, "\n// README: begin\n\n", "\n// README: end\n"));
  }

  private static String between(Path file, String begin, String end) throws IOException {
    String text = Files.readString(file);
    assertThat(text).as(file.toString()).containsOnlyOnce(begin);
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }

  private static List<TaskArn> webTasks(Storage storage) {
    TaskQuery query = TaskQuery.of(QuickStart.CLUSTER).withServiceArn(QuickStart.WEB);
    return storage.tasks().list(query, PageRequest.first(1000)).items().stream()
        .map(Task::arn)
        .toList();
  }

  private static List<String> services(Storage storage) {
    return storage
        .services()
        .list(ServiceQuery.of(QuickStart.CLUSTER), PageRequest.first())
        .items()
        .stream()
        .map(service -> service.arn().name())
        .toList();
  }

  private static String definitionArn(int revision) {
    return "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:" + revision;
  }
}
