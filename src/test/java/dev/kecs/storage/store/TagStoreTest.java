package dev.kecs.storage.store;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ContainerInstanceArn;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskSetArn;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.VersionConflictException;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.test.resource.Parts;
import dev.kecs.storage.transaction.Stores;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(StorageExtension.class)
class TagStoreTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456789Z");
  private static final Instant STORED_NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

  private static final ServiceArn SERVICE = ServiceArn.of(CLUSTER, "web");

  private static final List<Resource<?, ?>> RESOURCES =
      List.of(
          new Resource<>(CLUSTER, ClusterArn.of(SCOPE, "none"), Stores::clusters),
          new Resource<>(
              TaskDefinitionArn.of(SCOPE, "app", 1),
              TaskDefinitionArn.of(SCOPE, "app", 2),
              Stores::taskDefinitions),
          new Resource<>(SERVICE, ServiceArn.of(CLUSTER, "none"), Stores::services),
          new Resource<>(TaskArn.of(CLUSTER, "one"), TaskArn.of(CLUSTER, "none"), Stores::tasks),
          new Resource<>(
              TaskSetArn.of(SERVICE, "one"), TaskSetArn.of(SERVICE, "none"), Stores::taskSets),
          new Resource<>(
              ContainerInstanceArn.of(CLUSTER, "one"),
              ContainerInstanceArn.of(CLUSTER, "none"),
              Stores::containerInstances));

  /** What is hard to get through JSON, arrays and a locale unharmed. */
  private static final Map<String, String> AWKWARD =
      Stream.of(
              "",
              " ",
              "zażółć 日本語 🚀𝒳",
              "I",
              "ı",
              "it's \"quoted\"",
              "C:\\new\\table",
              "100%_",
              "null",
              "NULL",
              "{a,\"b\"}",
              "a,b",
              "$.a[0]",
              "line\r\nline\ttab\u0001\u007f")
          .collect(toMap(key -> key, key -> key + "=" + key));

  private final Storage storage;
  private final TagStore tags;

  TagStoreTest(Storage storage) {
    this.storage = storage;
    this.tags = storage.tags();
  }

  static Stream<Resource<?, ?>> resources() {
    return RESOURCES.stream();
  }

  @Test
  void everyTypeOfArnIsHere() {
    assertThat(RESOURCES.stream().<Class<?>>map(resource -> resource.arn.getClass()))
        .containsExactlyInAnyOrderElementsOf(
            new ClassFileImporter()
                .importPackages("dev.kecs.storage").stream()
                    .filter(type -> type.isAssignableTo(Arn.class))
                    .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                    .<Class<?>>map(JavaClass::reflect)
                    .toList());
  }

  @BeforeEach
  void storeOneOfEach() {
    Samples.storedCluster(storage);
    TaskDefinitionArn definition = Samples.registered(storage, "app");
    storage.services().create(Samples.service(SERVICE));
    storage.tasks().create(Samples.task("one", definition));
    storage.taskSets().create(Samples.taskSet(TaskSetArn.of(SERVICE, "one"), definition));
    storage.containerInstances().register(Samples.containerInstance("one"));
  }

  @ParameterizedTest
  @MethodSource("resources")
  <K extends Arn, T extends Record> void tagsAreMergedOverwrittenAndRemoved(
      Resource<K, T> resource) {
    assertTags(resource, Map.of());

    assertThat(tags.tag(resource.arn, Map.of("a", "1", "b", "2")))
        .isEqualTo(Map.of("a", "1", "b", "2"));
    assertTags(resource, Map.of("a", "1", "b", "2"));
    assertThat(tags.tag(resource.arn, Map.of("b", "", "c", "4")))
        .isEqualTo(Map.of("a", "1", "b", "", "c", "4"));
    assertTags(resource, Map.of("a", "1", "b", "", "c", "4"));
    assertThat(tags.tag(resource.arn, Map.of())).isEqualTo(Map.of("a", "1", "b", "", "c", "4"));

    assertThat(tags.untag(resource.arn, List.of("a", "B", "none", "b", "a")))
        .isEqualTo(Map.of("c", "4"));
    assertTags(resource, Map.of("c", "4"));
    assertThat(tags.untag(resource.arn, List.of())).isEqualTo(Map.of("c", "4"));
    assertThat(tags.untag(resource.arn, Set.of("c"))).isEmpty();
    assertTags(resource, Map.of());
    assertThat(tags.untag(resource.arn, List.of("c"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("resources")
  <K extends Arn, T extends Record> void keysAndValuesAreAnyText(Resource<K, T> resource) {
    Map<String, String> left = new HashMap<>(AWKWARD);
    assertThat(tags.tag(resource.arn, AWKWARD)).isEqualTo(AWKWARD);
    assertTags(resource, AWKWARD);

    for (String key : AWKWARD.keySet()) {
      left.put(key, "new " + key);
      assertThat(tags.tag(resource.arn, Map.of(key, "new " + key))).as(key).isEqualTo(left);
      left.remove(key);
      assertThat(tags.untag(resource.arn, List.of(key))).as(key).isEqualTo(left);
    }
    tags.tag(resource.arn, AWKWARD);
    assertThat(tags.untag(resource.arn, AWKWARD.keySet())).isEmpty();
    assertTags(resource, Map.of());
  }

  @ParameterizedTest
  @MethodSource("resources")
  <K extends Arn, T extends Record> void aValueMayBeAMegabyteLong(Resource<K, T> resource) {
    String value = "🚀\"\\'x".repeat(1 << 18);
    Map<String, String> all = Map.of("long", value, "short", "");
    tags.tag(resource.arn, Map.of("short", ""));

    assertThat(tags.tag(resource.arn, Map.of("long", value))).isEqualTo(all);
    assertTags(resource, all);
    assertThat(tags.untag(resource.arn, List.of("long"))).isEqualTo(Map.of("short", ""));
  }

  @ParameterizedTest
  @MethodSource("resources")
  <K extends Arn, T extends Record> void aResourceHasFiftyTagsAndTheirValuesCanChange(
      Resource<K, T> resource) {
    assertThat(tags.tag(resource.arn, numbered(0, 50, "old"))).hasSize(50);
    assertTags(resource, numbered(0, 50, "old"));
    tags.untag(resource.arn, numbered(20, 50, "").keySet());
    assertThat(tags.tag(resource.arn, numbered(10, 50, "new"))).hasSize(50);
    assertThat(tags.tag(resource.arn, numbered(0, 50, "newer")))
        .isEqualTo(numbered(0, 50, "newer"));
    assertTags(resource, numbered(0, 50, "newer"));
  }

  @ParameterizedTest
  @MethodSource("resources")
  <K extends Arn, T extends Record> void aFiftyFirstTagIsRefusedAndTheUnitStaysUsable(
      Resource<K, T> resource) {
    for (int has : List.of(0, 1, 30, 50)) {
      tags.tag(resource.arn, numbered(0, has, "old"));
      T before = resource.get(storage);

      assertThatThrownBy(() -> tags.tag(resource.arn, numbered(has / 2, 51, "new")))
          .isExactlyInstanceOf(InvalidValueException.class)
          .hasMessageContainingAll(resource.arn.toString(), "more than 50");
      assertThat(resource.get(storage)).isEqualTo(before);

      storage.inTransaction(
          unit -> {
            assertThatThrownBy(() -> unit.tags().tag(resource.arn, numbered(has / 2, 51, "new")))
                .isExactlyInstanceOf(InvalidValueException.class);
            return unit.tags().untag(resource.arn, numbered(0, has, "").keySet());
          });
      assertTags(resource, Map.of());
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  <K extends Arn, T extends Record> void whatIsNotThereHasNoTagsAndTheUnitStaysUsable(
      Resource<K, T> resource) {
    Map<String, String> left =
        storage.inTransaction(
            unit -> {
              for (Consumer<TagStore> call :
                  List.<Consumer<TagStore>>of(
                      store -> store.tags(resource.none),
                      store -> store.tag(resource.none, Map.of("a", "1")),
                      store -> store.tag(resource.none, Map.of()),
                      store -> store.untag(resource.none, List.of("a")),
                      store -> store.untag(resource.none, List.of()))) {
                assertThatThrownBy(() -> call.accept(unit.tags()))
                    .isExactlyInstanceOf(NotFoundException.class)
                    .hasMessageContaining(resource.none.toString());
              }
              return unit.tags().tag(resource.arn, Map.of("a", "1"));
            });

    assertThat(left).isEqualTo(Map.of("a", "1"));
    assertTags(resource, left);
  }

  @ParameterizedTest
  @MethodSource("resources")
  <K extends Arn, T extends Record> void textThatTheDatabaseCannotHoldIsRefused(
      Resource<K, T> resource) {
    tags.tag(resource.arn, Map.of("?", "kept", "a", "kept"));
    T before = resource.get(storage);

    storage.inTransaction(
        unit -> {
          for (String text : List.of("a\0b", "\0", "\uD83D", "\uDE00\uD83D")) {
            for (Consumer<TagStore> call :
                List.<Consumer<TagStore>>of(
                    store -> store.tag(resource.arn, Map.of("a", "1", text, "")),
                    store -> store.tag(resource.arn, Map.of("a", "1", "b", text)),
                    store -> store.untag(resource.arn, List.of("a", text)))) {
              assertThatThrownBy(() -> call.accept(unit.tags()))
                  .isExactlyInstanceOf(InvalidValueException.class);
            }
          }
          return unit.tags().tags(resource.arn);
        });

    assertThat(resource.get(storage)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("resources")
  <K extends Arn, T extends Record> void eachChangeIsANewVersionOfTheResourceAndOfNothingElse(
      Resource<K, T> resource) {
    List<UnaryOperator<Map<String, String>>> changes =
        List.of(
            now -> tags.tag(resource.arn, Map.of("a", "1", "b", "2")),
            now -> tags.tag(resource.arn, now),
            now -> tags.untag(resource.arn, List.of("a")),
            now -> tags.untag(resource.arn, List.of("a")));
    T before = resource.get(storage);
    for (UnaryOperator<Map<String, String>> change : changes) {
      Map<String, String> expected = change.apply(tags.tags(resource.arn));

      T after = resource.get(storage);
      assertThat(after)
          .isEqualTo(
              Parts.with(
                  before,
                  Map.of(
                      "tags", expected,
                      "version", Parts.read(after, "version"),
                      "updatedAt", Parts.read(after, "updatedAt"))));
      assertThat(Parts.read(after, "version")).isNotEqualTo(Parts.read(before, "version"));
      assertUpdateRefused(resource, before);
      before = after;
    }
  }

  private <K extends Arn, T extends Record> void assertUpdateRefused(
      Resource<K, T> resource, T old) {
    if (resource.lookup(storage) instanceof ArnStore<K, T> store) {
      assertThatThrownBy(() -> store.update(old))
          .isExactlyInstanceOf(VersionConflictException.class)
          .hasMessageContaining(resource.arn.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  <K extends Arn, T extends Record> void theTimeOfAChangeComesFromTheConfiguredClock(
      Resource<K, T> resource) {
    Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    try (Storage atNoon =
        Storage.open(
            StorageExtension.config(SharedDatabase.get(), Role.RUNNER).clock(clock).build())) {
      List<Consumer<TagStore>> changes =
          List.of(
              store -> store.tag(resource.arn, Map.of("a", "1")),
              store -> store.untag(resource.arn, List.of("a")));
      for (Consumer<TagStore> change : changes) {
        change.accept(tags);
        assertThat(Parts.read(resource.get(storage), "updatedAt")).isNotEqualTo(STORED_NOON);
        change.accept(atNoon.tags());
        assertThat(Parts.read(resource.get(storage), "updatedAt")).isEqualTo(STORED_NOON);
      }
    }
  }

  private void assertTags(Resource<?, ?> resource, Map<String, String> expected) {
    assertThat(tags.tags(resource.arn)).isEqualTo(expected);
    assertThat(Parts.read(resource.get(storage), "tags")).isEqualTo(expected);
  }

  private static Map<String, String> numbered(int from, int to, String value) {
    return IntStream.range(from, to).boxed().collect(toMap(i -> "key " + i, i -> value));
  }

  /**
   * A resource that is stored, and the ARN of one that is not.
   *
   * @param in what looks it up, among all stores
   */
  record Resource<K extends Arn, T extends Record>(
      K arn, K none, Function<Stores, ArnLookup<K, T>> in) {
    ArnLookup<K, T> lookup(Stores stores) {
      return in.apply(stores);
    }

    T get(Stores stores) {
      return lookup(stores).get(arn);
    }

    @Override
    public String toString() {
      return arn.getClass().getSimpleName();
    }
  }
}
