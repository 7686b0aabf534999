package dev.kecs.storage.benchmark;

import dev.kecs.storage.store.Deletion;
import dev.kecs.storage.transaction.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Deleting stopped tasks: each time the same ones, for what deletes them is rolled back. */
final class Purging implements Workload {
  private static final int ROUNDS = 7;
  private static final int WARM_UP = 1;
  private static final int TASKS_PER_STOPPED = 20;
  private static final String DELETE = "DELETE FROM tasks WHERE cluster_key = ? AND stopped_at < ?";

  @Override
  public String name() {
    return "delete 10,000 stopped of 200,000 tasks";
  }

  @Override
  public List<Figure> run(Session session) throws Exception {
    long tasks = session.scaled((long) Deletion.MAX_LIMIT * TASKS_PER_STOPPED);
    int stopped = (int) (tasks / TASKS_PER_STOPPED);
    try (Lists data = Lists.ofTasks(session.empty("purging"), tasks)) {
      stop(data.installation());
      List<Double> ours = new ArrayList<>();
      List<Double> plain = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        boolean oursFirst = round % 2 == 0;
        double first = oursFirst ? byStorage(data, stopped) : byHand(data, stopped);
        double second = oursFirst ? byHand(data, stopped) : byStorage(data, stopped);
        if (round >= 0) {
          ours.add(oursFirst ? first : second);
          plain.add(oursFirst ? second : first);
          ratios.add(oursFirst ? first / second : second / first);
        }
      }
      return List.of(
          new Figure(
                  name(), "%,d of %,d tasks".formatted(stopped, tasks), "time", Unit.MICROSECONDS)
              .ours(Spread.of(ours).median())
              .baseline("plain DELETE", Spread.of(plain).median())
              .ratio(Spread.of(ratios), Target.atMost(1.5, Unit.TIMES)));
    }
  }

  private static void stop(Installation installation) throws SQLException {
    installation.execute(
        """
        UPDATE tasks SET last_status = 'STOPPED', desired_status = 'STOPPED', stopped_at = now()
        WHERE id %% %d = 0
        """
            .formatted(TASKS_PER_STOPPED));
    installation.execute("VACUUM ANALYZE tasks");
  }

  private static double byStorage(Lists data, int stopped) {
    try (Transaction transaction = data.storage().begin()) {
      long start = System.nanoTime();
      int deleted = transaction.tasks().deleteStopped(Lists.CLUSTER, later(), stopped);
      return micros(start, deleted, stopped);
    }
  }

  private static double byHand(Lists data, int stopped) throws SQLException {
    try (Connection connection = data.pool().getConnection();
        PreparedStatement statement = connection.prepareStatement(DELETE)) {
      connection.setAutoCommit(false);
      try {
        long start = System.nanoTime();
        Jdbc.setKey(statement, 1, Lists.CLUSTER);
        statement.setObject(2, later().atOffset(ZoneOffset.UTC));
        return micros(start, statement.executeUpdate(), stopped);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private static Instant later() {
    return Instant.now().plus(Duration.ofDays(1));
  }

  private static double micros(long start, int deleted, int stopped) {
    double micros = (System.nanoTime() - start) / 1e3;
    if (deleted != stopped) {
      throw new IllegalStateException(deleted + " were deleted, not " + stopped);
    }
    return micros;
  }
}
