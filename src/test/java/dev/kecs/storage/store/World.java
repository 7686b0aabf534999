package dev.kecs.storage.store;

import static java.util.stream.Collectors.joining;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.ClusterArn;
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
import java.util.Map;
import java.util.Set;

/**
 * A database of its own in which some clusters, wherever they are, have everything under the same
 * names.
 */
final class World implements AutoCloseable {
  /** The cluster that is asked for. */
  static final ClusterArn MAIN = Samples.CLUSTER;

  private static final Scope SCOPE = MAIN.scope();

  /** Another cluster in the same scope. */
  static final ClusterArn SECOND = ClusterArn.of(SCOPE, "second");

  /** A cluster of the same name and region in another account. */
  static final ClusterArn OTHER_ACCOUNT =
      ClusterArn.of(new Scope("210987654321", SCOPE.region()), MAIN.name());

  /** A cluster of the same name and account in another region. */
  static final ClusterArn OTHER_REGION =
      ClusterArn.of(new Scope(SCOPE.account(), "eu-west-2"), MAIN.name());

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
    select = select();
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

  /** Returns the tables that nothing is in. */
  List<String> emptyTables() {
    return storage.inventory().entrySet().stream()
        .filter(rows -> rows.getValue() == 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  Stores stores() {
    return storage;
  }

  /**
   * Tells which rows were changed that are neither of one of the clusters nor, being of no cluster,
   * of its scope; where no cluster is given, those that are not of the scope of {@link #MAIN}. Then
   * makes everything as it was at first.
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
    clusters.stream()
        .map(ClusterArn::scope)
        .distinct()
        .forEach(scope -> Resources.all().forEach(resource -> resource.fill(storage, scope)));
    clusters.forEach(
        cluster -> Resources.all().forEach(resource -> resource.fill(storage, cluster)));
    rows = rows();
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
  List<String> rows() {
    return database.rows(select).stream().map(row -> String.valueOf(row.get(0))).toList();
  }

  private static String select() {
    return Resources.all()
        .flatMap(resource -> resource.tables().stream())
        .map(
            table ->
                "SELECT %1$s || ' %2$s ' || row_to_json(t) FROM %3$s.%2$s t"
                    .formatted(table.owner(), table.name(), StorageExtension.SCHEMA))
        .collect(joining(" UNION ALL ", "", " ORDER BY 1"));
  }

  @Override
  public void close() {
    storage.close();
    database.close();
  }
}
