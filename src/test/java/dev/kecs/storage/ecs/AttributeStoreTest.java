package dev.kecs.storage.ecs;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.Storage;
import dev.kecs.storage.error.InvalidPageTokenException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.page.Pages;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.transaction.Stores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(StorageExtension.class)
class AttributeStoreTest {
  private static final Instant FUTURE = Instant.parse("2100-01-01T00:00:00Z");
  private static final ClusterArn SECOND = ClusterArn.of(SCOPE, "second");
  private static final List<ClusterArn> CLUSTERS =
      List.of(
          CLUSTER,
          SECOND,
          ClusterArn.of(new Scope("210987654321", SCOPE.region()), CLUSTER.name()),
          ClusterArn.of(new Scope(SCOPE.account(), "eu-west-2"), CLUSTER.name()));
  private static final ContainerInstanceArn ONE = ContainerInstanceArn.of(CLUSTER, "one");
  private static final ContainerInstanceArn TWO = ContainerInstanceArn.of(CLUSTER, "two");

  private final Storage storage;
  private final AttributeStore attributes;

  AttributeStoreTest(Storage storage) {
    this.storage = storage;
    this.attributes = storage.attributes();
  }

  @BeforeEach
  void storeInstancesOfTheSameNamesInAllClusters() {
    for (ClusterArn cluster : CLUSTERS) {
      storage.clusters().create(Samples.cluster(cluster));
      for (String id : List.of("two", "one")) {
        register(ContainerInstanceArn.of(cluster, id));
      }
    }
  }

  // put

  @Test
  void anAttributeTakesEveryValueInTurn() {
    attributes.put(List.of(Attribute.of(ONE, "other", "kept"), Attribute.of(TWO, "zone", "kept")));
    List<Attribute> others = all();
    for (String value :
        Arrays.<@Nullable String>asList(
            null, "a", "a", null, "-", "C:\\new a/b_c.d@e", "x".repeat(128))) {
      Attribute attribute = Attribute.of(ONE, "zone", value);

      attributes.put(List.of(attribute));

      assertThat(all()).containsExactlyInAnyOrderElementsOf(plus(others, attribute));
    }
  }

  @Test
  void anEmptyBatchChangesNothing() {
    attributes.put(List.of(Attribute.of(ONE, "zone", "a")));

    attributes.put(List.of());
    assertThat(attributes.delete(List.of())).isZero();

    assertThat(all()).containsExactly(Attribute.of(ONE, "zone", "a"));
  }

  @Test
  void oneBatchReachesManyTargetsInManyClustersAndScopes() {
    List<Attribute> batch = new ArrayList<>();
    for (ClusterArn cluster : CLUSTERS) {
      for (String id : List.of("two", "one")) {
        batch.add(Attribute.of(ContainerInstanceArn.of(cluster, id), "zone", "of " + cluster + id));
        batch.add(Attribute.of(ContainerInstanceArn.of(cluster, id), "gpu", null));
      }
    }

    attributes.put(batch);

    assertThat(all()).containsExactlyInAnyOrderElementsOf(batch);
    for (ClusterArn cluster : CLUSTERS) {
      assertThat(list(AttributeQuery.of(cluster)))
          .hasSize(4)
          .allMatch(attribute -> attribute.targetArn().cluster().equals(cluster));
    }
  }

