package dev.kecs.storage.ecs;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.NAME;
import static dev.kecs.storage.test.Samples.SCOPE;

import dev.kecs.storage.model.Json;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.resource.AnyList;
import dev.kecs.storage.test.resource.Calls;
import dev.kecs.storage.test.resource.KeptResource;
import dev.kecs.storage.test.resource.Plan;
import dev.kecs.storage.test.resource.Table;
import dev.kecs.storage.test.resource.Ways;
import dev.kecs.storage.transaction.Stores;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the shared checks know of clusters. */
public final class ClusterResource extends KeptResource<ClusterStore, ClusterArn, Cluster> {
  /** The same account and name as {@link Samples#CLUSTER}: what lies in it is in no list. */
  static final ClusterArn ELSEWHERE =
      ClusterArn.of(new Scope(SCOPE.account(), "eu-west-2"), CLUSTER.name());

  /** Where clusters are listed, apart from those that the other lists' items lie in. */
  private static final Scope LISTED = new Scope(SCOPE.account(), "us-east-1");

  private static final int SPREAD = 3;

  public ClusterResource() {
    super(ClusterStore.class);
  }

  /** Returns one of the few clusters that the items of lists are spread over. */
  static ClusterArn spread(int number) {
    return ClusterArn.of(SCOPE, Samples.named(number % SPREAD));
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.of(
            "clusters",
            "arn",
            """
            INSERT INTO clusters (account_id, region, key, arn, status, tags, capacity_providers,
                created_at, updated_at, version)
            SELECT '%1$s', '%2$s', arn_key(arn), arn, 'ACTIVE', '{}', '{}', now(), now(), 1
            FROM (SELECT 'main' UNION ALL SELECT 'c' || n FROM generate_series(1, 3000) n) c (name),
                LATERAL (SELECT 'arn:aws:ecs:%2$s:%1$s:cluster/' || name AS arn) named
            """));
  }

  @Override
  public ClusterArn arn(ClusterArn cluster, String name) {
    return cluster;
  }

  @Override
  public ClusterArn arn(int number) {
    return ClusterArn.of(SCOPE, Samples.named(number));
  }

  @Override
  public Cluster sample(ClusterArn arn) {
    return Samples.cluster(arn);
  }

  @Override
  public Cluster create(ClusterStore clusters, Cluster cluster) {
    return clusters.create(cluster);
  }

  @Override
  public List<Ways<ClusterStore, ?, ?>> ways() {
    return List.of(
        waysOfAll("create")
            .anew("createIfAbsent", (clusters, given) -> clusters.createIfAbsent(given).value())
            .read("createIfAbsent", (clusters, stored) -> clusters.createIfAbsent(stored).value())
            .read("find by name", (clusters, stored) -> clusters.find(SCOPE, NAME).orElseThrow())
            .read(
                "list",
                (clusters, stored) ->
                    Ways.only(clusters.list(ClusterQuery.of(SCOPE), PageRequest.first()))));
  }

  @Override
  public void prepareLists(Stores stores) {
    for (int i = 0; i < SPREAD; i++) {
      stores.clusters().create(Samples.cluster(spread(i)));
    }
    stores.clusters().create(Samples.cluster(ELSEWHERE));
  }

  @Override
  public Stream<AnyList> lists() {
    ClusterQuery all = ClusterQuery.of(LISTED);
    return Stream.of(
        listed("newest first", all),
        listed("oldest first", all.withOldestFirst(true)),
        listed("status", all.withStatuses(Set.of("ACTIVE", "FAILED"))));
  }

  private static AnyList listed(String words, ClusterQuery query) {
    return new AnyList(
        "clusters.list",
        words,
        (stores, number) -> {
          String name = AnyList.ordered(number);
          Cluster cluster = Samples.cluster(ClusterArn.of(LISTED, name));
          if (query.statuses() != null) {
            ClusterArn decoy = ClusterArn.of(LISTED, name + "-gone");
            stores.clusters().create(Samples.cluster(decoy).withStatus("INACTIVE"));
          }
          return stores.clusters().create(cluster).arn().toString();
        },
        (stores, text) -> stores.clusters().delete(ClusterArn.parse(text)),
        lister(query),
        AnyList.directed(AnyList.OLDEST_FIRST, !query.oldestFirst()),
        List.of(
            lister(query.withOldestFirst(!query.oldestFirst())),
            lister(query.withScope(SCOPE)),
            lister(query.withStatuses(Set.of())),
            lister(query.withStatuses(Set.of("ACTIVE"))),
            lister(query.withStatuses(Set.of("ACTIVE, FAILED")))));
  }

  private static AnyList.Lister lister(ClusterQuery query) {
    return (stores, page) -> AnyList.texts(stores.clusters().list(query, page), Cluster::arn);
  }

  @Override
  public Stream<Plan> plans() {
    ClusterQuery all = ClusterQuery.of(SCOPE);
    return Plan.each(
        "clusters.list",
        (stores, query, page) -> stores.clusters().list(query, page),
        all,
        all.withOldestFirst(true));
  }

  @Override
  public Calls<ClusterStore> calls() {
    PageRequest page = PageRequest.first(3);
    return callsOfAll("create")
        .writes(
            "update of documents and arrays",
            1,
            (stores, i) -> full(stores.clusters().get(arn(i))),
            ClusterStore::update)
        .reads("find by name", 1, (clusters, i) -> clusters.find(SCOPE, arn(i).name()))
        .reads("list", 1, (clusters, i) -> clusters.list(ClusterQuery.of(SCOPE), page))
        .reads("statistics", 1, (clusters, i) -> clusters.statistics(arns(Calls.OFTEN)))
        // The look with the begin, a batch of tasks, the lock, the look, the tasks, the services,
        // the
        // instances, the cluster, the commit.
        .writes("delete with what is in it", 9, (clusters, i) -> clusters.delete(arn(i)))
        .writes("createIfAbsent", 1, (clusters, i) -> clusters.createIfAbsent(full(sample(i))))
        // The creation finds it, so it is read.
        .writes(
            "createIfAbsent of one that is there",
            2,
            (clusters, i) -> clusters.createIfAbsent(sample(i)));
  }

  /** With parts whose types the driver might ask the server for. */
  private static Cluster full(Cluster cluster) {
    return cluster.withCapacityProviders(List.of("FARGATE")).withSettings(Json.of("[]"));
  }

  @Override
  public void fill(Stores stores, Scope scope) {
    stores.clusters().create(Samples.cluster(ClusterArn.of(scope, "empty")));
  }

  @Override
  public void fill(Stores stores, ClusterArn cluster) {
    stores.clusters().create(Samples.cluster(cluster));
  }

  @Override
  public Map<Class<?>, List<?>> askedWith() {
    return Map.of(
        ClusterArn.class, List.of(ClusterArn.of(SCOPE, "empty")),
        Within.class, List.of(AllClusters.of(SCOPE), CLUSTER));
  }
}
