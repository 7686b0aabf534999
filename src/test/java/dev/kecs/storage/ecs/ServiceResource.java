package dev.kecs.storage.ecs;

import static dev.kecs.storage.ecs.ClusterResource.ELSEWHERE;
import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.NAME;
import static dev.kecs.storage.test.Samples.SCOPE;

import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.resource.AnyList;
import dev.kecs.storage.test.resource.AnyList.Item;
import dev.kecs.storage.test.resource.BulkDeletion;
import dev.kecs.storage.test.resource.Calls;
import dev.kecs.storage.test.resource.KeptResource;
import dev.kecs.storage.test.resource.Plan;
import dev.kecs.storage.test.resource.Table;
import dev.kecs.storage.test.resource.Ways;
import dev.kecs.storage.transaction.Stores;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the shared checks know of services. */
public final class ServiceResource extends KeptResource<ServiceStore, ServiceArn, Service> {
  /** Not worth an index: most services are not. */
  private static final String HIDES_INACTIVE = "Filter: \\(status <> 'INACTIVE'::text\\)";

  public ServiceResource() {
    super(ServiceStore.class);
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.of(
            "services",
            Table.CLUSTER,
            """
            INSERT INTO services (cluster_key, key, arn, desired_count, running_count, pending_count,
                status, tags, scheduling_strategy, enable_ecs_managed_tags, enable_execute_command,
                node_ports, has_node_port, assign_public_ip, service_registry_metadata, created_at,
                updated_at, version)
            SELECT clusters.key, arn_key(named.arn), named.arn, 1, 1, 0, 'ACTIVE',
                '{}', 'REPLICA', false, false, '{}', false, false, '{}', now(), now(), 1
            FROM clusters,
                generate_series(1, CASE WHEN arn LIKE '%%/main' THEN 2000 ELSE 3 END) n,
                LATERAL (SELECT replace(clusters.arn, ':cluster/', ':service/') || '/s' || n AS arn)
                    named
            """));
  }

  @Override
  public List<Class<?>> parents() {
    return List.of(ClusterStore.class, TaskDefinitionStore.class);
  }

  @Override
  public ServiceArn arn(ClusterArn cluster, String name) {
    return ServiceArn.of(cluster, name);
  }

  @Override
  public Service sample(ServiceArn arn) {
    return Samples.service(arn);
  }

  @Override
  public Service create(ServiceStore services, Service service) {
    return services.create(service);
  }

  @Override
  public List<Ways<ServiceStore, ?, ?>> ways() {
    return List.of(
        waysOfAll("create")
            .limited("deploymentName", "namespace")
            .anew("create in place of an INACTIVE one", this::createdInPlace)
            .read("find by name", (services, stored) -> services.find(CLUSTER, NAME).orElseThrow())
            .read(
                "list",
                (services, stored) ->
                    Ways.only(services.list(ServiceQuery.of(CLUSTER), PageRequest.first()))));
  }

  private Service createdInPlace(ServiceStore services, Service given) {
    services.create(sample(0).withStatus(Service.INACTIVE));
    return services.create(given);
  }

  @Override
  public Stream<AnyList> lists() {
    ServiceQuery ofCluster = ServiceQuery.of(CLUSTER);
    ServiceQuery ofScope = ServiceQuery.of(AllClusters.of(SCOPE));
    return Stream.of(
        listed("of a cluster, newest first", ofCluster),
        listed("of a cluster, oldest first", ofCluster.withOldestFirst(true)),
        listed("of a scope, newest first", ofScope),
        listed("of a scope, oldest first", ofScope.withOldestFirst(true)),
        listed("of a scope, launch type", ofScope.withLaunchType("FARGATE")));
  }

  private static AnyList listed(String words, ServiceQuery query) {
    boolean ofCluster = query.within() instanceof ClusterArn;
    Within otherWithin = ofCluster ? ClusterResource.spread(1) : AllClusters.of(ELSEWHERE.scope());
    return new AnyList(
        "services.list",
        words,
        (stores, number) -> {
          ClusterArn cluster = ofCluster ? CLUSTER : ClusterResource.spread(number);
          String name = AnyList.ordered(number);
          stores
              .services()
              .create(
                  Samples.service(ServiceArn.of(cluster, name + "-inactive"))
                      .withStatus(Service.INACTIVE));
          stores.services().create(Samples.service(ServiceArn.of(ELSEWHERE, name)));
          Service service =
              Samples.service(ServiceArn.of(cluster, name)).withLaunchType(query.launchType());
          return stores.services().create(service).arn().toString();
        },
        (stores, text) -> stores.services().delete(ServiceArn.parse(text)),
        lister(query),
        AnyList.directed(
            Comparator.<Item, String>comparing(
                    item -> ServiceArn.parse(item.text()).cluster().key().toString())
                .thenComparing(AnyList.OLDEST_FIRST),
            !query.oldestFirst()),
        List.of(
            lister(query.withOldestFirst(!query.oldestFirst())),
            lister(query.withWithin(otherWithin)),
            lister(query.withName("FARGATE")),
            lister(query.withLaunchType("EC2")),
            lister(query.withStatuses(Set.of(Service.ACTIVE)))));
  }

  private static AnyList.Lister lister(ServiceQuery query) {
    return (stores, page) -> AnyList.texts(stores.services().list(query, page), Service::arn);
  }

  @Override
  public Stream<Plan> plans() {
    ServiceQuery all = ServiceQuery.of(CLUSTER);
    return Plan.each(
            "services.list",
            (stores, query, page) -> stores.services().list(query, page),
            all,
            all.withOldestFirst(true),
            ServiceQuery.of(AllClusters.of(SCOPE)))
        .map(plan -> plan.allowing(HIDES_INACTIVE));
  }

  @Override
  public Calls<ServiceStore> calls() {
    PageRequest page = PageRequest.first(3);
    return callsOfAll("create")
        .reads("find by name", 1, (services, i) -> services.find(CLUSTER, arn(i).name()))
        .reads(
            "list of a cluster", 1, (services, i) -> services.list(ServiceQuery.of(CLUSTER), page))
        .reads(
            "list of a scope",
            1,
            (services, i) -> services.list(ServiceQuery.of(AllClusters.of(SCOPE)), page))
        .writes(
            "deleteInactive",
            1,
            (services, i) -> services.deleteInactive(AllClusters.of(SCOPE), Instant.EPOCH, 10))
        .writes("delete", 1, (services, i) -> services.delete(arn(i)))
        .writes(
            "create with a task definition",
            1,
            (services, i) ->
                services.create(
                    sample(i)
                        .withStatus(Service.INACTIVE)
                        .withTaskDefinitionArn(TaskDefinitionArn.of(SCOPE, NAME, 1))
                        .withNodePorts(List.of(30_000))))
        .writes(
            "create in place of an INACTIVE one", 2, (services, i) -> services.create(sample(i)));
  }

  @Override
  public List<BulkDeletion> bulkDeletions() {
    return List.of(
        new BulkDeletion(
            "services.deleteInactive",
            (stores, count) -> {
              for (int i = 0; i < count; i++) {
                stores.services().create(sample(i).withStatus(Service.INACTIVE));
              }
            },
            (stores, limit) ->
                stores.services().deleteInactive(CLUSTER, BulkDeletion.FUTURE, limit)));
  }

  @Override
  public void fill(Stores stores, ClusterArn cluster) {
    stores
        .services()
        .create(
            sample(arn(cluster, NAME))
                .withTaskDefinitionArn(TaskDefinitionArn.of(cluster.scope(), NAME, 1)));
    stores.services().create(sample(arn(cluster, "inactive")).withStatus(Service.INACTIVE));
  }
}
