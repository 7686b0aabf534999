package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which container instances a list holds: instances must match every part; null matches any.
 *
 * <p>Each part is found by an index but for those that say that rows are compared: of these, where
 * few match, a page reads many.
 *
 * @param cluster the cluster
 * @param statuses instances with one of these statuses; null matches any but INACTIVE; rows are
 *     compared
 * @param ec2InstanceId the id of the machine, literally
 * @param attributeName instances that have an attribute of this name, literally
 * @param attributeValue instances whose attribute of that name has this value, literally; only with
 *     a name; rows are compared
 * @param oldestFirst whether the oldest comes first, not the newest
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListContainerInstances.html">ListContainerInstances</a>
 */
@RecordBuilder
public record ContainerInstanceQuery(
    ClusterArn cluster,
    @Nullable Set<String> statuses,
    @Nullable String ec2InstanceId,
    @Nullable String attributeName,
    @Nullable String attributeValue,
    boolean oldestFirst)
    implements ContainerInstanceQueryBuilder.With {
  private static final Check CHECK = new Check("query");

  public ContainerInstanceQuery {
    CHECK.required("cluster", cluster);
    statuses = CHECK.choices("statuses", statuses);
    if (attributeValue != null && attributeName == null) {
      throw CHECK.wrong("attributeValue", "needs an attributeName");
    }
  }

  /** All container instances of the cluster that are not INACTIVE, newest first. */
  public static ContainerInstanceQuery of(ClusterArn cluster) {
    return ContainerInstanceQueryBuilder.builder().cluster(cluster).build();
  }
}
