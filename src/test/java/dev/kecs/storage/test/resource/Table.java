package dev.kecs.storage.test.resource;

import dev.kecs.storage.model.Scope;
import dev.kecs.storage.test.StorageExtension;
import java.util.List;

/**
 * A table.
 *
 * @param name as the database has it
 * @param owner the expression that tells a row's owner: {@link #CLUSTER} or {@link #SCOPE}
 * @param rows statements that store many rows of a scope, with {@code %1$s} for its account and
 *     {@code %2$s} for its region: enough for the server to prefer an index for {@link
 *     Resource#plans}
 */
public record Table(String name, String owner, List<String> rows) {
  /** The owner of what belongs to a cluster: its ARN. */
  public static final String CLUSTER =
      "(SELECT c.arn FROM %s.clusters c WHERE c.key = t.cluster_key)"
          .formatted(StorageExtension.SCHEMA);

  /** The owner of what is of no cluster. */
  public static final String SCOPE = "region || ':' || account_id";

  /** A table that these statements fill. */
  public static Table of(String name, String owner, String... rows) {
    return new Table(name, owner, List.of(rows));
  }

  /** Returns the statements for a scope. */
  public List<String> rows(Scope scope) {
    return rows.stream().map(sql -> sql.formatted(scope.account(), scope.region())).toList();
  }
}
