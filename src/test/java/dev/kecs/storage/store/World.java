package dev.kecs.storage.store;

import static java.util.stream.Collectors.joining;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.AccountSetting;
import dev.kecs.storage.ecs.Attribute;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ContainerInstance;
import dev.kecs.storage.ecs.ContainerInstanceArn;
import dev.kecs.storage.ecs.Service;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskSet;
import dev.kecs.storage.ecs.TaskSetArn;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.transaction.Stores;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A database of its own in which some clusters, wherever they are, have everything under the same
 * names.
 */
final class World implements AutoCloseable {
  /** The name of whatever can be asked for. */
  static final String NAME = "main";

  /** Where it is asked for. */
  static final Scope SCOPE = Samples.SCOPE;

  /** The cluster that is asked for. */
  static final ClusterArn MAIN = ClusterArn.of(SCOPE, NAME);

  /** Another cluster in the same scope. */
  static final ClusterArn SECOND = ClusterArn.of(SCOPE, "second");

  /** A cluster of the same name and region in another account. */
  static final ClusterArn OTHER_ACCOUNT =
      ClusterArn.of(new Scope("210987654321", SCOPE.region()), NAME);

  /** A cluster of the same name and account in another region. */
  static final ClusterArn OTHER_REGION =
      ClusterArn.of(new Scope(SCOPE.account(), "eu-west-2"), NAME);

  private static final String HISTORY = "kecs_schema_history";
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final TestDatabase database;
  private final Storage storage;
  private final List<ClusterArn> clusters;
  private final String select;
  private List<String> rows = List.of();

  private World(TestDatabase database, List<ClusterArn> clusters) {
    this.database = database;
    this.clusters = clusters;
    StorageExtension.migrate(database);
    select = select(database);
    storage =
        Storage.open(
            StorageExtension.config(database, Role.RUNNER)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .build());
  }

  static World of(ClusterArn... clusters) {
    World world = new World(TestDatabase.create(), List.of(clusters));
    world.fill();
    return world;
  }

  Stores stores() {
    return storage;
  }

  /**
   * Tells which rows were changed that are neither of one of the clusters nor, being of no cluster,
   * of {@link #SCOPE}; where no cluster is given, those that are not of {@link #SCOPE}. Then makes
   * everything as it was at first.
   */
  List<String> changedOfOthers(Set<ClusterArn> own) {
    List<String> now = rows();
    if (now.equals(rows)) {
      return List.of();
    }
    List<String> changed = new ArrayList<>(ofOthers(now, own));
    List<String> before = ofOthers(rows, own);
    fill();
    List<String> same = new ArrayList<>(changed);
    same.retainAll(before);
    changed.addAll(before);
    changed.removeAll(same);
    return changed;
  }

  private void fill() {
    database.empty(StorageExtension.SCHEMA, HISTORY);
    clusters.stream().map(ClusterArn::scope).distinct().forEach(this::fill);
    clusters.forEach(this::fill);
    rows = rows();
  }

  private void fill(Scope scope) {
    storage.clusters().create(Samples.cluster(ClusterArn.of(scope, "empty")));
    storage.taskDefinitions().register(scope, NAME, Samples.content());
    storage.taskDefinitions().register(scope, NAME, Samples.content());
    TaskDefinitionArn inactive =
        storage.taskDefinitions().register(scope, "inactive", Samples.content()).arn();
    storage.taskDefinitions().deregister(inactive);
    storage.accountSettings().put(new AccountSetting(scope, NAME, NAME, "own"));
    storage.accountSettings().putDefault(scope, NAME, "of all");
    storage.accountSettings().putDefault(scope, "other", "of all");
  }

