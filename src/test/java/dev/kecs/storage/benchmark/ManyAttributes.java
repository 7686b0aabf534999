package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Jdbc.setKey;
import static dev.kecs.storage.benchmark.Metric.CPU;
import static dev.kecs.storage.benchmark.Metric.SPEED;
import static dev.kecs.storage.benchmark.Metric.TIME;

import dev.kecs.storage.ecs.Attribute;
import dev.kecs.storage.ecs.AttributeStore;
import dev.kecs.storage.ecs.ContainerInstanceArn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * Attributes, put in one transaction here: beside that by hand, and, where the server is further
 * away, beside a statement each as it is usually written.
 */
final class ManyAttributes {
  private static final int TARGETS = 10;
  private static final int EACH = 10;

  private static final String PUT =
      "INSERT INTO attributes (cluster_key, target_key, target_type, target_arn, name, value)"
          + " VALUES (?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (cluster_key, target_key, name) DO UPDATE SET value = excluded.value";

  private ManyAttributes() {}

  static List<Workload> workloads() {
    String name = "put of 100 attributes";
    return List.of(
        Comparison.of(name, ManyAttributes::byHand, TIME.atMost(1.25), CPU.atMost(1.5)),
        Comparison.of(name + ", " + Latency.WORDS, ManyAttributes::distant, SPEED.atLeast(10)));
  }

  private static Sides byHand(Session session) throws Exception {
    Lists data = session.lists();
    BareAttributes bare = new BareAttributes(data.pool());
    AttributeStore store = data.storage().attributes();
    return new Sides(
        data.of("container instances"), "bare", () -> put(bare::put), () -> put(store::put));
  }

  private static Sides distant(Session session) throws Exception {
    Lists data = session.lists();
    AttributeStore store = data.distant().storage().attributes();
    return new Sides(
        data.of("container instances"),
        "row at a time",
        () -> put(attributes -> rowAtATime(data.distant().pool(), attributes)),
        () -> put(store::put));
  }

  @FunctionalInterface
  private interface Put {
    void of(List<Attribute> attributes) throws SQLException;
  }

  private static List<Attribute> put(Put put) throws SQLException {
    List<Attribute> attributes = attributes();
    put.of(attributes);
    return attributes;
  }

  /** Attributes of the first container instances, with new values. */
  private static List<Attribute> attributes() {
    String value = "v" + ThreadLocalRandom.current().nextInt();
    return IntStream.range(0, TARGETS * EACH)
        .mapToObj(
            i ->
                Attribute.of(
                    ContainerInstanceArn.of(Lists.CLUSTER, "i" + (1 + i / EACH)),
                    "name-" + i % EACH,
                    value))
        .toList();
  }

  private static void rowAtATime(DataSource pool, List<Attribute> attributes) throws SQLException {
    for (Attribute attribute : attributes) {
      try (Connection connection = pool.getConnection();
          PreparedStatement statement = connection.prepareStatement(PUT)) {
        setKey(statement, 1, attribute.targetArn().cluster());
        setKey(statement, 2, attribute.targetArn());
        statement.setString(3, attribute.targetType());
        statement.setString(4, attribute.targetArn().toString());
        statement.setString(5, attribute.name());
        statement.setString(6, attribute.value());
        statement.executeUpdate();
      }
    }
  }
}
