package dev.kecs.storage.ecs;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static dev.kecs.storage.test.Samples.containerInstance;
import static dev.kecs.storage.test.Samples.service;
import static dev.kecs.storage.test.Samples.storedCluster;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.Storage;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.TransactionConflictException;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.Race;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.transaction.Stores;
import dev.kecs.storage.transaction.Transaction;
import dev.kecs.storage.transaction.TransactionOptions;
import dev.kecs.storage.transaction.TransactionOptions.Isolation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who wins where many tag, and give attributes to, the same. */
@ExtendWith(StorageExtension.class)
class TagAndAttributeRaceTest {
  private static final int ROUNDS = 40;
  private static final ServiceArn WEB = ServiceArn.of(CLUSTER, "web");
  private static final ContainerInstanceArn ONE = ContainerInstanceArn.of(CLUSTER, "one");

  /** Names that a locale orders otherwise than their bytes are. */
  private static final List<String> NAMES = List.of("B", "a", "I", "i", "_", "z");

  private final Storage storage;

  TagAndAttributeRaceTest(Storage storage) {
    this.storage = storage;
  }

  @BeforeEach
  void storeTheCluster() {
    storedCluster(storage);
  }

  // tags

  @Test
  void noTagAndNoModificationIsLost() {
    storage.services().create(service(WEB).withTags(numbered("old", 10)));

    Race<Integer> race =
        Race.of(
            12,
            number -> {
              for (int i = 0; i < 10; i++) {
                String key = "number " + number + " in round " + i;
                switch (number % 3) {
                  case 0 -> storage.tags().tag(WEB, Map.of(key, key));
                  case 1 -> storage.tags().untag(WEB, List.of("old" + i));
                  default ->
                      storage
                          .services()
                          .modify(WEB, web -> web.withDesiredCount(web.desiredCount() + 1));
                }
              }
              return number;
            });

    assertThat(race.failures()).isEmpty();
    assertThat(storage.services().get(WEB).desiredCount()).isEqualTo(40);
    Map<String, String> expected = new HashMap<>();
    for (int number = 0; number < 12; number += 3) {
      for (int i = 0; i < 10; i++) {
        String key = "number " + number + " in round " + i;
        expected.put(key, key);
      }
    }
    assertThat(storage.tags().tags(WEB)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 7, 26})
  void ofTagsThatAreTooManyTogetherExactlyThoseWinThatFit(int each) {
    int winners = 50 / each;
    for (int round = 0; round < 5; round++) {
      ServiceArn arn = storage.services().create(service("web" + round)).arn();

      Race<Map<String, String>> race =
          Race.of(
              winners + 4,
              number -> {
                Map<String, String> own = numbered("by " + number + ": ", each);
                // One of AWS beside them takes no room.
                own.put("aws:" + number, "");
                assertThat(storage.tags().tag(arn, own)).containsAllEntriesOf(own);
                return own;
              });

      assertThat(race.results()).hasSize(winners);
      assertThat(race.failures()).hasSize(4).hasOnlyElementsOfType(InvalidValueException.class);
      Map<String, String> won = new HashMap<>();
      race.results().forEach(won::putAll);
      assertThat(storage.tags().tags(arn)).isEqualTo(won).hasSize(winners * (each + 1));
    }
  }

  @Test
  void whatIsTaggedWhileItIsCreatedIsNotThereOrTagged() {
    Map<String, String> tags = Map.of("a", "1");
    for (int round = 0; round < ROUNDS; round++) {
      ServiceArn arn = ServiceArn.of(CLUSTER, "web" + round);

      Race<Object> race =
          Race.between(
              () -> storage.services().create(service(arn)), () -> storage.tags().tag(arn, tags));

      assertThat(race.failures()).hasOnlyElementsOfType(NotFoundException.class);
      assertThat(storage.tags().tags(arn)).isEqualTo(race.failures().isEmpty() ? tags : Map.of());
    }
  }

  // attributes

  @Test
  void ofAttributesThatAreTooManyForOneTargetExactlyTenWin() {
    for (int round = 0; round < 10; round++) {
      ContainerInstanceArn target = registered("i" + round);

      Race<Attribute> race =
          Race.of(
              16,
              number -> {
                Attribute attribute = Attribute.of(target, "n" + number, null);
                // A standard one beside it takes no room.
                Attribute standard = Attribute.of(target, "ecs.n" + number, null);
                storage.attributes().put(List.of(standard, attribute));
                return attribute;
              });

      assertThat(race.results()).hasSize(Attribute.MAX_COUNT);
      assertThat(race.failures()).hasSize(6).hasOnlyElementsOfType(InvalidValueException.class);
      assertThat(attributesOf(target)).hasSize(2 * Attribute.MAX_COUNT).containsAll(race.results());
    }
  }

