package dev.kecs.storage;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;

import dev.kecs.storage.ecs.AccountSetting;
import dev.kecs.storage.ecs.AccountSettingQuery;
import dev.kecs.storage.ecs.AllClusters;
import dev.kecs.storage.ecs.Attribute;
import dev.kecs.storage.ecs.AttributeKey;
import dev.kecs.storage.ecs.AttributeQuery;
import dev.kecs.storage.ecs.Cluster;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ClusterQuery;
import dev.kecs.storage.ecs.ContainerInstance;
import dev.kecs.storage.ecs.ContainerInstanceArn;
import dev.kecs.storage.ecs.ContainerInstanceQuery;
import dev.kecs.storage.ecs.Service;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.ServiceQuery;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskDefinition;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskDefinitionFamily;
import dev.kecs.storage.ecs.TaskDefinitionFamilyQuery;
import dev.kecs.storage.ecs.TaskDefinitionQuery;
import dev.kecs.storage.ecs.TaskQuery;
import dev.kecs.storage.ecs.TaskSet;
import dev.kecs.storage.ecs.TaskSetArn;
import dev.kecs.storage.ecs.TaskSetQuery;
import dev.kecs.storage.ecs.Within;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.test.Samples;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A list with one query, as the checks of paging see it: its items are told by a text.
 *
 * @param method the store and its method, such as {@code tasks.list}
 * @param query what is asked for, in words
 * @param insert makes an item that the list holds, and, where the query filters, one that it does
 *     not; returns the former's text
 * @param delete makes the item leave the list, where that is possible
 * @param order of the items
 * @param others the same method with other queries, which the list's tokens are not for
 */
