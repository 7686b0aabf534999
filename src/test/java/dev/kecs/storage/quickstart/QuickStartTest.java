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
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskDefinitionQuery;
import dev.kecs.storage.ecs.TaskQuery;
import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.Samples;
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
  private static final String BEGIN = "\n// README: begin\n\n";
  private static final String END = "\n// README: end\n";
  private static final String DEFINITION =
      "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1";

  @Test
  void whatItDeploysIsStored(Storage storage) {
    List<TaskArn> running = QuickStart.deployAndWalk(storage);

    assertThat(storage.clusters().get(QuickStart.SHOP).status()).isEqualTo("ACTIVE");
    assertThat(storage.clusters().statistics(List.of(QuickStart.SHOP)))
        .containsExactly(Map.entry(QuickStart.SHOP, new ClusterStatistics(0, 250, 0, 1)));
    assertThat(running)
        .hasSize(250)
        .doesNotHaveDuplicates()
        .isEqualTo(webTasks(storage))
        .allSatisfy(arn -> assertThat(arn.cluster()).isEqualTo(QuickStart.SHOP));

    Service web = storage.services().get(QuickStart.WEB);
    assertThat(web.desiredCount()).isEqualTo(250);
    assertThat(web.taskDefinitionArn()).hasToString(DEFINITION);
    assertThat(services(storage)).containsExactly("web");
    assertThat(storage.tasks().get(running.get(0)).lastStatus()).isEqualTo(Task.RUNNING);
    assertThat(storage.tasks().get(running.get(0)).serviceArn()).isEqualTo(QuickStart.WEB);
  }

  @Test
  void itsTaskDefinitionIsTheFirstRevisionOfItsFamily(Storage storage) {
    QuickStart.deployAndWalk(storage);

    List<TaskDefinition> revisions =
        storage
            .taskDefinitions()
            .list(TaskDefinitionQuery.of(QuickStart.SCOPE), PageRequest.first())
            .items();
    assertThat(revisions)
        .extracting(definition -> definition.arn().toString())
        .containsExactly(DEFINITION);
    assertThat(revisions.get(0).status()).isEqualTo(TaskDefinition.ACTIVE);
    assertThat(revisions.get(0).containerDefinitions())
        .hasToString("[ {\"name\": \"web\", \"image\": \"httpd:2.4.65\"} ]");
    assertThat(storage.taskDefinitions().resolve(QuickStart.SCOPE, "web"))
        .isEqualTo(Optional.of(revisions.get(0)));
  }

  @Test
  void aSecondRunFindsTheClusterAndChangesNothing(Storage storage) {
    QuickStart.deployAndWalk(storage);
    Map<String, Long> stored = storage.inventory();

    assertThatExceptionOfType(AlreadyExistsException.class)
        .isThrownBy(() -> QuickStart.deployAndWalk(storage))
        .withMessageContaining(QuickStart.SHOP.toString());
    assertThat(storage.inventory()).isEqualTo(stored);
  }

  @Test
  void aServiceWhoseTasksCannotBeStoredIsNotStoredEither(Storage storage) {
    storage.clusters().create(Samples.cluster(QuickStart.SHOP));
    TaskDefinitionArn missing = TaskDefinitionArn.of(QuickStart.SCOPE, "web", 1);

    assertThatExceptionOfType(ReferenceNotFoundException.class)
        .isThrownBy(() -> storage.inTransaction(stores -> QuickStart.deploy(stores, missing, 1)));
    assertThat(services(storage)).isEmpty();
  }

  @Test
  void itIsShortEnoughToBeReadFirst() throws IOException {
    assertThat(between(PROGRAM, BEGIN, END).lines()).hasSizeLessThanOrEqualTo(60);
  }

  @Test
  void theReadmeShowsTheProgramByteForByte() throws IOException {
    assertThat(between(Path.of("README.md"), "\n```java\n", "\n```\n"))
        .isEqualTo(between(PROGRAM, BEGIN, END));
  }

  private static String between(Path file, String begin, String end) throws IOException {
    String text = Files.readString(file);
    assertThat(text).as(file.toString()).containsOnlyOnce(begin);
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }

  private static List<TaskArn> webTasks(Storage storage) {
    TaskQuery query = TaskQuery.of(QuickStart.SHOP).withServiceArn(QuickStart.WEB);
    return storage.tasks().list(query, PageRequest.first(1000)).items().stream()
        .map(Task::arn)
        .toList();
  }

  private static List<String> services(Storage storage) {
    return storage
        .services()
        .list(ServiceQuery.of(QuickStart.SHOP), PageRequest.first())
        .items()
        .stream()
        .map(service -> service.arn().name())
        .toList();
  }
}
