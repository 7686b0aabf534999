package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Metric.RATE;
import static dev.kecs.storage.benchmark.Metric.TIME;

import dev.kecs.storage.ecs.Service;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.ServiceStore;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * A table as one makes it that only has to hold the records: their parts under a text for an id, a
 * unique ARN, six indexes, and no reference or condition that the server would check. What is there
 * of the records is in it too.
 */
final class PlainTable<T> {
  private static final int THREADS = 16;

  private final DataSource pool;
  private final String table;
  private final Binder<T> binder;
  private final String insert;

  private PlainTable(
      Installation installation, String name, String columns, String values, Binder<T> binder) {
    this.pool = installation.pool();
    this.table = installation.schema() + "_plain." + name;
    this.binder = binder;
    this.insert =
        "INSERT INTO %s (%s, id, cluster_arn, version) VALUES (%s, ?, ?, 1)"
            .formatted(table, columns, values);
  }

  /** Sets the parts of a record, the id and the cluster's ARN. */
  @FunctionalInterface
  private interface Binder<T> {
    void bind(PreparedStatement statement, T value) throws SQLException;
  }

  static List<Workload> workloads() {
    return List.of(
        of("create a task beside a plain table", PlainTable::besideTasks),
        of("create a service beside a plain table", PlainTable::besideServices));
  }

  private static Workload of(String name, Comparison.Preparation preparation) {
    return Comparison.of(name, preparation, RATE.atLeast(1), TIME.told()).on(THREADS);
  }

  private static Sides besideTasks(Session session) throws Exception {
    Documents data = session.documents();
    PlainTable<Task> plain = tasks(data.installation());
    TaskStore store = data.storage().tasks();
    return new Sides(
        data.toString(),
        "plain table",
        () -> plain.create(stamped(data.next())),
        () -> store.create(data.next()));
  }

  private static Sides besideServices(Session session) throws Exception {
    Lists data = session.lists();
    PlainTable<Service> plain = services(data.installation());
    ServiceStore store = data.storage().services();
    Service model = store.get(Lists.SERVICE);
    AtomicLong created = new AtomicLong();
    Function<Instant, Service> next =
        now ->
            model.with(
                service ->
                    service
                        .arn(ServiceArn.of(Lists.CLUSTER, "new-" + created.incrementAndGet()))
                        .createdAt(now)
                        .updatedAt(now)
                        .version(null));
    return new Sides(
        data.of("services"),
        "plain table",
        () -> plain.create(next.apply(Instant.now())),
        () -> store.create(next.apply(null)));
  }

  /** Makes one of the tasks that are there. */
  static PlainTable<Task> tasks(Installation installation) throws SQLException {
    PlainTable<Task> plain =
        new PlainTable<>(
            installation,
            "tasks",
            BareTasks.COLUMNS,
            BareTasks.VALUES,
            (statement, task) -> {
              BareTasks.setRecord(statement, task);
              statement.setString(38, task.arn().id());
              statement.setString(39, task.arn().cluster().toString());
            });
    plain.load(
        installation,
        "tasks",
        BareTasks.COLUMNS,
        "cluster_arn",
        "service_arn",
        "container_instance_arn",
        "last_status, desired_status",
        "started_by",
        "pod_name, namespace");
    return plain;
  }

  /** Makes one of the services that are there. */
  static PlainTable<Service> services(Installation installation) throws SQLException {
    PlainTable<Service> plain =
        new PlainTable<>(
            installation,
            "services",
            BareServices.COLUMNS,
            BareServices.VALUES,
            (statement, service) -> {
              BareServices.setRecord(statement, service);
              statement.setString(34, service.arn().name());
              statement.setString(35, service.arn().cluster().toString());
            });
    plain.load(
        installation,
        "services",
        BareServices.COLUMNS,
        "cluster_arn",
        "status",
        "task_definition_arn",
        "launch_type",
        "namespace",
        "scheduling_strategy, status");
    return plain;
  }

  /** Fills it in the order of creation, with its indexes there, as time would. */
  private void load(Installation installation, String from, String columns, String... indexes)
      throws SQLException {
    String rows =
        """
        SELECT split_part(arn, '/', 3) AS id,
            (SELECT c.arn FROM clusters c WHERE c.key = cluster_key) AS cluster_arn, %s, version
        FROM %2$s ORDER BY %2$s.id
        """
            .formatted(columns, from);
    installation.execute("CREATE SCHEMA IF NOT EXISTS %s_plain".formatted(installation.schema()));
    installation.execute("CREATE TABLE %s AS %s WITH NO DATA".formatted(table, rows));
    installation.execute("ALTER TABLE %s ADD PRIMARY KEY (id), ADD UNIQUE (arn)".formatted(table));
    for (String index : indexes) {
      installation.execute("CREATE INDEX ON %s (%s)".formatted(table, index));
    }
    installation.execute("INSERT INTO %s %s".formatted(table, rows));
    installation.execute("VACUUM ANALYZE " + table);
  }

  /** Returns its name, with the schema's. */
  String table() {
    return table;
  }

  T create(T value) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(insert)) {
      binder.bind(statement, value);
      statement.executeUpdate();
    }
    return value;
  }

  static Task stamped(Task task) {
    Instant now = Instant.now();
    return task.with(made -> made.createdAt(now).updatedAt(now));
  }
}
