package dev.kecs.storage.ecs;

/**
 * What runs on a container instance, counted when it was asked for.
 *
 * @param runningTasksCount tasks whose last status is {@link Task#RUNNING}
 * @param pendingTasksCount tasks whose last status is {@link Task#PENDING}
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html">ContainerInstance</a>
 */
public record ContainerInstanceStatistics(int runningTasksCount, int pendingTasksCount) {
  /** Those of a container instance that has no tasks. */
  public static final ContainerInstanceStatistics NONE = new ContainerInstanceStatistics(0, 0);
}
