package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import org.jspecify.annotations.Nullable;

/**
 * A family of task definitions.
 *
 * @param family its name
 * @param latestRevision the highest revision ever registered, from 1
 * @param activeRevisions how many revisions are {@link TaskDefinition#ACTIVE}; null if the query
 *     did not ask for it
 */
public record TaskDefinitionFamily(
    String family, int latestRevision, @Nullable Long activeRevisions) {
  private static final Check CHECK = new Check("taskDefinitionFamily");

  public TaskDefinitionFamily {
    CHECK.text("family", family);
  }
}
