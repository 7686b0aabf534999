package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.model.Scope;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which clusters a list holds.
 *
 * @param scope whose
 * @param statuses those of one of these; null means any
 * @param oldestFirst whether the first created comes first, rather than the last
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
