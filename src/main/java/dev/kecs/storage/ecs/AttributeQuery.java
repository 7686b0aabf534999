package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes a list holds: attributes must match every part; null matches any. Texts are
 * compared literally.
 *
 * <p>Each part is found by an index but for those that say that rows are compared: of these, where
 * few match, a page reads many.
 *
 * @param cluster the cluster of their targets
 * @param targetType the type of the target, such as {@code container-instance}; rows are compared
 * @param targetArn the container instance that has it
 * @param name the name
 * @param value the value; rows are compared
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListAttributes.html">ListAttributes</a>
 */
@RecordBuilder
public record AttributeQuery(
    ClusterArn cluster,
    @Nullable String targetType,
    @Nullable ContainerInstanceArn targetArn,
    @Nullable String name,
    @Nullable String value)
    implements AttributeQueryBuilder.With {
  private static final Check CHECK = new Check("query");

  public AttributeQuery {
    CHECK.required("cluster", cluster);
  }

  /** All attributes of the cluster. */
  public static AttributeQuery of(ClusterArn cluster) {
    return AttributeQueryBuilder.builder().cluster(cluster).build();
  }
}
