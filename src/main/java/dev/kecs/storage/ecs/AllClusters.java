package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.model.Scope;

/**
 * All clusters of a scope, as far as a list or a bulk call reaches.
 *
 * @param scope whose
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
