package dev.kecs.storage.ecs;

import dev.kecs.storage.model.Arn;

/**
 * The ARN of a resource that belongs to a cluster. The cluster's name follows the resource type.
 */
abstract sealed class ClusterResourceArn extends Arn
    permits ServiceArn, TaskArn, TaskSetArn, ContainerInstanceArn {
  ClusterResourceArn(String text, int resource) {
    super(text, resource);
  }

  /** Returns the ARN of its cluster. */
  public final ClusterArn cluster() {
    return new ClusterArn(beforeResource() + ClusterArn.TYPE + segment(1), resource());
  }
}
