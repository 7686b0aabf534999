package dev.kecs.storage.ecs;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.model.Json;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.test.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTest {
  private static final Scope SCOPE = new Scope("123456789012", "eu-west-1");
  private static final ClusterArn CLUSTER_ARN = ClusterArn.of(SCOPE, "web");
  private static final Cluster CLUSTER =
      ClusterBuilder.builder().arn(CLUSTER_ARN).status("ACTIVE").build();
  private static final Service SERVICE =
      ServiceBuilder.builder()
          .arn(ServiceArn.of(CLUSTER_ARN, "api"))
          .status("ACTIVE")
          .schedulingStrategy("REPLICA")
          .build();
  private static final Task TASK =
      TaskBuilder.builder()
          .arn(TaskArn.of(CLUSTER_ARN, "0a1b"))
          .taskDefinitionArn(TaskDefinitionArn.of(SCOPE, "app", 1))
          .lastStatus(Task.RUNNING)
          .desiredStatus(Task.RUNNING)
          .containers(Json.of("[]"))
          .build();
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456789Z");

  @Test
  void whatABuilderIsNotGivenIsAbsentEmptyFalseOrZero() {
    assertThat(SERVICE.tags()).isEmpty();
    assertThat(SERVICE.nodePorts()).isEmpty();
    assertThat(SERVICE.serviceRegistryMetadata()).isEmpty();
    assertThat(SERVICE.desiredCount()).isZero();
    assertThat(SERVICE.hasNodePort()).isFalse();
    assertThat(SERVICE.healthCheckGracePeriodSeconds()).isNull();
    assertThat(SERVICE.version()).isNull();
    assertThat(CLUSTER.capacityProviders()).isEmpty();
  }

  @Test
  void aChangedCopyDiffersInThatPartOnly() {
    Task pending = TASK.withLastStatus(Task.PENDING);

    assertThat(pending.lastStatus()).isEqualTo("PENDING");
    assertThat(pending.withLastStatus(Task.RUNNING)).isEqualTo(TASK);
  }

  @Test
  void aStoppedTaskIsDesiredToBeStopped() {
    assertThat(TASK.withLastStatus(Task.STOPPED).desiredStatus()).isEqualTo("STOPPED");
    assertThat(
            TaskStatusChangeBuilder.builder()
                .arn(TASK.arn())
                .lastStatus(Task.STOPPED)
                .desiredStatus(Task.RUNNING)
                .build()
                .desiredStatus())
        .isEqualTo("STOPPED");
  }

  @Test
  void aRequiredPartIsRequired() {
    assertInvalid(() -> TASK.withLastStatus(null), "task.lastStatus is required");
    assertInvalid(() -> TASK.withArn(null), "task.arn is required");
    assertInvalid(() -> TASK.withContainers(null), "task.containers is required");
    assertInvalid(() -> CLUSTER.withStatus(null), "cluster.status is required");
    assertInvalid(
        () -> SERVICE.withSchedulingStrategy(null), "service.schedulingStrategy is required");
    assertInvalid(
        () -> TaskDefinitionContentBuilder.builder().build(),
        "taskDefinition.containerDefinitions is required");
    assertInvalid(
        () -> TaskStatusChangeBuilder.builder().arn(TASK.arn()).build(),
        "taskStatusChange.lastStatus is required");
  }

  @Test
  void anEmptyTextIsNotAnAbsentOne() {
    assertThat(TASK.withCpu("").cpu()).isEmpty();
    assertThat(TASK.cpu()).isNull();
  }

  @Test
  void textThatTheDatabaseCannotHoldIsRefused() {
    assertInvalid(() -> TASK.withStartedBy("a\0b"), "task.startedBy holds U+0000");
    assertInvalid(() -> TASK.withStartedBy("\uDE00"), "task.startedBy holds an unpaired surrogate");
    assertInvalid(
        () -> TASK.withStartedBy("\uD83Da"), "task.startedBy holds an unpaired surrogate");
    assertInvalid(() -> TASK.withStartedBy("\uD83D"), "task.startedBy holds an unpaired surrogate");
    assertThat(TASK.withStartedBy("\uD83D\uDE00").startedBy()).isEqualTo("\uD83D\uDE00");
  }

  @Test
  void elementsAreCheckedAsTextIs() {
    assertInvalid(() -> TASK.withTags(Map.of("\0", "")), "task.tags holds U+0000");
    assertInvalid(() -> TASK.withTags(Map.of("", "\0")), "task.tags holds U+0000");
    assertInvalid(() -> TASK.withTags(Collections.singletonMap("a", null)), "task.tags holds null");
    assertInvalid(
        () -> CLUSTER.withCapacityProviders(List.of("\uD800")),
        "cluster.capacityProviders holds an unpaired surrogate");
    assertInvalid(
        () -> CLUSTER.withCapacityProviders(Arrays.asList("FARGATE", null)),
        "cluster.capacityProviders holds null");
  }

  @Test
  void tagsHaveAwsLengthsAndCharacters() {
    Map<String, String> longest = Map.of("𝒳".repeat(128), "𝒳".repeat(256), "b", "");
    assertThat(TASK.withTags(longest).tags()).isEqualTo(longest);

    assertInvalid(() -> TASK.withTags(Map.of("", "")), "task.tags has the key '', which is empty");
    assertInvalid(
        () -> TASK.withTags(Map.of("k".repeat(129), "")),
        "task.tags has the key '%s…', which is longer than 128 characters"
            .formatted("k".repeat(100)));
    assertInvalid(
        () -> TASK.withTags(Map.of("a", "v".repeat(257))),
        "task.tags has a value of 'a' that is longer than 256 characters");
    for (String text : List.of("a\nb", "a\tb", "a*", "\"", "'", "\\", "🚀", "a,b", "%", "{", "!")) {
      String fault = " holds other characters than letters, numbers, spaces and _ . : / = + - @";
      assertInvalid(
          () -> TASK.withTags(Map.of(text, "")),
          "task.tags has the key '" + text + "', which" + fault);
      assertInvalid(
          () -> TASK.withTags(Map.of("a", text)), "task.tags has a value of 'a' that" + fault);
    }
  }

  @Test
  void mapsAreOrderedByKeyAndSetsAsGiven() {
    Map<String, String> map = new LinkedHashMap<>();
    Set<String> set = new LinkedHashSet<>();
    for (int i = 0; i < 100; i++) {
      map.put("key " + 37 * i % 100, "");
      set.add("key " + 37 * i % 100);
    }
    List<String> sorted = map.keySet().stream().sorted().toList();

    assertThat(TASK.withTags(map).tags().keySet()).containsExactlyElementsOf(sorted);
    assertThat(SERVICE.withServiceRegistryMetadata(map).serviceRegistryMetadata().keySet())
        .containsExactlyElementsOf(sorted);
    assertThat(ClusterQuery.of(SCOPE).withStatuses(set).statuses())
        .containsExactlyElementsOf(set)
        .isUnmodifiable();
  }

  @Test
  void listsAndMapsAreCopied() {
    Map<String, String> tags = new HashMap<>(Map.of("a", "b"));
    List<String> providers = new ArrayList<>(List.of("FARGATE"));
    Cluster cluster = CLUSTER.withTags(tags).withCapacityProviders(providers);

    tags.clear();
    providers.clear();

    assertThat(cluster.tags()).containsExactly(Map.entry("a", "b")).isUnmodifiable();
    assertThat(cluster.capacityProviders()).containsExactly("FARGATE").isUnmodifiable();
  }

  @Test
  void aTaskDefinitionIsRegisteredWithFiftyTagsAtMost() {
    assertThat(Samples.content().withTags(tags(50)).tags()).isEqualTo(tags(50));
    assertInvalid(
        () -> Samples.content().withTags(tags(51)),
        "taskDefinition would have 51 tags, more than 50");
    Map<String, String> withReserved = new HashMap<>(tags(50));
    withReserved.put("aws:own", "");
    assertThat(Samples.content().withTags(withReserved).tags()).hasSize(51);
  }

  private static Map<String, String> tags(int number) {
    return IntStream.range(0, number)
        .mapToObj(Integer::toString)
        .collect(toMap(key -> key, key -> ""));
  }

  @Test
  void countsAndPortsHaveTheirRanges() {
    assertInvalid(() -> SERVICE.withDesiredCount(-1), "service.desiredCount is negative: -1");
    assertInvalid(
        () -> SERVICE.withHealthCheckGracePeriodSeconds(-1),
        "service.healthCheckGracePeriodSeconds is negative: -1");
    assertInvalid(
        () -> SERVICE.withNodePorts(List.of(65535, 65536)),
        "service.nodePorts holds 65536, which is no port");
  }

  @Test
  void timesAreTruncatedToMicroseconds() {
    assertThat(TASK.withStartedAt(NOON).startedAt())
        .isEqualTo(Instant.parse("2026-11-23T12:00:00.123456Z"));
    assertThat(TASK.withStartedAt(Instant.parse("1969-12-31T23:59:59.999999999Z")).startedAt())
        .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01T00:00:00Z", "+294276-12-31T23:59:59.999999Z"})
  void timesAreTakenFromTheYear1To294276(String time) {
    assertThat(TASK.withStartedAt(Instant.parse(time)).startedAt()).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000-12-31T23:59:59.999999999Z", "+294277-01-01T00:00:00Z"})
  void otherTimesAreRefused(String time) {
    assertInvalid(
        () -> TASK.withStartedAt(Instant.parse(time)),
        "task.startedAt is not in the years 1 to 294276: " + time);
  }

  @Test
  void onlyAStoppedTaskHasStoppedAtATime() {
    assertThat(TASK.with(task -> task.lastStatus(Task.STOPPED).stoppedAt(NOON)).stoppedAt())
        .isNotNull();
    assertThat(TASK.withLastStatus(Task.STOPPED).stoppedAt()).isNull();
    assertInvalid(
        () -> TASK.withStoppedAt(NOON), "task.stoppedAt is given while lastStatus is 'RUNNING'");
    assertInvalid(
        () ->
            TaskStatusChangeBuilder.builder()
                .arn(TASK.arn())
                .lastStatus("DEPROVISIONING")
                .stoppedAt(NOON)
                .build(),
        "taskStatusChange.stoppedAt is given while lastStatus is 'DEPROVISIONING'");
  }

  @Test
  void namesThatAreIndexedHaveALongestLength() {
    assertThat(TASK.withPodName("p".repeat(253)).podName()).hasSize(253);
    assertInvalid(
        () -> TASK.withStartedBy("s".repeat(129)), "task.startedBy is longer than 128 characters");
    assertInvalid(
        () -> TASK.withPodName("p".repeat(254)), "task.podName is longer than 253 characters");
    assertInvalid(
        () -> TASK.withNamespace("n".repeat(254)), "task.namespace is longer than 253 characters");
    assertInvalid(
        () -> SERVICE.withNamespace("n".repeat(254)),
        "service.namespace is longer than 253 characters");
    assertInvalid(
        () -> SERVICE.withDeploymentName("d".repeat(254)),
        "service.deploymentName is longer than 253 characters");
    assertInvalid(
        () -> TASK.withGroup("service:" + "n".repeat(256)),
        "task.group is longer than 263 characters");
    assertThat(TASK.withGroup("family:" + "n".repeat(5000)).group()).hasSize(5007);
  }

  private static void assertInvalid(ThrowingCallable made, String message) {
    assertThatThrownBy(made).isInstanceOf(InvalidValueException.class).hasMessage(message);
  }
}
