package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks a list holds: tasks must match every part; null matches any. Texts are compared
 * literally.
 *
 * <p>Each part is found by an index but for those that say that rows are compared: of these, where
 * few match, a page reads many. A status other than STOPPED, as last or desired one, leaves out the
 * stopped tasks by an index.
 *
 * @param cluster the cluster
 * @param serviceName the service's name, from the task's service ARN or, if it has none, from its
 *     group {@code service:NAME}
 * @param serviceArn the task's service ARN
 * @param family the family of the task definition
 * @param containerInstanceArn the container instance that the task runs on
 * @param launchType such as {@code FARGATE}; rows are compared
 * @param desiredStatus such as {@code RUNNING}; rows are compared
 * @param lastStatus such as {@code RUNNING}; rows are compared
 * @param startedBy who started it; rows are compared
 * @param group the task's group; rows are compared
 * @param oldestFirst whether the oldest comes first, not the newest
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html">ListTasks</a>
 */
@RecordBuilder
public record TaskQuery(
    ClusterArn cluster,
    @Nullable String serviceName,
    @Nullable ServiceArn serviceArn,
    @Nullable String family,
    @Nullable ContainerInstanceArn containerInstanceArn,
    @Nullable String launchType,
    @Nullable String desiredStatus,
    @Nullable String lastStatus,
    @Nullable String startedBy,
    @Nullable String group,
    boolean oldestFirst)
    implements TaskQueryBuilder.With {
  private static final Check CHECK = new Check("query");

  public TaskQuery {
    CHECK.required("cluster", cluster);
  }

  /** All tasks of the cluster, newest first. */
  public static TaskQuery of(ClusterArn cluster) {
    return TaskQueryBuilder.builder().cluster(cluster).build();
  }
}