  @Test
  void aThousandAttributesOfAHundredInstancesAreOneBatch() {
    List<Attribute> batch =
        IntStream.range(0, 100)
            .mapToObj(i -> register(ContainerInstanceArn.of(SECOND, "i" + i)))
            .flatMap(target -> attributes(target, 0, 10, "x").stream())
            .toList();
    List<Attribute> shuffled = new ArrayList<>(batch);
    Collections.rotate(shuffled, 555);

    attributes.put(shuffled);
    assertThat(all()).hasSize(1000).containsExactlyInAnyOrderElementsOf(batch);

    attributes.put(
        batch.stream().map(each -> Attribute.of(each.targetArn(), each.name(), null)).toList());
    assertThat(all()).hasSize(1000).allMatch(attribute -> attribute.value() == null);

    assertThat(attributes.delete(batch.stream().map(Attribute::key).toList())).isEqualTo(1000);
    assertThat(all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void anAttributeThatIsTwiceInABatchIsRefused(String value) {
    assertRefused(
        List.of(
            Attribute.of(TWO, "zone", "a"),
            Attribute.of(ONE, "zone", "a"),
            Attribute.of(ONE, "gpu", "a"),
            Attribute.of(ONE, "zone", value)),
        InvalidValueException.class,
        "'zone'",
        ONE);
  }

  @Test
  void aTargetHasTenAttributesAndTheyCanBeReplaced() {
    attributes.put(attributes(ONE, 0, 4, "old"));
    attributes.put(attributes(ONE, 4, 10, "old"));
    attributes.put(
        Stream.of(ONE, TWO).flatMap(arn -> attributes(arn, 0, 10, "new").stream()).toList());
    attributes.put(attributes(ONE, 7, 8, "newer"));

    assertThat(all())
        .hasSize(20)
        .containsAll(attributes(ONE, 0, 7, "new"))
        .containsAll(attributes(ONE, 7, 8, "newer"))
        .containsAll(attributes(ONE, 8, 10, "new"))
        .containsAll(attributes(TWO, 0, 10, "new"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 10})
  void anEleventhAttributeOfOneTargetRefusesTheWholeBatch(int stored) {
    attributes.put(attributes(ONE, 0, stored, "old"));
    List<Attribute> batch = new ArrayList<>(attributes(TWO, 0, 9, "new"));
    batch.addAll(attributes(ONE, stored / 2, 11, "new"));
    batch.add(Attribute.of(ContainerInstanceArn.of(SECOND, "one"), "zone", "new"));

    assertRefused(batch, InvalidValueException.class, "more than 10", ONE);
  }

  @Test
  void whatTheAgentBringsIsNotCounted() {
    List<Attribute> standard =
        Stream.of("ecs.capability.", "com.amazonaws.ecs.capability.")
            .flatMap(
                prefix -> IntStream.range(0, 25).mapToObj(i -> Attribute.of(ONE, prefix + i, null)))
            .toList();
    List<Attribute> custom =
        Stream.of(
                "ecs", "ecsx.a", "ECS.a", "my.ecs.a", "com.amazonaws.ec2.a", "comxamazonaws.ecs.a")
            .map(name -> Attribute.of(ONE, name, null))
            .toList();
    attributes.put(standard);
    attributes.put(custom);
    attributes.put(attributes(ONE, 0, 4, "x"));
    attributes.put(standard);
    List<Attribute> batch = new ArrayList<>(List.of(Attribute.of(ONE, "ecs.more", "x")));
    attributes.put(batch);
    assertThat(all()).hasSize(61);

    batch.addAll(attributes(ONE, 4, 5, "x"));
    assertRefused(batch, InvalidValueException.class, "more than 10 custom attributes", ONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:b", "a@b", "ı", "a\n", "a%", "a+b"})
  void aNameHasAwsCharacters(String name) {
    String message = " is not 1 to 128 letters, digits and - _ . / \\";

    assertInvalid(() -> Attribute.of(ONE, name, null), "attribute.name" + message);
    assertInvalid(() -> AttributeKey.of(ONE, name), "attributeKey.name" + message);
    assertInvalid(() -> Attribute.of(ONE, "n".repeat(129), null), "attribute.name" + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " a", "a ", "a\n", "ı", "a%", "a+b", "a\0b"})
  void aValueHasAwsCharacters(String value) {
    String message =
        "attribute.value is not 1 to 128 letters, digits, - _ . @ / \\ : and inner spaces";

    assertInvalid(() -> Attribute.of(ONE, "zone", value), message);
    assertInvalid(() -> Attribute.of(ONE, "zone", "v".repeat(129)), message);
  }

  private static void assertInvalid(ThrowingCallable made, String message) {
    assertThatThrownBy(made).isExactlyInstanceOf(InvalidValueException.class).hasMessage(message);
  }

  @Test
  void roomIsThereAgainOnceAnAttributeIsDeleted() {
    attributes.put(attributes(ONE, 0, 10, "old"));
    attributes.delete(List.of(AttributeKey.of(ONE, "n3")));

    attributes.put(List.of(Attribute.of(ONE, "eleventh", "new")));

    assertThat(all()).hasSize(10).contains(Attribute.of(ONE, "eleventh", "new"));
  }

  static Stream<ContainerInstanceArn> missing() {
    return Stream.of(
        ContainerInstanceArn.of(CLUSTER, "onE"),
        ContainerInstanceArn.of(ClusterArn.of(SCOPE, "third"), "one"),
        ContainerInstanceArn.of(
            ClusterArn.of(new Scope("000000000000", "eu-west-1"), "main"), "one"));
  }

  @ParameterizedTest
  @MethodSource("missing")
  void aTargetThatIsNotThereRefusesTheWholeBatch(ContainerInstanceArn missing) {
    attributes.put(List.of(Attribute.of(ONE, "zone", "old")));

    assertRefused(
        List.of(
            Attribute.of(ONE, "zone", "new"),
            Attribute.of(missing, "zone", "new"),
            Attribute.of(TWO, "zone", "new")),
        ReferenceNotFoundException.class,
        "does not exist",
        missing);
  }

  /**
   * Asserts that nothing of a batch is written, and that units of work go on as if it never was.
   */
  private void assertRefused(
      List<Attribute> batch,
      Class<? extends Exception> error,
      String why,
      ContainerInstanceArn named) {
    List<Attribute> before = all();
    Attribute after = Attribute.of(ContainerInstanceArn.of(SECOND, "two"), "after", null);

    assertThatThrownBy(() -> attributes.put(batch))
        .isExactlyInstanceOf(error)
        .hasMessageContainingAll(why, named.toString());
    storage.inTransaction(
        unit -> {
          assertThatThrownBy(() -> unit.attributes().put(batch)).isExactlyInstanceOf(error);
          unit.attributes().put(List.of(after));
          return after;
        });

    assertThat(all()).containsExactlyInAnyOrderElementsOf(plus(before, after));
  }

  // delete

  @Test
  void attributesThatAreThereAreDeletedAndCounted() {
    List<Attribute> kept =
        List.of(
            Attribute.of(ONE, "Zone", "a"),
            Attribute.of(ContainerInstanceArn.of(SECOND, "one"), "zone", "a"));
    attributes.put(kept);
    attributes.put(List.of(Attribute.of(ONE, "zone", "a"), Attribute.of(TWO, "zone", null)));
    List<AttributeKey> keys =
        List.of(
            AttributeKey.of(TWO, "zone"),
            AttributeKey.of(TWO, "Zone"),
            AttributeKey.of(ContainerInstanceArn.of(CLUSTER, "gone"), "zone"),
            AttributeKey.of(ContainerInstanceArn.of(ClusterArn.of(SCOPE, "third"), "one"), "zone"),
            AttributeKey.of(ONE, "zone"));

    assertThat(attributes.delete(keys)).isEqualTo(2);
    assertThat(all()).containsExactlyInAnyOrderElementsOf(kept);
    assertThat(attributes.delete(keys)).isZero();
  }

  @Test
  void aKeyThatIsTwiceInADeletionIsRefusedAndTheUnitStaysUsable() {
    List<Attribute> two = attributes(ONE, 0, 2, "x");
    attributes.put(two);
    AttributeKey first = two.get(0).key();
    AttributeKey second = two.get(1).key();

    int deleted =
        storage.inTransaction(
            unit -> {
              assertThatThrownBy(() -> unit.attributes().delete(List.of(first, second, first)))
                  .isExactlyInstanceOf(InvalidValueException.class)
                  .hasMessageContainingAll("'n0'", ONE.toString());
              return unit.attributes().delete(List.of(second));
            });

    assertThat(deleted).isOne();
    assertThat(all()).containsExactly(two.get(0));
  }

  // list

  @Test
  void everyCombinationOfFiltersHoldsWhatEachOfThemSays() {
    List<String> names = List.of("a.", "ab", "a_", "a\\", "I", "i", "A", "Z", "_", "ecs.a");
    List<@Nullable String> values = Arrays.asList(null, "v.", "vw", "v_", "v\\", "v w");
    List<Attribute> stored = new ArrayList<>();
    for (ClusterArn cluster : CLUSTERS) {
      for (String id : List.of("two", "one")) {
        for (String name : names) {
          String value = values.get(stored.size() % values.size());
          stored.add(Attribute.of(ContainerInstanceArn.of(cluster, id), name, value));
        }
      }
    }
    attributes.put(stored);
    stored.sort(
        Comparator.comparing(Attribute::targetArn)
            .thenComparing(each -> each.name().getBytes(UTF_8), Arrays::compareUnsigned));

    for (ClusterArn cluster : plus(CLUSTERS, ClusterArn.of(SCOPE, "third"))) {
      for (String type : Arrays.asList(null, Attribute.CONTAINER_INSTANCE, "container_instance")) {
        for (ContainerInstanceArn target :
            Arrays.asList(null, ONE, ContainerInstanceArn.of(SECOND, "one"))) {
          for (String name : Arrays.asList(null, "a%", "a_", "a\\", "ı", "🚀", "", "a", "I")) {
            for (String value : plus(plus(values, "v%"), "")) {
              AttributeQuery query = new AttributeQuery(cluster, type, target, name, value);
              assertThat(list(query))
                  .as(query.toString())
                  .isEqualTo(stored.stream().filter(each -> isIn(query, each)).toList());
            }
          }
        }
      }
    }
  }

  private static boolean isIn(AttributeQuery query, Attribute attribute) {
    return query.cluster().equals(attribute.targetArn().cluster())
        && (query.targetType() == null || query.targetType().equals(attribute.targetType()))
        && (query.targetArn() == null || query.targetArn().equals(attribute.targetArn()))
        && (query.name() == null || query.name().equals(attribute.name()))
        && (query.value() == null || query.value().equals(attribute.value()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 20, 21})
  void aWalkReturnsEveryAttributeOnceInOrder(int limit) {
    List<Attribute> stored =
        Stream.of(ONE, TWO).flatMap(arn -> attributes(arn, 0, 10, "x").stream()).toList();
    attributes.put(stored);

    assertThat(Pages.stream(page -> attributes.list(AttributeQuery.of(CLUSTER), page), limit))
        .isEqualTo(stored);
  }

  @Test
  void aPageTokenIsForItsOwnFilter() {
    attributes.put(attributes(ONE, 0, 2, "x"));
    AttributeQuery query = AttributeQuery.of(CLUSTER).withTargetArn(ONE);
    String token = attributes.list(query, PageRequest.first(1)).nextToken();

    for (AttributeQuery other :
        List.of(query.withTargetArn(null), query.withTargetArn(TWO), query.withValue("x"))) {
      assertThatThrownBy(() -> attributes.list(other, PageRequest.first(1).next(token)))
          .isExactlyInstanceOf(InvalidPageTokenException.class);
    }
  }

  @Test
  void aQueryNeedsACluster() {
    assertThatThrownBy(() -> AttributeQuery.of(null))
        .isExactlyInstanceOf(InvalidValueException.class)
        .hasMessageContaining("cluster");
  }

  // going with the instance

  static Stream<Named<Consumer<Stores>>> endings() {
    return Stream.of(
        Named.of("deletion", stores -> stores.containerInstances().delete(ONE)),
        Named.of(
            "registration anew",
            stores -> stores.containerInstances().register(Samples.containerInstance(ONE))),
        Named.of(
            "deletion of inactive ones",
            stores -> stores.containerInstances().deleteInactive(CLUSTER, FUTURE, 1)),
        Named.of(
            "deletion of the cluster",
            stores -> {
              stores.containerInstances().delete(TWO);
              stores.clusters().delete(CLUSTER);
            }));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void attributesStayWithADeregisteredInstanceAndGoWithIt(Consumer<Stores> ending) {
    attributes.put(attributes(ONE, 0, 10, "x"));
    Attribute other = Attribute.of(ContainerInstanceArn.of(SECOND, "one"), "n0", "x");
    attributes.put(List.of(other));
    storage.containerInstances().deregister(ONE);
    assertThat(all()).hasSize(11);

    ending.accept(storage);

    assertThat(all()).containsExactly(other);
  }

  @Test
  void anInstanceThatIsRegisteredAnewGetsAttributesOfItsOwn() {
    attributes.put(attributes(ONE, 0, 10, "old"));
    storage.containerInstances().deregister(ONE);
    ContainerInstance anew = storage.containerInstances().register(Samples.containerInstance(ONE));

    attributes.put(attributes(ONE, 5, 15, "new"));

    assertThat(all()).containsExactlyInAnyOrderElementsOf(attributes(ONE, 5, 15, "new"));
    assertThat(storage.containerInstances().get(ONE)).isEqualTo(anew);
  }

  private ContainerInstanceArn register(ContainerInstanceArn arn) {
    return storage.containerInstances().register(Samples.containerInstance(arn)).arn();
  }

  private static List<Attribute> attributes(
      ContainerInstanceArn target, int from, int to, String value) {
    return IntStream.range(from, to).mapToObj(i -> Attribute.of(target, "n" + i, value)).toList();
  }

  private List<Attribute> all() {
    return CLUSTERS.stream().flatMap(cluster -> list(AttributeQuery.of(cluster)).stream()).toList();
  }

  private List<Attribute> list(AttributeQuery query) {
    return Pages.stream(page -> attributes.list(query, page), PageRequest.MAX_LIMIT).toList();
  }

  private static <T extends @Nullable Object> List<T> plus(List<T> some, T more) {
    List<T> all = new ArrayList<>(some);
    all.add(more);
    return all;
  }
}
