package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Jdbc.setTexts;

import dev.kecs.storage.ecs.Attribute;
import dev.kecs.storage.ecs.ContainerInstanceArn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Attributes put by hand: the targets locked first, in the same transaction, and none overfull. */
final class BareAttributes {
  private static final String LOCK =
      """
      WITH locked AS (
        SELECT cluster_key, id FROM container_instances
        WHERE cluster_key = ANY (?::uuid[]) AND key = ANY (?::uuid[])
        ORDER BY cluster_key, id
        FOR NO KEY UPDATE
      )
      UPDATE container_instances i SET status = i.status FROM locked l
      WHERE i.cluster_key = l.cluster_key AND i.id = l.id
      RETURNING i.arn\
      """;

  private static final String PUT =
      """
      WITH given AS (
        SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[])
          AS given (cluster_key, target_key, target_type, target_arn, name, value)
      ), overfull AS (
        SELECT target_arn
        FROM (SELECT a.target_arn, a.name
              FROM (SELECT DISTINCT cluster_key, target_arn FROM given) t
              JOIN attributes a ON a.cluster_key = t.cluster_key AND a.target_arn = t.target_arn
              UNION SELECT target_arn, name FROM given) names
        WHERE name !~ '^(com[.]amazonaws[.])?ecs[.]'
        GROUP BY target_arn HAVING count(*) > %d
      ), put AS (
        INSERT INTO attributes (cluster_key, target_key, target_type, target_arn, name, value)
        SELECT * FROM given WHERE NOT EXISTS (SELECT FROM overfull)
        ORDER BY cluster_key, target_arn COLLATE "C", name COLLATE "C"
        ON CONFLICT (cluster_key, target_key, name) DO UPDATE SET value = excluded.value
      )
      SELECT target_arn FROM overfull\
      """
          .formatted(Attribute.MAX_COUNT);

  private static final List<Function<Attribute, @Nullable Object>> PARTS =
      List.of(
          attribute -> attribute.targetArn().cluster().key(),
          attribute -> attribute.targetArn().key(),
          Attribute::targetType,
          Attribute::targetArn,
          Attribute::name,
          Attribute::value);

  private final DataSource pool;

  BareAttributes(DataSource pool) {
    this.pool = pool;
  }

  void put(Collection<Attribute> attributes) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        lock(connection, attributes.stream().map(Attribute::targetArn).distinct().toList());
        put(connection, attributes);
        connection.commit();
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static void lock(Connection connection, List<ContainerInstanceArn> targets)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      setTexts(
          statement,
          1,
          targets.stream().map(ContainerInstanceArn::cluster).distinct().toList(),
          Jdbc::key);
      setTexts(statement, 2, targets, Jdbc::key);
      Set<ContainerInstanceArn> missing = new HashSet<>(targets);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          missing.remove(ContainerInstanceArn.parse(row.getString(1)));
        }
      }
      if (!missing.isEmpty()) {
        throw new IllegalStateException("a target is not there");
      }
    }
  }

  private static void put(Connection connection, Collection<Attribute> attributes)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PUT)) {
      for (int i = 0; i < PARTS.size(); i++) {
        setTexts(statement, i + 1, attributes, PARTS.get(i));
      }
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          throw new IllegalStateException(row.getString(1) + " would have too many attributes");
        }
      }
    }
  }
}