  /** In units of work, which run once: the loser of a deadlock would fail. */
  @ParameterizedTest
  @EnumSource(
      value = Isolation.class,
      names = {"REPEATABLE_READ", "SERIALIZABLE"})
  void whoDoesNotSeeWhatOthersPutPutsNothing(Isolation isolation) {
    ContainerInstanceArn target = registered("one");
    List<Attribute> ten =
        IntStream.range(0, Attribute.MAX_COUNT)
            .mapToObj(i -> Attribute.of(target, "n" + i, null))
            .toList();

    storage.inTransaction(
        TransactionOptions.DEFAULT.withIsolation(isolation),
        unit -> {
          assertThat(unit.containerInstances().find(target)).isPresent();
          CompletableFuture.runAsync(() -> storage.attributes().put(ten)).join();
          assertThatThrownBy(
                  () -> unit.attributes().put(List.of(Attribute.of(target, "more", null))))
              .isExactlyInstanceOf(TransactionConflictException.class);
          return unit;
        });

    assertThat(attributesOf(target)).containsExactlyInAnyOrderElementsOf(ten);
  }

  @Test
  void batchesOfAttributesInOppositeOrdersReplaceOneAnotherAsAWhole() {
    List<ContainerInstanceArn> targets = registered(6);

    Race<Integer> race =
        Race.of(
            6,
            number -> {
              for (int i = 0; i < ROUNDS; i++) {
                put(turned(batch(targets, "by " + number), number));
              }
              return number;
            });

    assertThat(race.failures()).isEmpty();
    assertThat(attributes()).hasSize(36);
    assertThat(attributes().stream().map(Attribute::value).distinct()).hasSize(1);
  }

  /** In units of work, which run once: the loser of a deadlock would fail. */
  @Test
  void putsAndDeletionsInOppositeOrdersHappenAsAWhole() {
    List<ContainerInstanceArn> targets = registered(6);
    List<Attribute> batch = batch(targets, "x");

    Race<List<Integer>> race =
        Race.of(
            6,
            number -> {
              List<Attribute> own = turned(batch, number / 2);
              List<AttributeKey> keys = own.stream().map(Attribute::key).toList();
              List<Integer> deleted = new ArrayList<>();
              for (int i = 0; i < ROUNDS; i++) {
                if (number % 2 == 0) {
                  put(own);
                } else {
                  deleted.add(storage.inTransaction(unit -> unit.attributes().delete(keys)));
                }
              }
              return deleted;
            });

    assertThat(race.failures()).isEmpty();
    assertThat(race.results().stream().flatMap(List::stream)).isSubsetOf(0, batch.size());
    assertThat(attributes().size()).isIn(0, batch.size());
  }

  @Test
  void anInstanceThatIsRegisteredAnewIsThereForAttributesAllTheTime() {
    List<ContainerInstanceArn> targets = registered(3);

    Race<Integer> race =
        Race.of(
            4,
            number -> {
              for (int i = 0; i < ROUNDS; i++) {
                if (number == 0) {
                  for (ContainerInstanceArn target : targets) {
                    storage.containerInstances().deregister(target);
                    storage.containerInstances().register(containerInstance(target));
                  }
                } else {
                  storage.attributes().put(turned(batch(targets, "by " + number), number));
                }
              }
              return number;
            });

    assertThat(race.failures()).isEmpty();
    for (ContainerInstanceArn target : targets) {
      assertThat(attributesOf(target).size()).isIn(0, NAMES.size());
    }
  }

  @Test
  void aPutThatWaitsForADeletionHoldsNothingThatADeletionInTheOrderOfKeysNeedsNext()
      throws Exception {
    List<Attribute> batch = batch(List.of(registered("one")), "old");
    put(batch);
    List<AttributeKey> keys = attributes().stream().map(Attribute::key).toList();
    try (Transaction deletion = storage.begin()) {
      deletion.attributes().delete(keys.subList(0, 1));
      CompletableFuture<Void> put = CompletableFuture.runAsync(() -> put(turned(batch, 0)));
      SharedDatabase.get().awaitWaitingForLocks(1);

      assertThat(deletion.attributes().delete(keys.subList(1, 6))).isEqualTo(5);
      deletion.commit();
      put.get(30, TimeUnit.SECONDS);
    }
    assertThat(attributes()).containsExactlyInAnyOrderElementsOf(batch);
  }