record AnyList(
    String method,
    String query,
    Insert insert,
    Delete delete,
    Lister list,
    Comparator<Item> order,
    List<Lister> others) {

  /** An item, and its number in the order of creation. */
  record Item(int number, String text) {}

  /** Makes an item of a number that none had before. */
  @FunctionalInterface
  interface Insert {
    String insert(Storage storage, int number);
  }

  /** Makes an item leave the list. */
  @FunctionalInterface
  interface Delete {
    void delete(Storage storage, String text);
  }

  /** Reads a page. */
  @FunctionalInterface
  interface Lister {
    Page<String> page(Storage storage, PageRequest request);
  }

  /** Where clusters are listed, apart from those that the other lists' items lie in. */
  private static final Scope OF_CLUSTERS = new Scope(SCOPE.account(), "us-east-1");

  /** Where task definitions are listed, apart from the one that the tasks have. */
  private static final Scope OF_DEFINITIONS = new Scope(SCOPE.account(), "us-east-2");

  /** The same account and name as {@link Samples#CLUSTER}: what lies in it is in no list. */
  private static final ClusterArn ELSEWHERE =
      ClusterArn.of(new Scope(SCOPE.account(), "eu-west-2"), CLUSTER.name());

  private static final int CLUSTERS = 3;

  private static final TaskDefinitionArn DEFINITION = TaskDefinitionArn.of(SCOPE, "app", 1);
  private static final TaskDefinitionArn OTHER_DEFINITION = TaskDefinitionArn.of(SCOPE, "app-2", 1);

  /** Services for task sets: INACTIVE, so that they are in no list of services. */
  private static final ServiceArn OF_SETS = ServiceArn.of(CLUSTER, "blue");

  private static final ServiceArn OTHER_OF_SETS = ServiceArn.of(CLUSTER, "blue-2");

  private static final String PRINCIPAL = "arn:aws:iam::123456789012:user/me";

  private static final Comparator<Item> OLDEST_FIRST = Comparator.comparing(Item::number);
  private static final Comparator<Item> BY_TEXT = Comparator.comparing(Item::text);

  @Override
  public String toString() {
    return method + " " + query;
  }

  /** Every list that there is, with the queries that run differently. */
  static Stream<AnyList> all() {
    return Stream.of(
            clusters(),
            services(),
            tasks(),
            definitions(),
            families(),
            taskSets(),
            instances(),
            attributes(),
            settings())
        .flatMap(Function.identity());
  }

  /** Stores what the items refer to. */
  static void prepare(Storage storage) {
    for (int i = 0; i < CLUSTERS; i++) {
      storage.clusters().create(Samples.cluster(cluster(i)));
    }
    storage.clusters().create(Samples.cluster(ELSEWHERE));
    Samples.registered(storage, DEFINITION.family());
    Samples.registered(storage, OTHER_DEFINITION.family());
    for (ServiceArn service : List.of(OF_SETS, OTHER_OF_SETS, ServiceArn.of(ELSEWHERE, "blue"))) {
      storage.services().create(Samples.service(service).withStatus(Service.INACTIVE));
    }
  }

  private static ClusterArn cluster(int number) {
    return number % CLUSTERS == 0
        ? CLUSTER
        : ClusterArn.of(SCOPE, CLUSTER.name() + "-" + number % CLUSTERS);
  }

  private static String named(int number) {
    return String.format(Locale.ROOT, "n%06d", number);
  }

  /** A name whose place in the order of names says nothing about when it was made. */
  private static String scattered(int number) {
    return new StringBuilder(named(number)).append('n').reverse().toString();
  }

  private static Comparator<Item> directed(Comparator<Item> ascending, boolean descending) {
    return descending ? ascending.reversed() : ascending;
  }

  private static Stream<AnyList> clusters() {
    return Stream.of(
        clusters(ClusterQuery.of(OF_CLUSTERS), "newest first"),
        clusters(ClusterQuery.of(OF_CLUSTERS).withOldestFirst(true), "oldest first"),
        clusters(ClusterQuery.of(OF_CLUSTERS).withStatuses(Set.of("ACTIVE", "FAILED")), "status"));
  }

  private static AnyList clusters(ClusterQuery query, String words) {
    return new AnyList(
        "clusters.list",
        words,
        (storage, number) -> {
          Cluster cluster = Samples.cluster(ClusterArn.of(OF_CLUSTERS, named(number)));
          if (query.statuses() != null) {
            ClusterArn decoy = ClusterArn.of(OF_CLUSTERS, named(number) + "-gone");
            storage.clusters().create(Samples.cluster(decoy).withStatus("INACTIVE"));
          }
          return storage.clusters().create(cluster).arn().toString();
        },
        (storage, text) -> storage.clusters().delete(ClusterArn.parse(text)),
        clusterLister(query),
        directed(OLDEST_FIRST, !query.oldestFirst()),
        List.of(
            clusterLister(query.withOldestFirst(!query.oldestFirst())),
            clusterLister(query.withScope(SCOPE)),
            clusterLister(query.withStatuses(Set.of())),
            clusterLister(query.withStatuses(Set.of("ACTIVE"))),
            clusterLister(query.withStatuses(Set.of("ACTIVE, FAILED")))));
  }

  private static Lister clusterLister(ClusterQuery query) {
    return (storage, page) -> texts(storage.clusters().list(query, page), Cluster::arn);
  }

  private static Stream<AnyList> services() {
    return Stream.of(
        services(ServiceQuery.of(CLUSTER), "of a cluster, newest first"),
        services(ServiceQuery.of(CLUSTER).withOldestFirst(true), "of a cluster, oldest first"),
        services(ServiceQuery.of(AllClusters.of(SCOPE)), "of a scope, newest first"),
        services(
            ServiceQuery.of(AllClusters.of(SCOPE)).withOldestFirst(true),
            "of a scope, oldest first"),
        services(
            ServiceQuery.of(AllClusters.of(SCOPE)).withLaunchType("FARGATE"),
            "of a scope, launch type"));
  }

  private static AnyList services(ServiceQuery query, String words) {
    boolean ofCluster = query.within() instanceof ClusterArn;
    Within otherWithin = ofCluster ? cluster(1) : AllClusters.of(ELSEWHERE.scope());
    return new AnyList(
        "services.list",
        words,
        (storage, number) -> {
          ClusterArn cluster = ofCluster ? CLUSTER : cluster(number);
          storage
              .services()
              .create(
                  Samples.service(ServiceArn.of(cluster, named(number) + "-inactive"))
                      .withStatus(Service.INACTIVE));
          storage.services().create(Samples.service(ServiceArn.of(ELSEWHERE, named(number))));
          Service service =
              Samples.service(ServiceArn.of(cluster, named(number)))
                  .withLaunchType(query.launchType());
          return storage.services().create(service).arn().toString();
        },
        (storage, text) -> storage.services().delete(ServiceArn.parse(text)),
        serviceLister(query),
        directed(
            Comparator.<Item, String>comparing(
                    item -> ServiceArn.parse(item.text()).cluster().toString())
                .thenComparing(OLDEST_FIRST),
            !query.oldestFirst()),
        List.of(
            serviceLister(query.withOldestFirst(!query.oldestFirst())),
            serviceLister(query.withWithin(otherWithin)),
            serviceLister(query.withName("FARGATE")),
            serviceLister(query.withLaunchType("EC2")),
            serviceLister(query.withStatuses(Set.of(Service.ACTIVE)))));
  }

  private static Lister serviceLister(ServiceQuery query) {
    return (storage, page) -> texts(storage.services().list(query, page), Service::arn);
  }

  private static Stream<AnyList> tasks() {
    TaskQuery all = TaskQuery.of(CLUSTER);
    ContainerInstanceArn instance = ContainerInstanceArn.of(CLUSTER, "0123456789abcdef");
    UnaryOperator<Task> plain = task -> task;
    UnaryOperator<Task> ofService = task -> task.withGroup("service:web");
    UnaryOperator<Task> onInstance = task -> task.withContainerInstanceArn(instance);
    return Stream.of(
            new TaskList("newest first", all, plain),
            new TaskList("oldest first", all.withOldestFirst(true), plain),
            new TaskList("of a family", all.withFamily(DEFINITION.family()), plain),
            new TaskList("of a service", all.withServiceName("web"), ofService),
            new TaskList("of an instance", all.withContainerInstanceArn(instance), onInstance),
            new TaskList(
                "of an instance, oldest first",
                all.withContainerInstanceArn(instance).withOldestFirst(true),
                onInstance))
        .flatMap(
            tasks ->
                Stream.of(
                    tasks.through("tasks.list", TaskList::tasks),
                    tasks.through("tasks.listArns", TaskList::arns)));
  }

  /** A query for tasks, and what makes a task one that it holds. */
  private record TaskList(String words, TaskQuery query, UnaryOperator<Task> fitting) {
    static Lister tasks(TaskQuery query) {
      return (storage, page) -> texts(storage.tasks().list(query, page), Task::arn);
    }

    static Lister arns(TaskQuery query) {
      return (storage, page) -> texts(storage.tasks().listArns(query, page), arn -> arn);
    }

    AnyList through(String method, Function<TaskQuery, Lister> lister) {
      return new AnyList(
          method,
          words,
          this::insert,
          (storage, text) -> storage.tasks().delete(TaskArn.parse(text)),
          lister.apply(query),
          directed(OLDEST_FIRST, !query.oldestFirst()),
          Stream.of(
                  query.withOldestFirst(!query.oldestFirst()),
                  query.withCluster(cluster(1)),
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

    private String insert(Storage storage, int number) {
      storage.tasks().create(Samples.task(TaskArn.of(ELSEWHERE, named(number)), DEFINITION));
      if (!query.withOldestFirst(false).equals(TaskQuery.of(CLUSTER))) {
        storage.tasks().create(Samples.task(named(number) + "-decoy", OTHER_DEFINITION));
      }
      Task task = fitting.apply(Samples.task(named(number), DEFINITION));
      return storage.tasks().create(task).arn().toString();
    }
  }

  private static Stream<AnyList> definitions() {
    TaskDefinitionQuery all = TaskDefinitionQuery.of(OF_DEFINITIONS);
    return Stream.of(
        definitions(all, "ascending"),
        definitions(all.withDescending(true), "descending"),
        definitions(all.withFamily("app"), "of a family, ascending"),
        definitions(all.withFamily("app").withDescending(true), "of a family, descending"),
        definitions(all.withStatus(TaskDefinition.ACTIVE), "of a status"));
  }

  private static AnyList definitions(TaskDefinitionQuery query, String words) {
    Comparator<Item> ascending =
        Comparator.<Item, String>comparing(item -> TaskDefinitionArn.parse(item.text()).family())
            .thenComparing(item -> TaskDefinitionArn.parse(item.text()).revision());
    return new AnyList(
        "taskDefinitions.list",
        words,
        (storage, number) -> {
          var definitions = storage.taskDefinitions();
          if (query.family() != null) {
            definitions.register(OF_DEFINITIONS, query.family() + "-2", Samples.content());
          }
          if (query.status() != null) {
            definitions.deregister(
                definitions.register(OF_DEFINITIONS, "old", Samples.content()).arn());
          }
          String family = query.family() == null ? "app-" + number % 3 : query.family();
          return definitions.register(OF_DEFINITIONS, family, Samples.content()).arn().toString();
        },
        (storage, text) -> {
          TaskDefinitionArn arn = TaskDefinitionArn.parse(text);
          storage.taskDefinitions().deregister(arn);
          storage.taskDefinitions().delete(arn);
        },
        definitionLister(query),
        directed(ascending, query.descending()),
        List.of(
            definitionLister(query.withDescending(!query.descending())),
            definitionLister(query.withScope(SCOPE)),
            definitionLister(query.withFamily("ACTIVE")),
            definitionLister(query.withStatus(TaskDefinition.INACTIVE))));
  }

  private static Lister definitionLister(TaskDefinitionQuery query) {
    return (storage, page) ->
        texts(storage.taskDefinitions().list(query, page), TaskDefinition::arn);
  }

  private static Stream<AnyList> families() {
    TaskDefinitionFamilyQuery all = TaskDefinitionFamilyQuery.of(OF_DEFINITIONS);
    return Stream.of(
        families(all, "all"),
        families(all.withPrefix("n_"), "of a prefix"),
        families(all.withStatus(TaskDefinitionFamilyQuery.Status.ACTIVE), "active"),
        families(all.withStatus(TaskDefinitionFamilyQuery.Status.INACTIVE), "inactive"));
  }

  private static AnyList families(TaskDefinitionFamilyQuery query, String words) {
    boolean inactive = query.status() == TaskDefinitionFamilyQuery.Status.INACTIVE;
    String prefix = query.prefix() == null ? "" : query.prefix();
    return new AnyList(
        "taskDefinitions.listFamilies",
        words,
        (storage, number) -> {
          var definitions = storage.taskDefinitions();
          if (query.prefix() != null) {
            definitions.register(OF_DEFINITIONS, "n-" + scattered(number), Samples.content());
          }
          String family = prefix + scattered(number);
          TaskDefinition first = definitions.register(OF_DEFINITIONS, family, Samples.content());
          if (inactive) {
            definitions.deregister(first.arn());
          }
          return family;
        },
        // A family stays for ever; what may change is whether it is active.
        (storage, family) -> {
          if (inactive) {
            storage.taskDefinitions().register(OF_DEFINITIONS, family, Samples.content());
          } else {
            storage.taskDefinitions().deregister(TaskDefinitionArn.of(OF_DEFINITIONS, family, 1));
          }
        },
        familyLister(query),
        BY_TEXT,
        List.of(
            familyLister(query.withScope(SCOPE)),
            familyLister(query.withPrefix("n")),
            familyLister(
                query.withStatus(
                    inactive
                        ? TaskDefinitionFamilyQuery.Status.ACTIVE
                        : TaskDefinitionFamilyQuery.Status.INACTIVE))));
  }

  private static Lister familyLister(TaskDefinitionFamilyQuery query) {
    return (storage, page) ->
        shown(storage.taskDefinitions().listFamilies(query, page), TaskDefinitionFamily::family);
  }

  private static Stream<AnyList> taskSets() {
    TaskSetQuery all = TaskSetQuery.of(OF_SETS);
    return Stream.of(
        taskSets(all, "of a service, newest first"),
        taskSets(all.withOldestFirst(true), "of a service, oldest first"));
  }

  private static AnyList taskSets(TaskSetQuery query, String words) {
    return new AnyList(
        "taskSets.list",
        words,
        (storage, number) -> {
          for (ServiceArn other : List.of(OTHER_OF_SETS, ServiceArn.of(ELSEWHERE, "blue"))) {
            TaskSetArn decoy = TaskSetArn.of(other, named(number));
            storage.taskSets().create(Samples.taskSet(decoy, DEFINITION));
          }
          TaskSetArn arn = TaskSetArn.of(OF_SETS, named(number));
          return storage.taskSets().create(Samples.taskSet(arn, DEFINITION)).arn().toString();
        },
        (storage, text) -> storage.taskSets().delete(TaskSetArn.parse(text)),
        taskSetLister(query),
        directed(OLDEST_FIRST, !query.oldestFirst()),
        List.of(
            taskSetLister(query.withOldestFirst(!query.oldestFirst())),
            taskSetLister(query.withService(OTHER_OF_SETS)),
            taskSetLister(query.withIds(Set.of())),
            taskSetLister(query.withIds(Set.of(named(1))))));
  }

  private static Lister taskSetLister(TaskSetQuery query) {
    return (storage, page) -> texts(storage.taskSets().list(query, page), TaskSet::arn);
  }

  private static Stream<AnyList> instances() {
    ContainerInstanceQuery all = ContainerInstanceQuery.of(CLUSTER);
    return Stream.of(
        instances(all, "newest first"),
        instances(all.withOldestFirst(true), "oldest first"),
        instances(all.withEc2InstanceId("i-0a1b"), "of a machine"),
        instances(all.withAttributeName("zone"), "with an attribute"),
        instances(all.withAttributeName("zone").withAttributeValue("a"), "with a value"));
  }

  private static AnyList instances(ContainerInstanceQuery query, String words) {
    return new AnyList(
        "containerInstances.list",
        words,
        (storage, number) -> {
          var instances = storage.containerInstances();
          ContainerInstance decoy = Samples.containerInstance(named(number) + "-decoy");
          ContainerInstanceArn elsewhere = ContainerInstanceArn.of(ELSEWHERE, named(number));
          instances.register(decoy.withStatus(ContainerInstance.INACTIVE));
          instances.register(Samples.containerInstance(elsewhere));
          ContainerInstance instance =
              instances.register(
                  Samples.containerInstance(named(number))
                      .withEc2InstanceId(query.ec2InstanceId()));
          storage
              .attributes()
              .put(
                  List.of(
                      Attribute.of(elsewhere, "zone", "a"),
                      Attribute.of(instance.arn(), "zone", "a")));
          return instance.arn().toString();
        },
        (storage, text) -> storage.containerInstances().delete(ContainerInstanceArn.parse(text)),
        instanceLister(query),
        directed(OLDEST_FIRST, !query.oldestFirst()),
        Stream.of(
                query.withOldestFirst(!query.oldestFirst()),
                query.withCluster(cluster(1)),
                query.withStatuses(Set.of(ContainerInstance.ACTIVE)),
                query.withEc2InstanceId("zone"),
                query.withAttributeName("a").withAttributeValue(null),
                query.withAttributeName("zone").withAttributeValue("zone"))
            .map(AnyList::instanceLister)
            .toList());
  }

  private static Lister instanceLister(ContainerInstanceQuery query) {
    return (storage, page) ->
        texts(storage.containerInstances().list(query, page), ContainerInstance::arn);
  }

  private static Stream<AnyList> attributes() {
    AttributeQuery all = AttributeQuery.of(CLUSTER);
    return Stream.of(
        attributes(all, "of a cluster"),
        attributes(all.withName("zone"), "of a name"),
        attributes(all.withValue("a"), "of a value"));
  }

  /** Each second one is on the instance of the one before, unless all have one name. */
  private static AnyList attributes(AttributeQuery query, String words) {
    return new AnyList(
        "attributes.list",
        words,
        (storage, number) -> {
          String instance = scattered(query.name() == null ? number / 2 : number);
          Attribute given =
              Attribute.of(
                  registered(storage, CLUSTER, instance),
                  query.name() == null ? "n" + number % 2 : query.name(),
                  "a");
          storage.attributes().put(List.of(given));
          ContainerInstanceArn elsewhere = registered(storage, ELSEWHERE, instance);
          storage.attributes().put(List.of(Attribute.of(elsewhere, given.name(), "a")));
          if (!query.equals(AttributeQuery.of(CLUSTER))) {
            Attribute decoy = Attribute.of(given.targetArn(), "decoy", null);
            storage.attributes().put(List.of(decoy));
          }
          return shown(given);
        },
        (storage, text) -> {
          String[] parts = text.split(" ", 2);
          ContainerInstanceArn target = ContainerInstanceArn.parse(parts[0]);
          storage.attributes().delete(List.of(AttributeKey.of(target, parts[1])));
        },
        attributeLister(query),
        BY_TEXT,
        Stream.of(
                query.withCluster(cluster(1)),
                query.withTargetType(Attribute.CONTAINER_INSTANCE),
                query.withTargetArn(ContainerInstanceArn.of(CLUSTER, "zone")),
                query.withName("a"),
                query.withValue("zone"))
            .map(AnyList::attributeLister)
            .toList());
  }

  private static ContainerInstanceArn registered(Storage storage, ClusterArn cluster, String id) {
    ContainerInstanceArn arn = ContainerInstanceArn.of(cluster, id);
    if (storage.containerInstances().find(arn).isEmpty()) {
      ContainerInstance instance = Samples.containerInstance(arn);
      storage.containerInstances().register(instance.withStatus(ContainerInstance.INACTIVE));
    }
    return arn;
  }

  private static Lister attributeLister(AttributeQuery query) {
    return (storage, page) -> shown(storage.attributes().list(query, page), AnyList::shown);
  }

  private static String shown(Attribute attribute) {
    return attribute.targetArn() + " " + attribute.name();
  }

  private static Stream<AnyList> settings() {
    AccountSettingQuery all = AccountSettingQuery.of(SCOPE);
    return Stream.of(
        settings(all, "all", number -> "p" + scattered(number / 2), number -> "n" + number % 2),
        settings(
            all.withPrincipalArn(PRINCIPAL),
            "of a principal",
            number -> PRINCIPAL,
            AnyList::scattered),
        settings(
            AccountSettingQuery.effective(SCOPE, PRINCIPAL),
            "effective",
            number -> number % 2 == 0 ? PRINCIPAL : AccountSetting.DEFAULT,
            AnyList::scattered));
  }

  private static AnyList settings(
      AccountSettingQuery query,
      String words,
      IntFunction<String> principal,
      IntFunction<String> name) {
    return new AnyList(
        "accountSettings.list",
        words,
        (storage, number) -> {
          var settings = storage.accountSettings();
          AccountSetting given =
              new AccountSetting(SCOPE, principal.apply(number), name.apply(number), "on");
          settings.put(
              new AccountSetting(ELSEWHERE.scope(), given.principalArn(), given.name(), "off"));
          if (query.principalArn() != null) {
            settings.put(new AccountSetting(SCOPE, "other", given.name(), "off"));
            settings.putDefault(SCOPE, given.name() + (query.effective() ? "" : "-2"), "off");
          }
          return shown(settings.put(given), query);
        },
        (storage, text) -> {
          String[] parts = text.split(" ", 2);
          if (query.effective()) {
            storage.accountSettings().delete(SCOPE, AccountSetting.DEFAULT, parts[0]);
            storage
                .accountSettings()
                .find(SCOPE, PRINCIPAL, parts[0])
                .ifPresent(own -> storage.accountSettings().delete(SCOPE, PRINCIPAL, parts[0]));
          } else {
            storage.accountSettings().delete(SCOPE, parts[0], parts[1]);
          }
        },
        settingLister(query),
        BY_TEXT,
        Stream.of(
                query.withScope(ELSEWHERE.scope()),
                query.withName("on"),
                query.withValue("on"),
                query.withPrincipalArn("other"),
                query.withPrincipalArn(PRINCIPAL + "2").withEffective(!query.effective()))
            .map(AnyList::settingLister)
            .toList());
  }

  private static Lister settingLister(AccountSettingQuery query) {
    return (storage, page) ->
        shown(storage.accountSettings().list(query, page), setting -> shown(setting, query));
  }

  private static String shown(AccountSetting setting, AccountSettingQuery query) {
    return query.effective() ? setting.name() : setting.principalArn() + " " + setting.name();
  }

  private static <T> Page<String> texts(Page<T> page, Function<T, Arn> arn) {
    return shown(page, item -> arn.apply(item).toString());
  }

  private static <T> Page<String> shown(Page<T> page, Function<T, String> text) {
    return new Page<>(page.items().stream().map(text).toList(), page.nextToken());
  }
}
