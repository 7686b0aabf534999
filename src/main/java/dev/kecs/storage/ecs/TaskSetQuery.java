package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which task sets a list holds.
 *
 * <p>Each part is found by an index but for those that say that rows are compared: of these, where
 * few match, a page reads many.
 *
 * @param service the service
 * @param ids task sets with one of these ids or full ARNs; null matches any; rows are compared
 * @param oldestFirst whether the oldest comes first, not the newest
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskSets.html">DescribeTaskSets</a>
 */
@RecordBuilder
public record TaskSetQuery(ServiceArn service, @Nullable Set<String> ids, boolean oldestFirst)
    implements TaskSetQueryBuilder.With {
  private static final Check CHECK = new Check("query");

  public TaskSetQuery {
    CHECK.required("service", service);
    ids = CHECK.choices("ids", ids);
  }

  /** All task sets of the service, newest first. */
  public static TaskSetQuery of(ServiceArn service) {
    return new TaskSetQuery(service, null, false);
  }
}
