package dev.kecs.storage.ecs;

import static dev.kecs.storage.ecs.ClusterResource.ELSEWHERE;
import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.NAME;
import static dev.kecs.storage.test.Samples.SCOPE;

import dev.kecs.storage.model.Json;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.resource.AnyList;
import dev.kecs.storage.test.resource.BulkDeletion;
import dev.kecs.storage.test.resource.Calls;
import dev.kecs.storage.test.resource.KeptResource;
import dev.kecs.storage.test.resource.Plan;
import dev.kecs.storage.test.resource.Table;
import dev.kecs.storage.test.resource.Ways;
import dev.kecs.storage.transaction.Stores;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the shared checks know of container instances. */
public final class ContainerInstanceResource
    extends KeptResource<ContainerInstanceStore, ContainerInstanceArn, ContainerInstance> {
  /** Not worth an index: few instances have been of one machine. */
  private static final String HIDES_DEREGISTERED =
      "ec2_instance_id .*\n *Filter: \\(deregistered_at IS NULL\\)";

  public ContainerInstanceResource() {
    super(ContainerInstanceStore.class);
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.of(
            "container_instances",
            Table.CLUSTER,
            """
            INSERT INTO container_instances (cluster_key, key, arn, ec2_instance_id, status,
                deregistered_at, agent_connected, tags, created_at, updated_at, version)
            SELECT clusters.key, arn_key(named.arn), named.arn,
                'i-' || n %% 50, CASE n %% 3 WHEN 0 THEN 'INACTIVE' ELSE 'ACTIVE' END,
                CASE n %% 3 WHEN 0 THEN now() END, true, '{}', now(), now(), 1
            FROM clusters,
                generate_series(1, CASE WHEN arn LIKE '%%/main' THEN 5000 ELSE 3 END) n,
                LATERAL (SELECT replace(clusters.arn, ':cluster/', ':container-instance/') || '/i'
                    || n AS arn) named
            """));
  }

  @Override
  public List<Class<?>> parents() {
    return List.of(ClusterStore.class);
  }

  @Override
  public ContainerInstanceArn arn(ClusterArn cluster, String name) {
    return ContainerInstanceArn.of(cluster, name);
  }

  @Override
  public ContainerInstance sample(ContainerInstanceArn arn) {
    return Samples.containerInstance(arn);
  }

  @Override
  public ContainerInstance create(ContainerInstanceStore instances, ContainerInstance instance) {
    return instances.register(instance);
  }

  @Override
  public List<Ways<ContainerInstanceStore, ?, ?>> ways() {
    return List.of(
        waysOfAll("register")
            .limited("ec2InstanceId")
            .along("deregisteredAt", "status", ContainerInstance.INACTIVE)
            .anew("register in place of an INACTIVE one", this::registeredInPlace)
            .read(
                "list",
                (instances, stored) ->
                    Ways.only(
                        instances.list(ContainerInstanceQuery.of(CLUSTER), PageRequest.first()))));
  }

  private ContainerInstance registeredInPlace(
      ContainerInstanceStore instances, ContainerInstance given) {
    instances.register(sample(0).withStatus(ContainerInstance.INACTIVE));
    return instances.register(given);
  }

  @Override
  public Stream<AnyList> lists() {
    ContainerInstanceQuery all = ContainerInstanceQuery.of(CLUSTER);
    return Stream.of(
        listed("newest first", all),
        listed("oldest first", all.withOldestFirst(true)),
        listed("of a machine", all.withEc2InstanceId("i-0a1b")),
        listed("with an attribute", all.withAttributeName("zone")),
        listed("with a value", all.withAttributeName("zone").withAttributeValue("a")));
  }

  private static AnyList listed(String words, ContainerInstanceQuery query) {
    return new AnyList(
        "containerInstances.list",
        words,
        (stores, number) -> {
          ContainerInstanceStore instances = stores.containerInstances();
          String id = AnyList.ordered(number);
          ContainerInstanceArn elsewhere = ContainerInstanceArn.of(ELSEWHERE, id);
          instances.register(
              Samples.containerInstance(id + "-decoy").withStatus(ContainerInstance.INACTIVE));
          instances.register(Samples.containerInstance(elsewhere));
          ContainerInstance instance =
              instances.register(
                  Samples.containerInstance(id).withEc2InstanceId(query.ec2InstanceId()));
          stores
              .attributes()
              .put(
                  List.of(
                      Attribute.of(elsewhere, "zone", "a"),
                      Attribute.of(instance.arn(), "zone", "a")));
          return instance.arn().toString();
        },
        (stores, text) -> stores.containerInstances().delete(ContainerInstanceArn.parse(text)),
        lister(query),
        AnyList.directed(AnyList.OLDEST_FIRST, !query.oldestFirst()),
        Stream.of(
                query.withOldestFirst(!query.oldestFirst()),
                query.withCluster(ClusterResource.spread(1)),
                query.withStatuses(Set.of(ContainerInstance.ACTIVE)),
                query.withEc2InstanceId("zone"),
                query.withAttributeName("a").withAttributeValue(null),
                query.withAttributeName("zone").withAttributeValue("zone"))
            .map(ContainerInstanceResource::lister)
            .toList());
  }

  private static AnyList.Lister lister(ContainerInstanceQuery query) {
    return (stores, page) ->
        AnyList.texts(stores.containerInstances().list(query, page), ContainerInstance::arn);
  }

  @Override
  public Stream<Plan> plans() {
    ContainerInstanceQuery all = ContainerInstanceQuery.of(CLUSTER);
    return Plan.each(
            "containerInstances.list",
            (stores, query, page) -> stores.containerInstances().list(query, page),
            all,
            all.withOldestFirst(true),
            all.withEc2InstanceId("i-1"),
            all.withAttributeName("n2"))
        .map(plan -> plan.allowing(HIDES_DEREGISTERED));
  }

  @Override
  public Calls<ContainerInstanceStore> calls() {
    PageRequest page = PageRequest.first(3);
    return callsOfAll("register")
        .writes(
            "update of a document",
            1,
            (stores, i) -> stores.containerInstances().get(arn(i)),
            (instances, instance) -> instances.update(instance.withVersionInfo(Json.of("{}"))))
        .reads(
            "list", 1, (instances, i) -> instances.list(ContainerInstanceQuery.of(CLUSTER), page))
        .reads("statistics", 1, (instances, i) -> instances.statistics(arns(Calls.OFTEN)))
        .writes(
            "deleteInactive",
            1,
            (instances, i) -> instances.deleteInactive(AllClusters.of(SCOPE), Instant.EPOCH, 10))
        .writes("deregister", 1, (instances, i) -> instances.deregister(arn(i)))
        // Where it is already, it is read.
        .writes("deregister again", 2, (instances, i) -> instances.deregister(arn(i)))
        // The creation that finds it in its place, the replacement.
        .writes(
            "register in place of an INACTIVE one",
            2,
            (instances, i) -> instances.register(sample(i).withVersionInfo(Json.of("{}"))))
        .writes("delete", 1, (instances, i) -> instances.delete(arn(i)));
  }

  @Override
  public List<BulkDeletion> bulkDeletions() {
    return List.of(
        new BulkDeletion(
            "containerInstances.deleteInactive",
            (stores, count) -> {
              for (int i = 0; i < count; i++) {
                stores
                    .containerInstances()
                    .register(sample(i).withStatus(ContainerInstance.INACTIVE));
              }
            },
            (stores, limit) ->
                stores.containerInstances().deleteInactive(CLUSTER, BulkDeletion.FUTURE, limit)));
  }

  @Override
  public void fill(Stores stores, ClusterArn cluster) {
    stores.containerInstances().register(sample(arn(cluster, NAME)));
    stores
        .containerInstances()
        .register(sample(arn(cluster, "inactive")).withStatus(ContainerInstance.INACTIVE));
  }
}
