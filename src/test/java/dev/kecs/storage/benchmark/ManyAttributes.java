package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Metric.SPEED;

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

/** Attributes, put in one statement here and in one each as it is usually written. */
final class ManyAttributes {
  private static final int TARGETS = 10;
  private static final int EACH = 10;

  private static final String PUT =
      "INSERT INTO attributes (cluster_arn, target_type, target_arn, name, value)"
          + " VALUES (?, ?, ?, ?, ?)"
          + " ON CONFLICT (cluster_arn, target_arn, name) DO UPDATE SET value = excluded.value";

  private ManyAttributes() {}

  static List<Workload> workloads() {
    return List.of(Comparison.of("put of 100 attributes", ManyAttributes::put, SPEED.atLeast(10)));
  }

  private static Sides put(Session session) throws Exception {
    Lists data = session.lists();
    AttributeStore store = data.storage().attributes();
    return new Sides(
        data.of("container instances"),
        "row at a time",
        () -> rowAtATime(data.pool(), attributes()),
        () -> {
          List<Attribute> attributes = attributes();
          store.put(attributes);
          return attributes;
        });
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

  private static List<Attribute> rowAtATime(DataSource pool, List<Attribute> attributes)
      throws SQLException {
    for (Attribute attribute : attributes) {
      try (Connection connection = pool.getConnection();
          PreparedStatement statement = connection.prepareStatement(PUT)) {
        statement.setString(1, attribute.targetArn().cluster().toString());
        statement.setString(2, attribute.targetType());
        statement.setString(3, attribute.targetArn().toString());
        statement.setString(4, attribute.name());
        statement.setString(5, attribute.value());
        statement.executeUpdate();
      }
    }
    return attributes;
  }
}
