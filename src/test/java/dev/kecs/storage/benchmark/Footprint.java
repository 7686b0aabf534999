package dev.kecs.storage.benchmark;

import java.sql.SQLException;
import java.util.List;

/** What a task takes on disk: in the table, what is kept beside it included, and in its indexes. */
final class Footprint implements Workload {
  private static final int MOST_INDEX_BYTES = 500;

  @Override
  public String name() {
    return "footprint";
  }

  @Override
  public List<Figure> run(Session session) throws SQLException {
    long tasks = session.scaled(100_000);
    try (Documents data = Documents.load(session.empty("footprint"), tasks)) {
      Installation installation = data.installation();
      String plain = PlainTable.tasks(installation).table();
      return List.of(
          figure(data, "index bytes a task")
              .ours(each(installation, "pg_indexes_size('tasks')"))
              .baseline("plain table", each(installation, "pg_indexes_size('" + plain + "')"))
              .target(Target.atMost(MOST_INDEX_BYTES, Unit.BYTES)),
          figure(data, "heap bytes a task")
              .ours(each(installation, "pg_table_size('tasks')"))
              .baseline("plain table", each(installation, "pg_table_size('" + plain + "')")));
    }
  }

  private Figure figure(Documents data, String measured) {
    return new Figure(name(), data.toString(), measured, Unit.BYTES);
  }

  private static double each(Installation installation, String size) throws SQLException {
    return (double) installation.number("SELECT " + size)
        / installation.number("SELECT count(*) FROM tasks");
  }
}
