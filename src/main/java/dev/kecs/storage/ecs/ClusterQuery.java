package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.model.Scope;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which clusters a list holds.
 *
 * <p>Each part is found by an index but for those that say that rows are compared: of these, where
 * few match, a page reads many.
 *
 * @param scope the account and the region
 * @param statuses clusters with one of these statuses; null matches any; rows are compared
 * @param oldestFirst whether the oldest comes first, not the newest
 */
@RecordBuilder
public record ClusterQuery(Scope scope, @Nullable Set<String> statuses, boolean oldestFirst)
    implements ClusterQueryBuilder.With {
  private static final Check CHECK = new Check("query");

  public ClusterQuery {
    CHECK.required("scope", scope);
    statuses = CHECK.choices("statuses", statuses);
  }

  /** All clusters of the scope, newest first. */
  public static ClusterQuery of(Scope scope) {
    return new ClusterQuery(scope, null, false);
  }
}
