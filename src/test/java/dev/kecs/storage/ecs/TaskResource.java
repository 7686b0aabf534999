package dev.kecs.storage.ecs;

import static dev.kecs.storage.ecs.ClusterResource.ELSEWHERE;
import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.NAME;
import static dev.kecs.storage.test.Samples.SCOPE;

import dev.kecs.storage.error.AlreadyExistsException;
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
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the shared checks know of tasks. */
public final class TaskResource extends KeptResource<TaskStore, TaskArn, Task> {
  private static final int BATCH = 50;

  public TaskResource() {
    super(TaskStore.class);
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.of(
            "tasks",
            Table.CLUSTER,
            """
            INSERT INTO tasks (cluster_key, key, arn, task_definition_key, task_definition_arn,
                family, container_instance_key, container_instance_arn, service_key, service_arn,
                "group",
                last_status, desired_status, containers, tags, enable_execute_command, created_at,
                updated_at, version)
            SELECT key, arn_key(task), task, arn_key(definition), definition, 'f' || n %% 10 + 1,
                arn_key(instance), instance, arn_key(service), service, 'service:s' || n %% 10, 'RUNNING',
                'RUNNING', '[]', '{}', false, now(), now(), 1
            FROM clusters,
                generate_series(1, CASE WHEN arn LIKE '%%/main' THEN 20000 ELSE 3 END) n,
                LATERAL (SELECT replace(arn, ':cluster/', ':task/') || '/t' || n AS task,
                    'arn:aws:ecs:%2$s:%1$s:task-definition/f' || n %% 10 + 1 || ':3' AS definition,
                    replace(arn, ':cluster/', ':container-instance/') || '/i' || n %% 10
                        AS instance,
                    replace(arn, ':cluster/', ':service/') || '/s' || n %% 10 AS service) named
            """,
            """
            INSERT INTO tasks (cluster_key, key, arn, task_definition_key, task_definition_arn,
                family, container_instance_key, container_instance_arn, last_status,
                desired_status, stopped_at, containers, tags, enable_execute_command, created_at,
                updated_at, version)
            SELECT arn_key('arn:aws:ecs:%2$s:%1$s:cluster/main'), arn_key(task), task,
                arn_key(definition), definition, 'f300', arn_key(instance), instance, 'STOPPED',
                'STOPPED', now(), '[]', '{}', false, now(), now(), 1
            FROM generate_series(1, 10000) n,
                LATERAL (SELECT 'arn:aws:ecs:%2$s:%1$s:task/main/s' || n AS task,
                    'arn:aws:ecs:%2$s:%1$s:task-definition/f300:3' AS definition,
                    'arn:aws:ecs:%2$s:%1$s:container-instance/main/i7' AS instance) named
            """));
  }

  @Override
  public List<Class<?>> parents() {
    return List.of(ClusterStore.class, TaskDefinitionStore.class);
  }

  @Override
  public TaskArn arn(ClusterArn cluster, String name) {
    return TaskArn.of(cluster, name);
  }

  @Override
  public Task sample(TaskArn arn) {
    return Samples.task(arn, TaskDefinitionArn.of(arn.scope(), NAME, 1));
  }

  @Override
  public Task create(TaskStore tasks, Task task) {
    return tasks.create(task);
  }

  @Override
  public List<Ways<TaskStore, ?, ?>> ways() {
    return List.of(
        waysOfAll("create")
            .limited("startedBy", "podName", "namespace")
            .along("stoppedAt", "lastStatus", Task.STOPPED)
            .anew("createAll", this::createdWithAnother)
            .anew("upsert", (tasks, given) -> tasks.upsert(given).task())
            .over("upsert", (tasks, old, given) -> tasks.upsert(given).task())
            .read("find by id", (tasks, stored) -> tasks.find(CLUSTER, NAME).orElseThrow())
            .read("findByPod", TaskResource::foundByPod)
            .read(
                "list",
                (tasks, stored) ->
                    Ways.only(tasks.list(TaskQuery.of(CLUSTER), PageRequest.first()))));
  }

  private Task createdWithAnother(TaskStore tasks, Task given) {
    Task another = sample(1).withStartedBy("another");
    Task created = tasks.createAll(List.of(another, given)).get(1);
    tasks.delete(another.arn());
    return created;
  }

  private static Task foundByPod(TaskStore tasks, Task stored) {
    return stored.podName() == null
        ? stored
        : tasks.findByPod(CLUSTER, stored.namespace(), stored.podName()).orElseThrow();
  }

  @Override
  public Stream<AnyList> lists() {
    TaskQuery all = TaskQuery.of(CLUSTER);
    ContainerInstanceArn instance = ContainerInstanceArn.of(CLUSTER, "0123456789abcdef");
    UnaryOperator<Task> plain = task -> task;
    UnaryOperator<Task> ofService = task -> task.withGroup("service:web");
    UnaryOperator<Task> onInstance = task -> task.withContainerInstanceArn(instance);
    return Stream.of(
            new Listed("newest first", all, plain),
            new Listed("oldest first", all.withOldestFirst(true), plain),
            new Listed("of a family", all.withFamily(NAME), plain),
            new Listed("of a service", all.withServiceName("web"), ofService),
            new Listed("of an instance", all.withContainerInstanceArn(instance), onInstance),
            new Listed(
                "of an instance, oldest first",
                all.withContainerInstanceArn(instance).withOldestFirst(true),
                onInstance))
        .flatMap(
            listed ->
                Stream.of(
                    listed.through("tasks.list", Listed::tasks),
                    listed.through("tasks.listArns", Listed::arns)));
  }

  /** A query for tasks, and what makes a task one that it holds. */
  private record Listed(String words, TaskQuery query, UnaryOperator<Task> fitting) {
    static AnyList.Lister tasks(TaskQuery query) {
      return (stores, page) -> AnyList.texts(stores.tasks().list(query, page), Task::arn);
    }

    static AnyList.Lister arns(TaskQuery query) {
      return (stores, page) -> AnyList.texts(stores.tasks().listArns(query, page), arn -> arn);
    }

    AnyList through(String method, Function<TaskQuery, AnyList.Lister> lister) {
      return new AnyList(
          method,
          words,
          this::insert,
          (stores, text) -> stores.tasks().delete(TaskArn.parse(text)),
          lister.apply(query),
          AnyList.directed(AnyList.OLDEST_FIRST, !query.oldestFirst()),
          Stream.of(
                  query.withOldestFirst(!query.oldestFirst()),
                  query.withCluster(ClusterResource.spread(1)),
                  query.withFamily("web"),
                  query.withServiceName("app"),
                  query.withContainerInstanceArn(ContainerInstanceArn.of(CLUSTER, "00ff")),
                  query.withStartedBy("web"),
                  query.withGroup("web"),
                  query.withLastStatus(Task.RUNNING),
                  query.withDesiredStatus(Task.RUNNING))
              .map(lister)
              .toList());
    }

    private String insert(Stores stores, int number) {
      TaskDefinitionArn definition = TaskDefinitionResource.LISTED;
      String id = AnyList.ordered(number);
      stores.tasks().create(Samples.task(TaskArn.of(ELSEWHERE, id), definition));
      if (!query.withOldestFirst(false).equals(TaskQuery.of(CLUSTER))) {
        stores.tasks().create(Samples.task(id + "-decoy", TaskDefinitionResource.LISTED_DECOY));
      }
      Task task = fitting.apply(Samples.task(id, definition));
      return stores.tasks().create(task).arn().toString();
    }
  }

  @Override
  public Stream<Plan> plans() {
    TaskQuery all = TaskQuery.of(CLUSTER);
    TaskQuery[] queries = {
      all,
      all.withOldestFirst(true),
      all.withFamily("f7"),
      all.withServiceName("s7"),
      all.withServiceName("s7").withOldestFirst(true),
      all.withServiceArn(ServiceArn.of(CLUSTER, "s7")),
      all.withContainerInstanceArn(ContainerInstanceArn.of(CLUSTER, "i7"))
    };
    return Stream.concat(
        Plan.each("tasks.list", (stores, query, page) -> stores.tasks().list(query, page), queries),
        Plan.each(
            "tasks.listArns",
            (stores, query, page) -> stores.tasks().listArns(query, page),
            queries));
  }

  @Override
  public Calls<TaskStore> calls() {
    PageRequest page = PageRequest.first(3);
    return callsOfAll("create")
        .writes(
            "update the pod",
            1,
            (stores, i) -> stores.tasks().get(arn(i)),
            (tasks, task) -> tasks.update(task.withPodName(task.arn().id())))
        .reads("find by id", 1, (tasks, i) -> tasks.find(CLUSTER, arn(i).id()))
        .reads("findByPod", 1, (tasks, i) -> tasks.findByPod(CLUSTER, null, arn(i).id()))
        .reads("list", 1, (tasks, i) -> tasks.list(TaskQuery.of(CLUSTER), page))
        .reads(
            "listArns",
            1,
            (tasks, i) -> tasks.listArns(TaskQuery.of(CLUSTER).withFamily(NAME), page))
        .reads("countByStatus", 1, (tasks, i) -> tasks.countByStatus(CLUSTER))
        .writes("delete", 1, (tasks, i) -> tasks.delete(arn(i)))
        .writes("createAll of a batch", 1, (tasks, i) -> tasks.createAll(batch(i).toList()))
        // The batch and what is in its way, however many tasks there are.
        .writes("createAll of a batch that is there", 2, this::refusedBatch)
        .writes(
            "updateStatuses of a batch",
            1,
            (tasks, i) -> tasks.updateStatuses(batch(i).map(TaskResource::pending).toList()))
        .reads("getAll of a batch", 1, (tasks, i) -> tasks.getAll(batch(i).map(Task::arn).toList()))
        .writes("stopAll", 1, (tasks, i) -> tasks.stopAll(CLUSTER, "scaled in"))
        .writes(
            "deleteStopped of none",
            1,
            (tasks, i) -> tasks.deleteStopped(AllClusters.of(SCOPE), Instant.EPOCH, 10))
        .writes(
            "deleteStopped of a batch",
            1,
            (tasks, i) -> tasks.deleteStopped(CLUSTER, BulkDeletion.FUTURE, BATCH))
        .writes("upsert of a new task", 2, (tasks, i) -> tasks.upsert(sample(i)))
        .writes(
            "upsert of one that is there",
            1,
            (tasks, i) -> tasks.upsert(sample(i).withLastStatus(Task.STOPPED)))
        .writes("upsert of one that it leaves alone", 3, (tasks, i) -> tasks.upsert(sample(i)));
  }

  private void refusedBatch(TaskStore tasks, int number) {
    try {
      tasks.createAll(batch(number).toList());
      throw new AssertionError("the batch was created twice");
    } catch (AlreadyExistsException e) {
      // As it should.
    }
  }

  private Stream<Task> batch(int number) {
    return IntStream.range(0, BATCH)
        .mapToObj(i -> sample(TaskArn.of(CLUSTER, "batch-" + number + "-" + i)));
  }

  private static TaskStatusChange pending(Task task) {
    return TaskStatusChangeBuilder.builder().arn(task.arn()).lastStatus(Task.PENDING).build();
  }

  @Override
  public List<BulkDeletion> bulkDeletions() {
    return List.of(
        new BulkDeletion(
            "tasks.deleteStopped",
            (stores, count) -> {
              stores.tasks().createAll(IntStream.range(0, count).mapToObj(this::sample).toList());
              stores.tasks().stopAll(CLUSTER, "test");
            },
            (stores, limit) -> stores.tasks().deleteStopped(CLUSTER, BulkDeletion.FUTURE, limit)));
  }

  @Override
  public void fill(Stores stores, ClusterArn cluster) {
    stores
        .tasks()
        .createAll(
            List.of(
                sample(arn(cluster, NAME))
                    .withServiceArn(ServiceArn.of(cluster, NAME))
                    .withContainerInstanceArn(ContainerInstanceArn.of(cluster, NAME))
                    .withPodName(NAME)
                    .withNamespace(NAME),
                sample(arn(cluster, "stopped")).withLastStatus(Task.STOPPED)));
  }

  @Override
  public Map<Class<?>, List<?>> askedWith() {
    return Map.of(
        TaskStatusChange.class,
        List.of(TaskStatusChangeBuilder.builder().arn(arn(0)).lastStatus("SEEN").build()));
  }
}
