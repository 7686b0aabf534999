package dev.kecs.storage.benchmark;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many buffers of 8 KiB the server touches for a page of a long list. */
final class PageBuffers implements Workload {
  @Override
  public String name() {
    return "buffers of a page of " + Lists.PAGE;
  }

  @Override
  public List<Figure> run(Session session) throws SQLException {
    Lists data = session.lists();
    Map<String, JdbcList<?>> lists = new LinkedHashMap<>();
    lists.put("clusters", BareLists.clusters(data.pool()));
    lists.put("services", BareLists.services(data.pool()));
    lists.put("tasks", BareLists.tasks(data.pool()));
    List<Figure> figures = new ArrayList<>();
    for (Map.Entry<String, JdbcList<?>> list : lists.entrySet()) {
      figures.add(
          new Figure(name(), data.of(list.getKey()), "buffers", Unit.COUNT)
              .ours((double) list.getValue().buffers(Lists.PAGE)));
    }
    return figures;
  }
}
