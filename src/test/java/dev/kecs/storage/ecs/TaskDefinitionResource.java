package dev.kecs.storage.ecs;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.NAME;
import static dev.kecs.storage.test.Samples.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.ecs.TaskDefinitionFamilyQuery.Status;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.resource.AnyList;
import dev.kecs.storage.test.resource.AnyList.Item;
import dev.kecs.storage.test.resource.ArnResource;
import dev.kecs.storage.test.resource.BulkDeletion;
import dev.kecs.storage.test.resource.Calls;
import dev.kecs.storage.test.resource.Plan;
import dev.kecs.storage.test.resource.Table;
import dev.kecs.storage.test.resource.Ways;
import dev.kecs.storage.transaction.Stores;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the shared checks know of task definitions. */
public final class TaskDefinitionResource
    extends ArnResource<TaskDefinitionStore, TaskDefinitionArn, TaskDefinition> {
  /** What the items of lists refer to. */
  static final TaskDefinitionArn LISTED = TaskDefinitionArn.of(SCOPE, NAME, 1);

  /** What items that lists do not hold refer to. */
  static final TaskDefinitionArn LISTED_DECOY = TaskDefinitionArn.of(SCOPE, NAME + "-2", 1);

  /** Where task definitions are listed, apart from those that the other lists' items have. */
  private static final Scope LISTED_SCOPE = new Scope(SCOPE.account(), "us-east-2");

  public TaskDefinitionResource() {
    super(TaskDefinitionStore.class);
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.of(
            "task_definition_families",
            Table.SCOPE,
            """
            INSERT INTO task_definition_families (account_id, region, family, last_revision)
            SELECT '%1$s', '%2$s', 'f' || n, 3 FROM generate_series(1, 2000) n
            """),
        Table.of(
            "task_definitions",
            Table.SCOPE,
            """
            INSERT INTO task_definitions (account_id, region, family, revision, key, arn,
                container_definitions, requires_compatibilities, tags, status, created_at,
                updated_at, version)
            SELECT account_id, region, family, revision, arn_key(arn), arn, '[]', '{}',
                '{}', CASE revision WHEN 3 THEN 'ACTIVE' ELSE 'INACTIVE' END, now(), now(), 1
            FROM task_definition_families, generate_series(1, 3) revision,
                LATERAL (SELECT 'arn:aws:ecs:%2$s:%1$s:task-definition/' || family || ':'
                    || revision AS arn) named
            """));
  }

  @Override
  public TaskDefinitionArn arn(ClusterArn cluster, String name) {
    return TaskDefinitionArn.of(cluster.scope(), name, 1);
  }

  /** A reference is to one that exists. */
  @Override
  public List<TaskDefinitionArn> references() {
    return List.of(arn(0), arn(1));
  }

  @Override
  public void store(Stores stores, int number) {
    registered(stores, arn(number).family());
  }

  private static TaskDefinitionArn registered(Stores stores, String family) {
    return registered(stores, SCOPE, family);
  }

  private static TaskDefinitionArn registered(Stores stores, Scope scope, String family) {
    return stores.taskDefinitions().register(scope, family, Samples.content()).arn();
  }

  @Override
  public List<Ways<TaskDefinitionStore, ?, ?>> ways() {
    return List.of(
        Ways.<TaskDefinitionStore, TaskDefinitionContent, TaskDefinition>of(
                Samples.content(), TaskDefinition.class)
            .anew("register", (definitions, given) -> definitions.register(SCOPE, NAME, given))
            .read("get", (definitions, stored) -> definitions.get(stored.arn()))
            .read("find", (definitions, stored) -> definitions.find(stored.arn()).orElseThrow())
            .read(
                "find by revision",
                (definitions, stored) ->
                    definitions.find(SCOPE, NAME, stored.arn().revision()).orElseThrow())
            .read(
                "findLatest",
                (definitions, stored) -> definitions.findLatest(SCOPE, NAME).orElseThrow())
            .read(
                "resolve", (definitions, stored) -> definitions.resolve(SCOPE, NAME).orElseThrow())
            .read(
                "getAll",
                (definitions, stored) ->
                    definitions.getAll(List.of(stored.arn())).get(stored.arn()))
            .read(
                "list",
                (definitions, stored) ->
                    Ways.only(definitions.list(TaskDefinitionQuery.of(SCOPE), PageRequest.first())))
            .delete(
                (definitions, stored) -> {
                  definitions.deregister(stored.arn());
                  definitions.delete(stored.arn());
                }));
  }

  @Override
  public List<Class<? extends Record>> derived() {
    return List.of(TaskDefinitionFamily.class);
  }

  @Override
  public void prepareLists(Stores stores) {
    registered(stores, LISTED.family());
    registered(stores, LISTED_DECOY.family());
  }

  @Override
  public Stream<AnyList> lists() {
    TaskDefinitionQuery all = TaskDefinitionQuery.of(LISTED_SCOPE);
    TaskDefinitionFamilyQuery families = TaskDefinitionFamilyQuery.of(LISTED_SCOPE);
    return Stream.of(
        listed("ascending", all),
        listed("descending", all.withDescending(true)),
        listed("of a family, ascending", all.withFamily("app")),
        listed("of a family, descending", all.withFamily("app").withDescending(true)),
        listed("of a status", all.withStatus(TaskDefinition.ACTIVE)),
        listedFamilies("all", families),
        listedFamilies("of a prefix", families.withPrefix("n_")),
        listedFamilies("active", families.withStatus(Status.ACTIVE)),
        listedFamilies("inactive", families.withStatus(Status.INACTIVE)));
  }

  private static AnyList listed(String words, TaskDefinitionQuery query) {
    Comparator<Item> ascending =
        Comparator.<Item, String>comparing(item -> TaskDefinitionArn.parse(item.text()).family())
            .thenComparing(item -> TaskDefinitionArn.parse(item.text()).revision());
    return new AnyList(
        "taskDefinitions.list",
        words,
        (stores, number) -> {
          if (query.family() != null) {
            registered(stores, LISTED_SCOPE, query.family() + "-2");
          }
          if (query.status() != null) {
            stores.taskDefinitions().deregister(registered(stores, LISTED_SCOPE, "old"));
          }
          String family = query.family() == null ? "app-" + number % 3 : query.family();
          return registered(stores, LISTED_SCOPE, family).toString();
        },
        (stores, text) -> {
          TaskDefinitionArn arn = TaskDefinitionArn.parse(text);
          stores.taskDefinitions().deregister(arn);
          stores.taskDefinitions().delete(arn);
        },
        lister(query),
        AnyList.directed(ascending, query.descending()),
        List.of(
            lister(query.withDescending(!query.descending())),
            lister(query.withScope(SCOPE)),
            lister(query.withFamily("ACTIVE")),
            lister(query.withStatus(TaskDefinition.INACTIVE))));
  }

  private static AnyList.Lister lister(TaskDefinitionQuery query) {
    return (stores, page) ->
        AnyList.texts(stores.taskDefinitions().list(query, page), TaskDefinition::arn);
  }

  private static AnyList listedFamilies(String words, TaskDefinitionFamilyQuery query) {
    boolean inactive = query.status() == Status.INACTIVE;
    String prefix = query.prefix() == null ? "" : query.prefix();
    return new AnyList(
        "taskDefinitions.listFamilies",
        words,
        (stores, number) -> {
          if (query.prefix() != null) {
            registered(stores, LISTED_SCOPE, "n-" + AnyList.scattered(number));
          }
          TaskDefinitionArn first =
              registered(stores, LISTED_SCOPE, prefix + AnyList.scattered(number));
          if (inactive) {
            stores.taskDefinitions().deregister(first);
          }
          return first.family();
        },
        // A family stays for ever; what may change is whether it is active.
        (stores, family) -> {
          if (inactive) {
            registered(stores, LISTED_SCOPE, family);
          } else {
            stores.taskDefinitions().deregister(TaskDefinitionArn.of(LISTED_SCOPE, family, 1));
          }
        },
        lister(query),
        AnyList.BY_TEXT,
        List.of(
            lister(query.withScope(SCOPE)),
            lister(query.withPrefix("n")),
            lister(query.withStatus(inactive ? Status.ACTIVE : Status.INACTIVE))));
  }

  private static AnyList.Lister lister(TaskDefinitionFamilyQuery query) {
    return (stores, page) ->
        AnyList.shown(
            stores.taskDefinitions().listFamilies(query, page), TaskDefinitionFamily::family);
  }

  @Override
  public Stream<Plan> plans() {
    TaskDefinitionQuery all = TaskDefinitionQuery.of(SCOPE);
    TaskDefinitionFamilyQuery families = TaskDefinitionFamilyQuery.of(SCOPE);
    return Stream.concat(
        Plan.each(
            "taskDefinitions.list",
            (stores, query, page) -> stores.taskDefinitions().list(query, page),
            all,
            all.withDescending(true),
            all.withFamily("f7"),
            all.withStatus(TaskDefinition.ACTIVE)),
        Plan.each(
            "taskDefinitions.listFamilies",
            (stores, query, page) -> stores.taskDefinitions().listFamilies(query, page),
            families,
            families.withPrefix("f1"),
            families.withCounted(true),
            families.withStatus(Status.ACTIVE)));
  }

  @Override
  public Calls<TaskDefinitionStore> calls() {
    PageRequest page = PageRequest.first(3);
    return new Calls<TaskDefinitionStore>()
        .writes(
            "register", 1, (definitions, i) -> definitions.register(SCOPE, NAME, Samples.content()))
        .reads("get", 1, (definitions, i) -> definitions.get(LISTED))
        .reads("find", 1, (definitions, i) -> definitions.find(LISTED))
        .reads("find by revision", 1, (definitions, i) -> definitions.find(SCOPE, NAME, 1))
        .reads("findLatest", 1, (definitions, i) -> definitions.findLatest(SCOPE, NAME))
        .reads("resolve a family", 1, (definitions, i) -> definitions.resolve(SCOPE, NAME))
        .reads("resolve a revision", 1, (definitions, i) -> definitions.resolve(SCOPE, NAME + ":1"))
        .reads(
            "getAll",
            1,
            (definitions, i) ->
                definitions.getAll(
                    IntStream.rangeClosed(1, Calls.OFTEN)
                        .mapToObj(TaskDefinitionResource::revision)
                        .toList()))
        .reads("list", 1, (definitions, i) -> definitions.list(TaskDefinitionQuery.of(SCOPE), page))
        .reads(
            "listFamilies",
            1,
            (definitions, i) -> definitions.listFamilies(TaskDefinitionFamilyQuery.of(SCOPE), page))
        .writes("finishDeletions", 1, (definitions, i) -> definitions.finishDeletions(SCOPE, 10))
        .writes("deregister", 1, (definitions, i) -> definitions.deregister(revision(i + 1)))
        // Where it is already, it is read.
        .writes("deregister again", 2, (definitions, i) -> definitions.deregister(revision(i + 1)))
        // The look with the begin, the lock, the definition, the commit.
        .writes("delete", 4, (definitions, i) -> definitions.delete(revision(i + 1)));
  }

  private static TaskDefinitionArn revision(int number) {
    return TaskDefinitionArn.of(SCOPE, NAME, number);
  }

  @Override
  public List<BulkDeletion> bulkDeletions() {
    return List.of(
        new BulkDeletion(
            "taskDefinitions.finishDeletions",
            (stores, count) -> {
              stores.clusters().create(Samples.cluster(CLUSTER));
              for (int i = 0; i < count; i++) {
                deletionBegun(stores, CLUSTER);
              }
            },
            (stores, limit) -> stores.taskDefinitions().finishDeletions(SCOPE, limit)));
  }

  /** Leaves one to finish the deletion of: nothing refers to it any more. */
  private static void deletionBegun(Stores stores, ClusterArn cluster) {
    TaskDefinitionArn gone = registered(stores, cluster.scope(), "gone");
    Task last = stores.tasks().create(Samples.task(TaskArn.of(cluster, "last"), gone));
    stores.taskDefinitions().deregister(gone);
    assertThat(stores.taskDefinitions().delete(gone))
        .map(TaskDefinition::status)
        .contains(TaskDefinition.DELETE_IN_PROGRESS);
    stores.tasks().delete(last.arn());
  }

  @Override
  public void fill(Stores stores, Scope scope) {
    registered(stores, scope, NAME);
    registered(stores, scope, NAME);
    stores.taskDefinitions().deregister(registered(stores, scope, "inactive"));
  }

  @Override
  public void fill(Stores stores, ClusterArn cluster) {
    deletionBegun(stores, cluster);
  }

  @Override
  public Map<Class<?>, List<?>> askedWith() {
    return Map.of(
        TaskDefinitionArn.class, List.of(TaskDefinitionArn.of(SCOPE, "inactive", 1)),
        TaskDefinitionContent.class, List.of(Samples.content()));
  }
}
