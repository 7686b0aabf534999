package dev.kecs.storage.store;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.Storage;
import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.VersionConflictException;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.test.resource.KeptResource;
import dev.kecs.storage.test.resource.Parts;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all stores of resources with an ARN do alike. What is a store's own is in its own test. */
@ExtendWith(StorageExtension.class)
class ArnStoreTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456789Z");
  private static final Instant STORED_NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

  private final Storage storage;

  ArnStoreTest(Storage storage) {
    this.storage = storage;
  }

  static Stream<KeptResource<?, ?, ?>> resources() {
    return Resources.kept();
  }

  @BeforeEach
  void storeWhatIsReferredTo() {
    Resources.withArn().forEach(resource -> resource.store(storage, 0));
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record>
      void whatExistsIsNotCreatedAgainAndTheUnitStaysUsable(KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    T first = kept.create(storage, kept.sample(1));

    assertThatThrownBy(() -> kept.create(storage, kept.changed(kept.sample(1))))
        .isExactlyInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining(kept.arn(1).toString());
    assertThat(store.get(kept.arn(1))).isEqualTo(first);

    storage.inTransaction(
        unit -> {
          assertThatThrownBy(() -> kept.create(unit, kept.sample(1)))
              .isExactlyInstanceOf(AlreadyExistsException.class);
          return kept.create(unit, kept.sample(2));
        });
    assertThat(store.find(kept.arn(2))).isPresent();
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record>
      void aGivenTimeOfCreationStaysThroughChanges(KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    T created = kept.create(storage, with(kept.sample(1), "createdAt", NOON));
    assertThat(part(created, "createdAt")).isEqualTo(STORED_NOON);
    assertThat(part(created, "updatedAt")).isNotEqualTo(STORED_NOON);

    T updated = store.update(with(created, "createdAt", Instant.EPOCH));
    assertThat(part(updated, "createdAt")).isEqualTo(STORED_NOON);
    T modified = store.modify(kept.arn(1), now -> with(now, "createdAt", null));
    assertThat(part(modified, "createdAt")).isEqualTo(STORED_NOON);
    assertThat(store.get(kept.arn(1))).isEqualTo(modified);
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record> void timesComeFromTheConfiguredClock(
      KeptResource<S, K, T> kept) {
    Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    try (Storage atNoon =
        Storage.open(
            StorageExtension.config(SharedDatabase.get(), Role.RUNNER).clock(clock).build())) {
      ArnStore<K, T> store = kept.in(storage);
      ArnStore<K, T> fixed = kept.in(atNoon);
      T created = kept.create(atNoon, kept.sample(1));
      assertThat(part(created, "createdAt")).isEqualTo(STORED_NOON);
      assertThat(part(created, "updatedAt")).isEqualTo(STORED_NOON);

      store.modify(kept.arn(1), now -> now);
      T updated = fixed.update(store.get(kept.arn(1)));
      assertThat(part(updated, "updatedAt")).isEqualTo(STORED_NOON);
      T modified = fixed.modify(kept.arn(1), now -> with(now, "updatedAt", Instant.EPOCH));
      assertThat(part(modified, "updatedAt")).isEqualTo(STORED_NOON);
      assertThat(store.get(kept.arn(1))).isEqualTo(modified);
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record> void whatIsNotThereIsNotFound(
      KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    kept.create(storage, kept.sample(1));

    assertThat(store.find(kept.arn(2))).isEmpty();
    assertThat(store.getAll(List.of(kept.arn(2)))).isEmpty();
    assertThatThrownBy(() -> store.get(kept.arn(2)))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessageContaining(kept.arn(2).toString());
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record>
      void getAllReturnsEachThatExistsOnceInTheOrderAskedFor(KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    T one = kept.create(storage, kept.sample(1));
    T two = kept.create(storage, kept.sample(2));
    kept.create(storage, kept.sample(3));

    Map<K, T> found = store.getAll(List.of(kept.arn(2), kept.arn(9), kept.arn(1), kept.arn(2)));

    assertThat(found).containsExactly(Map.entry(kept.arn(2), two), Map.entry(kept.arn(1), one));
    assertThat(store.getAll(List.of())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record>
      void getAllTakesMoreArnsThanAStatementHasPlaceholders(KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    T created = kept.create(storage, kept.sample(1));
    List<K> arns = new ArrayList<>(IntStream.range(2, 70_002).mapToObj(kept::arn).toList());
    arns.add(kept.arn(1));

    assertThat(store.getAll(arns)).containsExactly(Map.entry(kept.arn(1), created));
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record> void everyChangeIsANewVersion(
      KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    T created = kept.create(storage, kept.sample(1));
    T updated = store.update(kept.changed(created));
    T modified = store.modify(kept.arn(1), now -> now);

    assertThat(Stream.of(created, updated, modified).map(value -> part(value, "version")))
        .doesNotContainNull()
        .doesNotHaveDuplicates();
    assertThat(updated)
        .isEqualTo(
            Parts.with(
                kept.changed(created),
                Map.of(
                    "version", part(updated, "version"),
                    "updatedAt", part(updated, "updatedAt"))));
    assertThat(store.get(kept.arn(1))).isEqualTo(modified);
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record> void anUpdateWithoutAVersionIsInvalid(
      KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    T created = kept.create(storage, kept.sample(1));

    assertThatThrownBy(() -> store.update(kept.changed(kept.sample(1))))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll(kept.arn(1).toString(), "version");
    assertThat(store.get(kept.arn(1))).isEqualTo(created);
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record>
      void anUpdateOfWhatIsGoneIsRefusedAndTheUnitStaysUsable(KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    T created = kept.create(storage, kept.sample(1));
    store.delete(kept.arn(1));

    assertThatThrownBy(() -> store.update(created))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessageContaining(kept.arn(1).toString());
    assertThat(store.find(kept.arn(1))).isEmpty();

    storage.inTransaction(
        unit -> {
          assertThatThrownBy(() -> kept.in(unit).update(created))
              .isExactlyInstanceOf(NotFoundException.class);
          return kept.create(unit, kept.sample(2));
        });
    assertThat(store.find(kept.arn(2))).isPresent();
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record>
      void anUpdateFromAnOldVersionIsRefusedAndTheUnitStaysUsable(KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    T old = kept.create(storage, kept.sample(1));
    T current = store.update(old);

    assertThatThrownBy(() -> store.update(kept.changed(old)))
        .isExactlyInstanceOf(VersionConflictException.class)
        .hasMessageContainingAll(kept.arn(1).toString(), part(current, "version").toString());
    assertThat(store.get(kept.arn(1))).isEqualTo(current);

    T next =
        storage.inTransaction(
            unit -> {
              assertThatThrownBy(() -> kept.in(unit).update(kept.changed(old)))
                  .isExactlyInstanceOf(VersionConflictException.class);
              return kept.in(unit).update(kept.changed(current));
            });
    assertThat(store.get(kept.arn(1))).isEqualTo(next);
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record>
      void whatIsDeletedAndCreatedAgainRefusesItsOldVersion(KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    T old = kept.create(storage, kept.sample(1));
    store.delete(kept.arn(1));
    T anew = kept.create(storage, kept.sample(1));
    assertThat(part(anew, "version")).isNotEqualTo(part(old, "version"));

    assertThatThrownBy(() -> store.update(old))
        .isExactlyInstanceOf(VersionConflictException.class)
        .hasMessageContaining(kept.arn(1).toString());
    assertThat(store.get(kept.arn(1))).isEqualTo(anew);
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record>
      void nothingIsWrittenWithMoreThanFiftyTags(KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    Map<String, String> fifty = new HashMap<>(tags(50));
    fifty.putAll(Map.of("aws:own", "not counted", "AWS:", "not counted either"));
    T full = kept.create(storage, with(kept.sample(1), "tags", fifty));

    Stream.<ThrowingCallable>of(
            () -> kept.create(storage, with(kept.sample(2), "tags", tags(51))),
            () -> store.update(with(full, "tags", tags(51))),
            () -> store.modify(kept.arn(1), now -> with(now, "tags", tags(51))))
        .forEach(
            write ->
                assertThatThrownBy(write)
                    .isExactlyInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("would have 51 tags, more than 50"));
    assertThat(store.get(kept.arn(1))).isEqualTo(full);
    assertThat(store.find(kept.arn(2))).isEmpty();
  }

  private static Map<String, String> tags(int number) {
    return IntStream.range(0, number).boxed().collect(toMap(i -> "key" + i, i -> ""));
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record>
      void modifyRunsItsFunctionOnceWhateverVersionItReturns(KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    T old = kept.create(storage, kept.sample(1));
    T current = store.update(old);
    AtomicInteger runs = new AtomicInteger();

    T modified =
        store.modify(
            kept.arn(1),
            now -> {
              runs.incrementAndGet();
              assertThat(now).isEqualTo(current);
              return with(kept.changed(now), "version", part(old, "version"));
            });

    assertThat(runs).hasValue(1);
    assertThat(part(modified, "tags")).isEqualTo(part(kept.changed(old), "tags"));
    assertThat(store.get(kept.arn(1))).isEqualTo(modified);
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record>
      void modifyOfWhatIsNotThereIsRefusedBeforeTheFunctionRuns(KeptResource<S, K, T> kept) {
    assertThatThrownBy(
            () ->
                kept.in(storage)
                    .modify(
                        kept.arn(1), throwing(new AssertionError("there is nothing to modify"))))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessageContaining(kept.arn(1).toString());
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record>
      void modifyCannotChangeTheIdentityNorReturnNothing(KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    T created = kept.create(storage, kept.sample(1));

    assertThatThrownBy(() -> store.modify(kept.arn(1), now -> with(now, "arn", kept.arn(2))))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll(kept.arn(1).toString(), kept.arn(2).toString());
    assertThatThrownBy(() -> store.modify(kept.arn(1), now -> null))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining(kept.arn(1).toString());
    assertThat(store.get(kept.arn(1))).isEqualTo(created);
    assertThat(store.find(kept.arn(2))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record>
      void whatTheFunctionThrowsComesOutAndNothingIsWritten(KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    T created = kept.create(storage, kept.sample(1));
    IllegalStateException thrown = new IllegalStateException("changed my mind");

    assertThatThrownBy(() -> store.modify(kept.arn(1), throwing(thrown))).isSameAs(thrown);
    assertThat(store.get(kept.arn(1))).isEqualTo(created);

    T next =
        storage.inTransaction(
            unit -> {
              assertThatThrownBy(() -> kept.in(unit).modify(kept.arn(1), throwing(thrown)))
                  .isSameAs(thrown);
              return kept.in(unit).modify(kept.arn(1), kept::changed);
            });
    assertThat(store.get(kept.arn(1))).isEqualTo(next);
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record> void theFunctionMayNotCallTheStorage(
      KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    T created = kept.create(storage, kept.sample(1));

    assertThatThrownBy(() -> store.modify(kept.arn(1), now -> store.get(kept.arn(1))))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContaining("unit of work");
    assertThat(store.get(kept.arn(1))).isEqualTo(created);
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record>
      void deletingWhatIsNotThereIsRefusedAndTheUnitStaysUsable(KeptResource<S, K, T> kept) {
    ArnStore<K, T> store = kept.in(storage);
    kept.create(storage, kept.sample(1));
    kept.create(storage, kept.sample(2));
    store.delete(kept.arn(1));

    assertThat(store.find(kept.arn(1))).isEmpty();
    assertThat(store.find(kept.arn(2))).isPresent();
    assertThatThrownBy(() -> store.delete(kept.arn(1)))
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessageContaining(kept.arn(1).toString());

    storage.inTransaction(
        unit -> {
          assertThatThrownBy(() -> kept.in(unit).delete(kept.arn(1)))
              .isExactlyInstanceOf(NotFoundException.class);
          return kept.create(unit, kept.sample(1));
        });
    assertThat(store.find(kept.arn(1))).isPresent();
  }

  private static <T> UnaryOperator<T> throwing(Throwable thrown) {
    return now -> {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    };
  }

  private static Object part(Record value, String name) {
    return Parts.read(value, name);
  }

  private static <T extends Record> T with(T value, String name, @Nullable Object part) {
    Map<String, @Nullable Object> replaced = new HashMap<>();
    replaced.put(name, part);
    return Parts.with(value, replaced);
  }
}
