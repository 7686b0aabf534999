package dev.kecs.storage.ecs;

import dev.kecs.storage.model.Arn;

/** The ARN of what belongs to a cluster, which is named right after the resource type. */
abstract class ClusterResourceArn extends Arn {
  ClusterResourceArn(String text, int resource) {
    super(text, resource);
  }

  /** Returns the ARN of its cluster. */
  public final ClusterArn cluster() {
    return new ClusterArn(beforeResource() + ClusterArn.TYPE + segment(1), resource());
  }
}
