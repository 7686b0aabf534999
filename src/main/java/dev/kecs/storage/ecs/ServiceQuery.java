package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which services a list holds: services must match every part; null matches any.
 *
 * <p>Each part is found by an index but for those that say that rows are compared: of these, where
 * few match, a page reads many.
 *
 * @param within one cluster, or all clusters of a scope
 * @param name the service's name, literally; rows are compared: {@link ServiceStore#find} has one
 *     of a cluster
 * @param launchType such as {@code FARGATE}; rows are compared
 * @param schedulingStrategy {@code REPLICA} or {@code DAEMON}; rows are compared
 * @param namespace the Kubernetes namespace; rows are compared
 * @param statuses services with one of these statuses; null matches any but INACTIVE; rows are
 *     compared
 * @param oldestFirst whether the oldest comes first, not the newest
 */
@RecordBuilder
public record ServiceQuery(
    Within within,
    @Nullable String name,
    @Nullable String launchType,
    @Nullable String schedulingStrategy,
    @Nullable String namespace,
    @Nullable Set<String> statuses,
    boolean oldestFirst)
    implements ServiceQueryBuilder.With {
  private static final Check CHECK = new Check("query");

  public ServiceQuery {
    CHECK.required("within", within);
    statuses = CHECK.choices("statuses", statuses);
  }

  /** All services that are not INACTIVE, newest first within each cluster. */
  public static ServiceQuery of(Within within) {
    return ServiceQueryBuilder.builder().within(within).build();
  }
}