  private void fill(ClusterArn cluster) {
    TaskDefinitionArn definition = TaskDefinitionArn.of(cluster.scope(), NAME, 1);
    storage.clusters().create(Samples.cluster(cluster));
    storage
        .services()
        .create(Samples.service(ServiceArn.of(cluster, NAME)).withTaskDefinitionArn(definition));
    storage
        .services()
        .create(Samples.service(ServiceArn.of(cluster, "inactive")).withStatus(Service.INACTIVE));
    storage.taskSets().create(Samples.taskSet(taskSet(cluster, NAME, NAME), definition));
    storage
        .taskSets()
        .create(
            Samples.taskSet(taskSet(cluster, NAME, "primary"), definition)
                .withStatus(TaskSet.PRIMARY));
    storage.taskSets().create(Samples.taskSet(taskSet(cluster, "inactive", "orphan"), definition));
    ContainerInstanceArn instance = ContainerInstanceArn.of(cluster, NAME);
    storage.containerInstances().register(Samples.containerInstance(instance));
    storage.attributes().put(List.of(Attribute.of(instance, NAME, NAME)));
    storage
        .containerInstances()
        .register(
            Samples.containerInstance(ContainerInstanceArn.of(cluster, "inactive"))
                .withStatus(ContainerInstance.INACTIVE));
    storage
        .tasks()
        .createAll(
            List.of(
                Samples.task(TaskArn.of(cluster, NAME), definition)
                    .withServiceArn(ServiceArn.of(cluster, NAME))
                    .withContainerInstanceArn(instance)
                    .withPodName(NAME)
                    .withNamespace(NAME),
                Samples.task(TaskArn.of(cluster, "stopped"), definition)
                    .withLastStatus(Task.STOPPED)
                    .withStoppedAt(NOW)));
    deletionBegun(cluster);
  }

  private static TaskSetArn taskSet(ClusterArn cluster, String service, String id) {
    return TaskSetArn.of(ServiceArn.of(cluster, service), id);
  }

  /** Leaves a task definition to finish the deletion of: one that nothing refers to any more. */
  private void deletionBegun(ClusterArn cluster) {
    TaskDefinitionArn gone =
        storage.taskDefinitions().register(cluster.scope(), "gone", Samples.content()).arn();
    Task last = storage.tasks().create(Samples.task(TaskArn.of(cluster, "last"), gone));
    storage.taskDefinitions().deregister(gone);
    storage.taskDefinitions().delete(gone);
    storage.tasks().delete(last.arn());
  }

  private static List<String> ofOthers(List<String> rows, Set<ClusterArn> own) {
    return rows.stream().filter(row -> !isOwn(row, own)).toList();
  }

  private static boolean isOwn(String row, Set<ClusterArn> own) {
    String owner = row.substring(0, row.indexOf(' '));
    boolean isOfCluster = owner.startsWith("arn:");
    return (isOfCluster && !own.isEmpty())
        ? own.stream().anyMatch(cluster -> owner.equals(cluster.toString()))
        : owner.contains(SCOPE.region() + ":" + SCOPE.account());
  }

  /** Returns all rows, each behind its owner, a cluster's ARN or region:account, and its table. */
  private List<String> rows() {
    return database.rows(select).stream().map(row -> String.valueOf(row.get(0))).toList();
  }

  /** Finds out what each table says its rows' owner by. */
  private static String select(TestDatabase database) {
    return database
        .rows(
            "SELECT c.relname, CASE WHEN c.relname = 'clusters' THEN 'arn'"
                + " WHEN bool_or(a.attname = 'cluster_arn') THEN 'cluster_arn'"
                + " ELSE 'region || '':'' || account_id' END"
                + " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
                + " WHERE c.relkind = 'r' AND c.relnamespace = ?::regnamespace AND c.relname <> ?"
                + " GROUP BY c.relname",
            StorageExtension.SCHEMA,
            HISTORY)
        .stream()
        .map(
            table ->
                "SELECT %2$s || ' %1$s ' || row_to_json(t) FROM %3$s.%1$s t"
                    .formatted(table.get(0), table.get(1), StorageExtension.SCHEMA))
        .collect(joining(" UNION ALL ", "", " ORDER BY 1"));
  }

  @Override
  public void close() {
    storage.close();
    database.close();
  }
}
