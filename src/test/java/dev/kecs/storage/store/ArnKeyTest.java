package dev.kecs.storage.store;

import static dev.kecs.storage.test.StorageExtension.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kecs.storage.Storage;
import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.resource.ArnResource;
import dev.kecs.storage.test.resource.KeptResource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The keys that rows are found by: what computes them, and what happens if two ARNs had the same.
 */
@ExtendWith(StorageExtension.class)
class ArnKeyTest {
  private final Storage storage;
  private final TestDatabase database = SharedDatabase.get();

  ArnKeyTest(Storage storage) {
    this.storage = storage;
  }

  static Stream<ArnResource<?, ?, ?>> withArn() {
    return Resources.withArn();
  }

  static Stream<KeptResource<?, ?, ?>> kept() {
    return Resources.kept();
  }

  @BeforeEach
  void storeWhatIsReferredTo() {
    Resources.withArn().forEach(resource -> resource.store(storage, 0));
  }

  @ParameterizedTest
  @MethodSource("withArn")
  <S extends ArnLookup<K, T>, K extends Arn, T extends Record> void theSchemaComputesTheSameKey(
      ArnResource<S, K, T> resource) {
    K arn = resource.arn(0);

    assertThat(database.rows("SELECT " + SCHEMA + ".arn_key(?)", arn.toString()))
        .containsExactly(List.of(arn.key()));
    assertThat(
            database.rows(
                "SELECT key = %1$s.arn_key(arn) FROM %1$s.%2$s WHERE arn = ?"
                    .formatted(SCHEMA, table(resource)),
                arn.toString()))
        .containsExactly(List.of(true));
  }

  @ParameterizedTest
  @MethodSource("kept")
  <S extends ArnStore<K, T>, K extends Arn, T extends Record>
      void anArnWhoseKeyAnotherHasDoesNotReachTheOthersRow(KeptResource<S, K, T> resource) {
    ArnStore<K, T> store = resource.in(storage);
    K has = resource.arn(1);
    K another = resource.arn(2);
    resource.create(storage, resource.sample(1));
    T given = resource.create(storage, resource.sample(2));
    store.delete(another);
    // No two texts are known that have the same key.
    database.execute(
        "UPDATE %s.%s SET key = ? WHERE arn = ?".formatted(SCHEMA, table(resource)),
        another.key(),
        has.toString());

    assertThat(store.find(another)).isEmpty();
    assertThat(store.getAll(List.of(another))).isEmpty();
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> store.update(given));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> store.modify(another, now -> now));
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> store.delete(another));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> storage.tags().tag(another, Map.of("a", "b")));
    assertThatExceptionOfType(AlreadyExistsException.class)
        .isThrownBy(() -> resource.create(storage, given));
    assertThat(
            database.rows(
                "SELECT version FROM %s.%s WHERE arn = ?".formatted(SCHEMA, table(resource)),
                has.toString()))
        .containsExactly(List.of(1L));
  }

  private static String table(ArnResource<?, ?, ?> resource) {
    return resource.tables().get(resource.tables().size() - 1).name();
  }
}
