package dev.kecs.storage.benchmark;

import com.sun.management.ThreadMXBean;
import dev.kecs.storage.Storage;
import dev.kecs.storage.config.StorageConfig;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Opening a storage whose schema is there: what a process pays before it can serve. */
final class Opening implements Workload {
  private static final int ROUNDS = 30;
  private static final int WARM_UP = 10;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Override
  public String name() {
    return "open";
  }

  @Override
  public List<Figure> run(Session session) throws Exception {
    try (Installation installation = session.empty("open")) {
      List<Double> ours = new ArrayList<>();
      List<Double> bare = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      List<Double> allocated = new ArrayList<>();
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        double connected = connect(installation);
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        double opened = open(installation.config().build());
        bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        if (round >= 0) {
          bare.add(connected);
          ours.add(opened);
          ratios.add(opened / connected);
          allocated.add((double) bytes);
        }
      }
      String size = "a migrated database";
      return List.of(
          new Figure(name(), size, "time", Unit.MICROSECONDS)
              .ours(Spread.of(ours).median())
              .baseline("connect, one query", Spread.of(bare).median())
              .ratio(Spread.of(ratios), Target.atMost(3, Unit.TIMES)),
          new Figure(name(), size, "allocated by the thread", Unit.BYTES)
              .ours(Spread.of(allocated).median()));
    }
  }

  private static double connect(Installation installation) throws SQLException {
    long start = System.nanoTime();
    try (Connection connection = installation.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1")) {
      row.next();
      return micros(start);
    }
  }

  private static double open(StorageConfig config) {
    long start = System.nanoTime();
    Storage storage = Storage.open(config);
    double opened = micros(start);
    storage.close();
    return opened;
  }

  private static double micros(long start) {
    return (System.nanoTime() - start) / 1e3;
  }
}
