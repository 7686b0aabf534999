package dev.kecs.storage.ecs;

import static dev.kecs.storage.ecs.ClusterResource.ELSEWHERE;
import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.resource.AnyList;
import dev.kecs.storage.test.resource.Calls;
import dev.kecs.storage.test.resource.Plan;
import dev.kecs.storage.test.resource.Resource;
import dev.kecs.storage.test.resource.Table;
import dev.kecs.storage.test.resource.Ways;
import dev.kecs.storage.transaction.Stores;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the shared checks know of attributes. */
public final class AttributeResource extends Resource<AttributeStore> {
  /** What has the samples. */
  private static final ContainerInstanceArn TARGET = ContainerInstanceArn.of(CLUSTER, NAME);

  public AttributeResource() {
    super(AttributeStore.class);
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.of(
            "attributes",
            Table.CLUSTER,
            """
            INSERT INTO attributes (cluster_key, target_key, target_type, target_arn, name, value)
            SELECT cluster_key, key, 'container-instance', arn, 'n' || n, 'v' || n
            FROM container_instances, generate_series(1, 3) n
            """));
  }

  @Override
  public List<Class<?>> parents() {
    return List.of(ContainerInstanceStore.class);
  }

  private static Attribute sample(int number) {
    return Attribute.of(TARGET, Samples.named(number), "a");
  }

  @Override
  public void store(Stores stores, int number) {
    stores.attributes().put(List.of(sample(number)));
  }

  @Override
  public List<Ways<AttributeStore, ?, ?>> ways() {
    return List.of(
        Ways.<AttributeStore, Attribute>of(sample(0))
            .fixed("targetType", "targetArn")
            .only("name", "own-name", "ecs.capability.A_9/\\", "n".repeat(128))
            .only("value", "own value", "-", "a@b/C\\d:e_9.f", "v".repeat(128))
            .anew("put", AttributeResource::put)
            .anew("put in place of another value", AttributeResource::putInPlace)
            .read("list", AttributeResource::read)
            .delete(
                (attributes, stored) ->
                    assertThat(attributes.delete(List.of(stored.key()))).isEqualTo(1)));
  }

  private static Attribute put(AttributeStore attributes, Attribute given) {
    attributes.put(List.of(given, Attribute.of(given.targetArn(), "another", "b")));
    return read(attributes, given);
  }

  private static Attribute putInPlace(AttributeStore attributes, Attribute given) {
    attributes.put(List.of(Attribute.of(given.targetArn(), given.name(), "before")));
    return put(attributes, given);
  }

  private static Attribute read(AttributeStore attributes, Attribute stored) {
    AttributeQuery query = AttributeQuery.of(CLUSTER).withName(stored.name());
    return Ways.only(attributes.list(query, PageRequest.first()));
  }

  @Override
  public Stream<AnyList> lists() {
    AttributeQuery all = AttributeQuery.of(CLUSTER);
    return Stream.of(
        listed("of a cluster", all),
        listed("of a name", all.withName("zone")),
        listed("of a value", all.withValue("a")));
  }

  /** Each second one is on the instance of the one before, unless all have one name. */
  private static AnyList listed(String words, AttributeQuery query) {
    return new AnyList(
        "attributes.list",
        words,
        (stores, number) -> {
          String instance = AnyList.scattered(query.name() == null ? number / 2 : number);
          Attribute given =
              Attribute.of(
                  registered(stores, CLUSTER, instance),
                  query.name() == null ? "n" + number % 2 : query.name(),
                  "a");
          stores.attributes().put(List.of(given));
          ContainerInstanceArn elsewhere = registered(stores, ELSEWHERE, instance);
          stores.attributes().put(List.of(Attribute.of(elsewhere, given.name(), "a")));
          if (!query.equals(AttributeQuery.of(CLUSTER))) {
            Attribute decoy = Attribute.of(given.targetArn(), "decoy", null);
            stores.attributes().put(List.of(decoy));
          }
          return shown(given);
        },
        (stores, text) -> {
          String[] parts = text.split(" ", 2);
          ContainerInstanceArn target = ContainerInstanceArn.parse(parts[0]);
          stores.attributes().delete(List.of(AttributeKey.of(target, parts[1])));
        },
        lister(query),
        AnyList.BY_TEXT,
        Stream.of(
                query.withCluster(ClusterResource.spread(1)),
                query.withTargetType(Attribute.CONTAINER_INSTANCE),
                query.withTargetArn(ContainerInstanceArn.of(CLUSTER, "zone")),
                query.withName("a"),
                query.withValue("zone"))
            .map(AttributeResource::lister)
            .toList());
  }

  /** Registers one that is INACTIVE, so that it is in no list of instances. */
  private static ContainerInstanceArn registered(Stores stores, ClusterArn cluster, String id) {
    ContainerInstanceArn arn = ContainerInstanceArn.of(cluster, id);
    if (stores.containerInstances().find(arn).isEmpty()) {
      ContainerInstance instance = Samples.containerInstance(arn);
      stores.containerInstances().register(instance.withStatus(ContainerInstance.INACTIVE));
    }
    return arn;
  }

  private static AnyList.Lister lister(AttributeQuery query) {
    return (stores, page) ->
        AnyList.shown(stores.attributes().list(query, page), AttributeResource::shown);
  }

  private static String shown(Attribute attribute) {
    return attribute.targetArn() + " " + attribute.name();
  }

  @Override
  public Stream<Plan> plans() {
    AttributeQuery all = AttributeQuery.of(CLUSTER);
    return Plan.each(
        "attributes.list",
        (stores, query, page) -> stores.attributes().list(query, page),
        all,
        all.withTargetArn(ContainerInstanceArn.of(CLUSTER, "i7")),
        all.withName("n2"));
  }

  @Override
  public Calls<AttributeStore> calls() {
    PageRequest page = PageRequest.first(3);
    return new Calls<AttributeStore>()
        // The lock of the instances with the begin, the insertion, the commit.
        .writes("put on many instances", 3, (stores, i) -> onMany(stores), AttributeStore::put)
        .reads("list", 1, (attributes, i) -> attributes.list(AttributeQuery.of(CLUSTER), page))
        .writes(
            "delete from many instances",
            1,
            (stores, i) -> onMany(stores).stream().map(Attribute::key).toList(),
            AttributeStore::delete);
  }

  /** Returns as many as instances can have, and registers these where they are not. */
  private static List<Attribute> onMany(Stores stores) {
    return IntStream.range(0, Calls.OFTEN)
        .mapToObj(i -> registered(stores, CLUSTER, Samples.named(i)))
        .flatMap(
            target ->
                IntStream.range(0, Attribute.MAX_COUNT)
                    .mapToObj(i -> Attribute.of(target, Samples.named(i), "a")))
        .toList();
  }

  @Override
  public void fill(Stores stores, ClusterArn cluster) {
    ContainerInstanceArn target = ContainerInstanceArn.of(cluster, NAME);
    stores.attributes().put(List.of(Attribute.of(target, NAME, NAME)));
  }

  @Override
  public Map<Class<?>, List<?>> askedWith() {
    return Map.of(
        Attribute.class, List.of(Attribute.of(TARGET, NAME, "changed")),
        AttributeKey.class, List.of(AttributeKey.of(TARGET, NAME)));
  }
}
