package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks a list holds: those that every part holds for, where null means any. Texts are
 * compared literally.
 *
 * @param cluster whose
 * @param serviceName of the service, by the task's service ARN or, where it has none, its group
 *     {@code service:NAME}
 * @param serviceArn the task's service ARN
 * @param family of the task definition
 * @param containerInstanceArn where it runs
 * @param launchType such as {@code FARGATE}
 * @param desiredStatus such as {@code RUNNING}
 * @param lastStatus such as {@code RUNNING}
 * @param startedBy who started it
 * @param group the task's group
 * @param oldestFirst whether the first created comes first, rather than the last
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
