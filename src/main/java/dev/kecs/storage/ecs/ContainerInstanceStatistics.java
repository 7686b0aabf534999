package dev.kecs.storage.ecs;

/**
 * The tasks on a container instance, counted at the time of the call.
 *
 * @param runningTasksCount tasks whose last status is {@link Task#RUNNING}
 * @param pendingTasksCount tasks whose last status is {@link Task#PENDING}
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html">ContainerInstance</a>
 */
public record ContainerInstanceStatistics(int runningTasksCount, int pendingTasksCount) {
  /** The statistics of a container instance that has no tasks. */
  public static final ContainerInstanceStatistics NONE = new ContainerInstanceStatistics(0, 0);
}
