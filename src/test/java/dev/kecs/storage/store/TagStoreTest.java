package dev.kecs.storage.store;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.kecs.storage.Storage;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.VersionConflictException;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.test.resource.ArnResource;
import dev.kecs.storage.test.resource.Parts;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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

  /** What is hard to get through JSON, arrays and a locale unharmed. */
  private static final Map<String, String> AWKWARD =
      Stream.of(
              " ",
              "\u00a0\u2028",
              "zażółć 日本語 𝒳",
              "I",
              "i",
              "ı",
              "null",
              "NULL",
              "+ - = . _ : / @")
          .collect(toMap(key -> key, key -> key + "=" + key));

  private final Storage storage;
  private final TagStore tags;

  TagStoreTest(Storage storage) {
    this.storage = storage;
    this.tags = storage.tags();
  }

  static Stream<ArnResource<?, ?, ?>> resources() {
    return Resources.withArn();
  }

  @Test
  void everyTypeOfArnIsHere() {
    assertThat(resources().<Class<?>>map(resource -> resource.arn(0).getClass()))
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
    resources().forEach(resource -> resource.store(storage, 0));
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnLookup<K, T>, K extends Arn, T extends Record>
      void tagsAreMergedOverwrittenAndRemoved(ArnResource<S, K, T> resource) {
    assertTags(resource, Map.of());

    assertThat(tags.tag(resource.arn(0), Map.of("a", "1", "b", "2")))
        .isEqualTo(Map.of("a", "1", "b", "2"));
    assertTags(resource, Map.of("a", "1", "b", "2"));
    assertThat(tags.tag(resource.arn(0), Map.of("b", "", "c", "4")))
        .isEqualTo(Map.of("a", "1", "b", "", "c", "4"));
    assertTags(resource, Map.of("a", "1", "b", "", "c", "4"));
    assertThat(tags.tag(resource.arn(0), Map.of())).isEqualTo(Map.of("a", "1", "b", "", "c", "4"));

    assertThat(tags.untag(resource.arn(0), List.of("a", "B", "none", "b", "a")))
        .isEqualTo(Map.of("c", "4"));
    assertTags(resource, Map.of("c", "4"));
    assertThat(tags.untag(resource.arn(0), List.of())).isEqualTo(Map.of("c", "4"));
    assertThat(tags.untag(resource.arn(0), Set.of("c"))).isEmpty();
    assertTags(resource, Map.of());
    assertThat(tags.untag(resource.arn(0), List.of("c"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnLookup<K, T>, K extends Arn, T extends Record>
      void keysAndValuesAreAnyTextOfTheCharacters(ArnResource<S, K, T> resource) {
    Map<String, String> left = new HashMap<>(AWKWARD);
    assertThat(tags.tag(resource.arn(0), AWKWARD)).isEqualTo(AWKWARD);
    assertTags(resource, AWKWARD);

    for (String key : AWKWARD.keySet()) {
      left.put(key, "new " + key);
      assertThat(tags.tag(resource.arn(0), Map.of(key, "new " + key))).as(key).isEqualTo(left);
      left.remove(key);
      assertThat(tags.untag(resource.arn(0), List.of(key))).as(key).isEqualTo(left);
    }
    tags.tag(resource.arn(0), AWKWARD);
    assertThat(tags.untag(resource.arn(0), AWKWARD.keySet())).isEmpty();
    assertTags(resource, Map.of());
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnLookup<K, T>, K extends Arn, T extends Record> void tagsComeInTheOrderOfTheirKeys(
      ArnResource<S, K, T> resource) {
    List<String> keys = List.of("AWS:", "B", "Ba", "_", "a", "aa", "aws:b", "b", "ı", "𝒳");
    Map<String, String> reversed = new LinkedHashMap<>();
    keys.stream().sorted(Comparator.reverseOrder()).forEach(key -> reversed.put(key, ""));

    assertThat(tags.tag(resource.arn(0), reversed).keySet()).containsExactlyElementsOf(keys);
    assertThat(tags.tags(resource.arn(0)).keySet()).containsExactlyElementsOf(keys);
    assertThat(((Map<?, ?>) Parts.read(stored(resource), "tags")).keySet().toArray())
        .containsExactly(keys.toArray());
    assertThat(tags.untag(resource.arn(0), List.of("B")).keySet())
        .containsExactlyElementsOf(keys.stream().filter(key -> !key.equals("B")).toList());
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnLookup<K, T>, K extends Arn, T extends Record> void tagsOfAwsAreKeptAndNotCounted(
      ArnResource<S, K, T> resource) {
    Map<String, String> all = new HashMap<>(numbered(0, 50, "own"));
    for (String prefix : List.of("aws:", "AWS:", "aWs:")) {
      IntStream.range(0, 20).forEach(i -> all.put(prefix + i, "not counted"));
    }
    assertThat(tags.tag(resource.arn(0), all)).isEqualTo(all);
    assertTags(resource, all);

    for (String key : List.of("aws", "aws.a", "my:aws:a", " aws:a", "awſ:a")) {
      assertThatThrownBy(() -> tags.tag(resource.arn(0), Map.of("aws:new", "", key, "")))
          .isExactlyInstanceOf(InvalidValueException.class)
          .hasMessageContaining("would have 51 tags, more than 50");
    }
    assertTags(resource, all);
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnLookup<K, T>, K extends Arn, T extends Record>
      void whatAwsDoesNotAllowIsRefusedByItsKey(ArnResource<S, K, T> resource) {
    tags.tag(resource.arn(0), Map.of("a", "kept"));
    T before = stored(resource);

    storage.inTransaction(
        unit -> {
          for (Map<String, String> refused :
              List.of(
                  Map.of("", ""),
                  Map.of("k".repeat(129), ""),
                  Map.of("k*", ""),
                  Map.of("k", "v".repeat(257)),
                  Map.of("k", "🚀"))) {
            Map<String, String> among = new HashMap<>(refused);
            among.put("a", "new");
            assertThatThrownBy(() -> unit.tags().tag(resource.arn(0), among))
                .isExactlyInstanceOf(InvalidValueException.class)
                .hasMessageContaining(refused.containsKey("") ? "''" : "'k");
          }
          return unit.tags().tags(resource.arn(0));
        });
    assertThat(stored(resource)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnLookup<K, T>, K extends Arn, T extends Record>
      void aResourceHasFiftyTagsAndTheirValuesCanChange(ArnResource<S, K, T> resource) {
    assertThat(tags.tag(resource.arn(0), numbered(0, 50, "old"))).hasSize(50);
    assertTags(resource, numbered(0, 50, "old"));
    tags.untag(resource.arn(0), numbered(20, 50, "").keySet());
    assertThat(tags.tag(resource.arn(0), numbered(10, 50, "new"))).hasSize(50);
    assertThat(tags.tag(resource.arn(0), numbered(0, 50, "newer")))
        .isEqualTo(numbered(0, 50, "newer"));
    assertTags(resource, numbered(0, 50, "newer"));
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnLookup<K, T>, K extends Arn, T extends Record>
      void aFiftyFirstTagIsRefusedAndTheUnitStaysUsable(ArnResource<S, K, T> resource) {
    for (int has : List.of(0, 1, 30, 50)) {
      tags.tag(resource.arn(0), numbered(0, has, "old"));
      T before = stored(resource);

      assertThatThrownBy(() -> tags.tag(resource.arn(0), numbered(has / 2, 51, "new")))
          .isExactlyInstanceOf(InvalidValueException.class)
          .hasMessageContainingAll(resource.arn(0).toString(), "more than 50");
      assertThat(stored(resource)).isEqualTo(before);

      storage.inTransaction(
          unit -> {
            assertThatThrownBy(() -> unit.tags().tag(resource.arn(0), numbered(has / 2, 51, "new")))
                .isExactlyInstanceOf(InvalidValueException.class);
            return unit.tags().untag(resource.arn(0), numbered(0, has, "").keySet());
          });
      assertTags(resource, Map.of());
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnLookup<K, T>, K extends Arn, T extends Record>
      void whatIsNotThereHasNoTagsAndTheUnitStaysUsable(ArnResource<S, K, T> resource) {
    Map<String, String> left =
        storage.inTransaction(
            unit -> {
              for (Consumer<TagStore> call :
                  List.<Consumer<TagStore>>of(
                      store -> store.tags(resource.arn(1)),
                      store -> store.tag(resource.arn(1), Map.of("a", "1")),
                      store -> store.tag(resource.arn(1), Map.of()),
                      store -> store.untag(resource.arn(1), List.of("a")),
                      store -> store.untag(resource.arn(1), List.of()))) {
                assertThatThrownBy(() -> call.accept(unit.tags()))
                    .isExactlyInstanceOf(NotFoundException.class)
                    .hasMessageContaining(resource.arn(1).toString());
              }
              return unit.tags().tag(resource.arn(0), Map.of("a", "1"));
            });

    assertThat(left).isEqualTo(Map.of("a", "1"));
    assertTags(resource, left);
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnLookup<K, T>, K extends Arn, T extends Record>
      void textThatTheDatabaseCannotHoldIsRefused(ArnResource<S, K, T> resource) {
    tags.tag(resource.arn(0), Map.of("b", "kept", "a", "kept"));
    T before = stored(resource);

    storage.inTransaction(
        unit -> {
          for (String text : List.of("a\0b", "\0", "\uD83D", "\uDE00\uD83D")) {
            for (Consumer<TagStore> call :
                List.<Consumer<TagStore>>of(
                    store -> store.tag(resource.arn(0), Map.of("a", "1", text, "")),
                    store -> store.tag(resource.arn(0), Map.of("a", "1", "b", text)),
                    store -> store.untag(resource.arn(0), List.of("a", text)))) {
              assertThatThrownBy(() -> call.accept(unit.tags()))
                  .isExactlyInstanceOf(InvalidValueException.class);
            }
          }
          return unit.tags().tags(resource.arn(0));
        });

    assertThat(stored(resource)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnLookup<K, T>, K extends Arn, T extends Record>
      void eachChangeIsANewVersionOfTheResourceAndOfNothingElse(ArnResource<S, K, T> resource) {
    List<UnaryOperator<Map<String, String>>> changes =
        List.of(
            now -> tags.tag(resource.arn(0), Map.of("a", "1", "b", "2")),
            now -> tags.tag(resource.arn(0), now),
            now -> tags.untag(resource.arn(0), List.of("a")),
            now -> tags.untag(resource.arn(0), List.of("a")));
    T before = stored(resource);
    for (UnaryOperator<Map<String, String>> change : changes) {
      Map<String, String> expected = change.apply(tags.tags(resource.arn(0)));

      T after = stored(resource);
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

  private <S extends ArnLookup<K, T>, K extends Arn, T extends Record> void assertUpdateRefused(
      ArnResource<S, K, T> resource, T old) {
    if (resource.in(storage) instanceof ArnStore<?, ?> found) {
      @SuppressWarnings("unchecked") // It keeps what it looks up.
      ArnStore<K, T> store = (ArnStore<K, T>) found;
      assertThatThrownBy(() -> store.update(old))
          .isExactlyInstanceOf(VersionConflictException.class)
          .hasMessageContaining(resource.arn(0).toString());
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnLookup<K, T>, K extends Arn, T extends Record>
      void theTimeOfAChangeComesFromTheConfiguredClock(ArnResource<S, K, T> resource) {
    Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    try (Storage atNoon =
        Storage.open(
            StorageExtension.config(SharedDatabase.get(), Role.RUNNER).clock(clock).build())) {
      List<Consumer<TagStore>> changes =
          List.of(
              store -> store.tag(resource.arn(0), Map.of("a", "1")),
              store -> store.untag(resource.arn(0), List.of("a")));
      for (Consumer<TagStore> change : changes) {
        change.accept(tags);
        assertThat(Parts.read(stored(resource), "updatedAt")).isNotEqualTo(STORED_NOON);
        change.accept(atNoon.tags());
        assertThat(Parts.read(stored(resource), "updatedAt")).isEqualTo(STORED_NOON);
      }
    }
  }

  private void assertTags(ArnResource<?, ?, ?> resource, Map<String, String> expected) {
    assertThat(tags.tags(resource.arn(0))).isEqualTo(expected);
    assertThat(Parts.read(stored(resource), "tags")).isEqualTo(expected);
  }

  private <S extends ArnLookup<K, T>, K extends Arn, T extends Record> T stored(
      ArnResource<S, K, T> resource) {
    return resource.in(storage).get(resource.arn(0));
  }

  private static Map<String, String> numbered(int from, int to, String value) {
    return IntStream.range(from, to).boxed().collect(toMap(i -> "key " + i, i -> value));
  }
}
