package dev.kecs.storage.ecs;

/**
 * What a cluster holds, counted at the time of the call.
 *
 * @param registeredContainerInstancesCount container instances that are not {@link
 *     ContainerInstance#INACTIVE}
 * @param runningTasksCount tasks whose last status is {@link Task#RUNNING}
 * @param pendingTasksCount tasks whose last status is {@link Task#PENDING}
 * @param activeServicesCount services whose status is {@link Service#ACTIVE}
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Cluster.html">Cluster</a>
 */
public record ClusterStatistics(
    int registeredContainerInstancesCount,
    int runningTasksCount,
    int pendingTasksCount,
    int activeServicesCount) {
  /** The statistics of a cluster that holds nothing. */
  public static final ClusterStatistics NONE = new ClusterStatistics(0, 0, 0, 0);

  /** Returns the sums of these numbers and the other's. */
  public ClusterStatistics plus(ClusterStatistics other) {
    return new ClusterStatistics(
        registeredContainerInstancesCount + other.registeredContainerInstancesCount,
        runningTasksCount + other.runningTasksCount,
        pendingTasksCount + other.pendingTasksCount,
        activeServicesCount + other.activeServicesCount);
  }
}