  static Stream<Named<Consumer<Stores>>> changes() {
    return Stream.of(
        Named.of(
            "attributes.put",
            stores -> stores.attributes().put(List.of(Attribute.of(ONE, "new", "new")))),
        Named.of("tags.tag", stores -> stores.tags().tag(ONE, Map.of("new", "new"))),
        Named.of("tags.untag", stores -> stores.tags().untag(ONE, List.of("old"))),
        Named.of(
            "containerInstances.modify",
            stores ->
                stores
                    .containerInstances()
                    .modify(ONE, one -> one.withStatusReason("of " + one.status()))),
        Named.of("containerInstances.delete", stores -> stores.containerInstances().delete(ONE)));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangeThatWaitsForARegistrationAnewIsOfTheNewInstance(Consumer<Stores> change)
      throws Exception {
    registered("one");
    storage.containerInstances().deregister(ONE);
    ContainerInstance anew = containerInstance(ONE).withTags(Map.of("old", "old"));
    List<Object> expected;
    try (Transaction trial = storage.begin()) {
      trial.containerInstances().register(anew);
      change.accept(trial);
      expected = state(trial);
    }
    try (Transaction registration = storage.begin()) {
      registration.containerInstances().register(anew);
      CompletableFuture<Void> changed = CompletableFuture.runAsync(() -> change.accept(storage));
      SharedDatabase.get().awaitWaitingForLocks(1);
      registration.commit();
      changed.get(30, TimeUnit.SECONDS);
    }
    assertThat(state(storage)).isEqualTo(expected);
  }

  /** What there is but for times and versions. */
  private static List<Object> state(Stores stores) {
    return List.of(
        stores.attributes().list(AttributeQuery.of(CLUSTER), PageRequest.first()).items(),
        stores
            .containerInstances()
            .find(ONE)
            .map(one -> one.with(now -> now.createdAt(null).updatedAt(null).version(null))));
  }

  // account settings

  @Test
  void concurrentDefaultsOfOneNameAreOneRow() {
    for (int round = 0; round < 10; round++) {
      String name = "setting" + round;

      Race<AccountSetting> race =
          Race.of(12, number -> storage.accountSettings().putDefault(SCOPE, name, "by " + number));

      assertThat(race.failures()).isEmpty();
      assertThat(
              storage
                  .accountSettings()
                  .list(AccountSettingQuery.of(SCOPE).withName(name), PageRequest.first())
                  .items())
          .hasSize(1)
          .isSubsetOf(race.results());
    }
  }

  private static List<Attribute> batch(List<ContainerInstanceArn> targets, String value) {
    return targets.stream()
        .flatMap(target -> NAMES.stream().map(name -> Attribute.of(target, name, value)))
        .toList();
  }

  /** Returns every second runner's list in the opposite order. */
  private static <T> List<T> turned(List<T> list, int number) {
    List<T> turned = new ArrayList<>(list);
    if (number % 2 == 0) {
      Collections.reverse(turned);
    }
    return turned;
  }

  private void put(List<Attribute> batch) {
    storage.inTransaction(
        unit -> {
          unit.attributes().put(batch);
          return batch;
        });
  }

  private List<ContainerInstanceArn> registered(int number) {
    return IntStream.range(0, number).mapToObj(i -> registered("i" + i)).toList();
  }

  private ContainerInstanceArn registered(String id) {
    return storage.containerInstances().register(containerInstance(id)).arn();
  }

  private List<Attribute> attributes() {
    return list(AttributeQuery.of(CLUSTER));
  }

  private List<Attribute> attributesOf(ContainerInstanceArn target) {
    return list(AttributeQuery.of(CLUSTER).withTargetArn(target));
  }

  private List<Attribute> list(AttributeQuery query) {
    return storage.attributes().list(query, PageRequest.first()).items();
  }

  private static Map<String, String> numbered(String prefix, int size) {
    return IntStream.range(0, size).boxed().collect(toMap(i -> prefix + i, i -> "value"));
  }
}
