package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.model.Scope;

/**
 * All clusters of a scope: what a list or bulk call covers.
 *
 * @param scope the account and the region
 */
public record AllClusters(Scope scope) implements Within {
  private static final Check CHECK = new Check("allClusters");

  public AllClusters {
    CHECK.required("scope", scope);
  }

  /** All clusters of the scope. */
  public static AllClusters of(Scope scope) {
    return new AllClusters(scope);
  }
}
