package dev.kecs.storage.benchmark;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.AccountSettingQuery;
import dev.kecs.storage.ecs.AttributeQuery;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ClusterQuery;
import dev.kecs.storage.ecs.ContainerInstanceQuery;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.ServiceQuery;
import dev.kecs.storage.ecs.TaskQuery;
import dev.kecs.storage.ecs.TaskSetQuery;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;

/** Long lists: clusters and settings of one scope, and what one of the clusters has. */
final class Lists implements Data {
  static final int PAGE = 100;
  static final ClusterArn CLUSTER = ClusterArn.of(Rows.SCOPE, "c1");
  static final ServiceArn SERVICE = ServiceArn.of(CLUSTER, "s1");
  static final ClusterQuery CLUSTERS = ClusterQuery.of(Rows.SCOPE);
  static final ServiceQuery SERVICES = ServiceQuery.of(CLUSTER);
  static final TaskQuery TASKS = TaskQuery.of(CLUSTER);
  static final TaskSetQuery TASK_SETS = TaskSetQuery.of(SERVICE);
  static final ContainerInstanceQuery INSTANCES = ContainerInstanceQuery.of(CLUSTER);
  static final AttributeQuery ATTRIBUTES = AttributeQuery.of(CLUSTER);
  static final AccountSettingQuery ACCOUNT_SETTINGS = AccountSettingQuery.of(Rows.SCOPE);

  /** A tenth of the tasks. */
  static final TaskQuery OF_FAMILY = TASKS.withFamily("family-00001");

  /** A tenth of the tasks. */
  static final TaskQuery OF_SERVICE = TASKS.withServiceName(SERVICE.name());

  private static final int FAMILIES = 10;
  private static final int SETTINGS = 3;

  private final Installation installation;
  private final Installation distant;
  private final long length;

  private Lists(Installation installation, long length) {
    this.installation = installation;
    this.distant = installation.distant();
    this.length = length;
  }

  /** Loads so many of each. */
  static Lists load(Installation installation, long length) throws SQLException {
    Rows rows =
        new Rows(installation)
            .clusters(length)
            .definitions(FAMILIES, 1)
            .services(length)
            .taskSets(length)
            .instances(length)
            .accountSettings(length);
    return new Lists(rows.tasks(length, 1, FAMILIES, SETTINGS).analysed(), length);
  }

  /** Loads tasks alone. */
  static Lists ofTasks(Installation installation, long length) throws SQLException {
    Rows rows = new Rows(installation).clusters(1).definitions(FAMILIES, 1);
    return new Lists(rows.tasks(length, 1, FAMILIES, SETTINGS).analysed(), length);
  }

  /** The same data, from further away. */
  Installation distant() {
    return distant;
  }

  Installation installation() {
    return installation;
  }

  Storage storage() {
    return installation.storage();
  }

  DataSource pool() {
    return installation.pool();
  }

  PlainJooq plainJooq() {
    return installation.plainJooq();
  }

  long length() {
    return length;
  }

  /** Returns how long a list is, in words. */
  String of(String what) {
    return "%,d %s".formatted(length, what);
  }

  /** How many rows come before the last page. */
  long depth() {
    return length - PAGE;
  }

  /** Walks to the last page, and returns what asks for it. */
  static PageRequest last(Function<PageRequest, ? extends Page<?>> list) {
    PageRequest request = PageRequest.first(PAGE);
    PageRequest last = request;
    for (String token = list.apply(request).nextToken(); token != null; ) {
      last = request.next(token);
      token = list.apply(last).nextToken();
    }
    return last;
  }

  @Override
  public void close() {
    distant.close();
    installation.close();
  }

  @Override
  public String toString() {
    return "lists of %,d".formatted(length);
  }
}
