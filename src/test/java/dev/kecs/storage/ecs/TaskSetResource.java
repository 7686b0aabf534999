package dev.kecs.storage.ecs;

import static dev.kecs.storage.ecs.ClusterResource.ELSEWHERE;
import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.NAME;
import static dev.kecs.storage.test.Samples.SCOPE;

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
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the shared checks know of task sets. */
public final class TaskSetResource extends KeptResource<TaskSetStore, TaskSetArn, TaskSet> {
  /** The service of the samples. */
  private static final ServiceArn SERVICE = ServiceArn.of(CLUSTER, NAME);

  /** Services whose task sets are listed: INACTIVE, so that they are in no list of services. */
  private static final ServiceArn LISTED = ServiceArn.of(CLUSTER, "blue");

  private static final ServiceArn LISTED_DECOY = ServiceArn.of(CLUSTER, "blue-2");
  private static final ServiceArn LISTED_ELSEWHERE = ServiceArn.of(ELSEWHERE, "blue");

  public TaskSetResource() {
    super(TaskSetStore.class);
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.of(
            "task_sets",
            Table.CLUSTER,
            """
            INSERT INTO task_sets (cluster_key, service_key, key, arn, task_definition_key,
                task_definition_arn,
                computed_desired_count, pending_count, running_count, status, stability_status,
                tags, created_at, updated_at, version)
            SELECT cluster_key, services.key, arn_key(named.arn), named.arn,
                arn_key('arn:aws:ecs:%2$s:%1$s:task-definition/f1:3'),
                'arn:aws:ecs:%2$s:%1$s:task-definition/f1:3', 1, 1, 0, 'ACTIVE', 'STEADY_STATE',
                '{}', now(), now(), 1
            FROM services,
                generate_series(1, CASE split_part(arn, '/', 3) WHEN 's7' THEN 5000 ELSE 2 END) n,
                LATERAL (SELECT replace(services.arn, ':service/', ':task-set/') || '/set' || n
                    AS arn) named
            """));
  }

  @Override
  public List<Class<?>> parents() {
    return List.of(ServiceStore.class, TaskDefinitionStore.class);
  }

  @Override
  public TaskSetArn arn(ClusterArn cluster, String name) {
    return TaskSetArn.of(ServiceArn.of(cluster, NAME), name);
  }

  @Override
  public TaskSet sample(TaskSetArn arn) {
    return Samples.taskSet(arn, TaskDefinitionArn.of(arn.scope(), NAME, 1));
  }

  @Override
  public TaskSet create(TaskSetStore taskSets, TaskSet taskSet) {
    return taskSets.create(taskSet);
  }

  @Override
  public List<Ways<TaskSetStore, ?, ?>> ways() {
    return List.of(
        waysOfAll("create")
            .read(
                "list",
                (taskSets, stored) ->
                    Ways.only(taskSets.list(TaskSetQuery.of(SERVICE), PageRequest.first()))));
  }

  @Override
  public void prepareLists(Stores stores) {
    for (ServiceArn service : List.of(LISTED, LISTED_DECOY, LISTED_ELSEWHERE)) {
      stores.services().create(Samples.service(service).withStatus(Service.INACTIVE));
    }
  }

  @Override
  public Stream<AnyList> lists() {
    TaskSetQuery all = TaskSetQuery.of(LISTED);
    return Stream.of(
        listed("of a service, newest first", all),
        listed("of a service, oldest first", all.withOldestFirst(true)));
  }

  private static AnyList listed(String words, TaskSetQuery query) {
    return new AnyList(
        "taskSets.list",
        words,
        (stores, number) -> {
          String id = AnyList.ordered(number);
          for (ServiceArn other : List.of(LISTED_DECOY, LISTED_ELSEWHERE)) {
            created(stores, TaskSetArn.of(other, id));
          }
          return created(stores, TaskSetArn.of(LISTED, id)).toString();
        },
        (stores, text) -> stores.taskSets().delete(TaskSetArn.parse(text)),
        lister(query),
        AnyList.directed(AnyList.OLDEST_FIRST, !query.oldestFirst()),
        List.of(
            lister(query.withOldestFirst(!query.oldestFirst())),
            lister(query.withService(LISTED_DECOY)),
            lister(query.withIds(Set.of())),
            lister(query.withIds(Set.of(AnyList.ordered(1))))));
  }

  private static TaskSetArn created(Stores stores, TaskSetArn arn) {
    return stores.taskSets().create(Samples.taskSet(arn, TaskDefinitionResource.LISTED)).arn();
  }

  private static AnyList.Lister lister(TaskSetQuery query) {
    return (stores, page) -> AnyList.texts(stores.taskSets().list(query, page), TaskSet::arn);
  }

  @Override
  public Stream<Plan> plans() {
    TaskSetQuery all = TaskSetQuery.of(ServiceArn.of(CLUSTER, "s7"));
    return Plan.each(
        "taskSets.list",
        (stores, query, page) -> stores.taskSets().list(query, page),
        all,
        all.withOldestFirst(true));
  }

  @Override
  public Calls<TaskSetStore> calls() {
    PageRequest page = PageRequest.first(3);
    return callsOfAll("create")
        .reads("list", 1, (taskSets, i) -> taskSets.list(TaskSetQuery.of(SERVICE), page))
        // The lock of the service with the begin, that of the set, the former one, it, the commit.
        .writes("setPrimary", 5, (taskSets, i) -> taskSets.setPrimary(arn(i)))
        .writes(
            "deleteOrphaned",
            1,
            (taskSets, i) -> taskSets.deleteOrphaned(AllClusters.of(SCOPE), 10))
        .writes("delete", 1, (taskSets, i) -> taskSets.delete(arn(i)));
  }

  @Override
  public List<BulkDeletion> bulkDeletions() {
    return List.of(
        new BulkDeletion(
            "taskSets.deleteOrphaned",
            (stores, count) -> {
              for (int i = 0; i < count; i++) {
                store(stores, i);
              }
              stores.services().modify(SERVICE, service -> service.withStatus(Service.INACTIVE));
            },
            (stores, limit) -> stores.taskSets().deleteOrphaned(CLUSTER, limit)));
  }

  @Override
  public void fill(Stores stores, ClusterArn cluster) {
    TaskSetStore taskSets = stores.taskSets();
    taskSets.create(sample(arn(cluster, NAME)));
    taskSets.create(sample(arn(cluster, "primary")).withStatus(TaskSet.PRIMARY));
    taskSets.create(sample(TaskSetArn.of(ServiceArn.of(cluster, "inactive"), "orphan")));
  }
}
