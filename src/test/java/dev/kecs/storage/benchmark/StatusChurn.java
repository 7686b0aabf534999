package dev.kecs.storage.benchmark;

import java.sql.SQLException;
import java.util.List;

/** What many changes of status leave behind in the table and its indexes. */
final class StatusChurn implements Workload {
  private static final int CHANGES_PER_TASK = 10;

  @Override
  public String name() {
    return "status churn";
  }

  @Override
  public List<Figure> run(Session session) throws SQLException {
    long tasks = session.scaled(10_000);
    long updates = tasks * CHANGES_PER_TASK;
    try (Installation watch = session.empty("churn")) {
      long before;
      String size;
      // Its connections end with it, and tell the statistics what they did.
      try (Documents data = Documents.load(session.again("churn"), tasks)) {
        before = indexes(watch);
        size = "%,d updates of %s".formatted(updates, data);
        for (long i = 0; i < updates; i += ManyTasks.BATCH) {
          data.storage().tasks().updateStatuses(ManyTasks.changes(data));
        }
      }
      return List.of(
          new Figure(name(), size, "heap-only updates", Unit.PERCENT)
              .ours(heapOnly(watch))
              .target(Target.atLeast(95, Unit.PERCENT)),
          new Figure(name(), size, "growth of the indexes", Unit.PERCENT)
              .ours(100.0 * (indexes(watch) - before) / before)
              .target(Target.atMost(5, Unit.PERCENT)));
    }
  }

  private static long indexes(Installation watch) throws SQLException {
    return watch.number("SELECT pg_indexes_size('tasks')");
  }

  private static double heapOnly(Installation watch) throws SQLException {
    String of = "FROM pg_stat_user_tables WHERE relid = 'tasks'::regclass";
    return 100.0
        * watch.number("SELECT n_tup_hot_upd " + of)
        / watch.number("SELECT n_tup_upd " + of);
  }
}
