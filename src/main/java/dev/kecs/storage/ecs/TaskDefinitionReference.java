package dev.kecs.storage.ecs;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.model.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What an API user refers to by a family, {@code family:revision} or the full ARN of a task
 * definition.
 *
 * @param scope where to look; for a full ARN, the ARN's own scope
 * @param family the family's name
 * @param revision from 1; null means the latest active one
 */
public record TaskDefinitionReference(Scope scope, String family, @Nullable Integer revision) {
  public TaskDefinitionReference {
    Check.given("task definition scope", scope);
    // Checks the parts as those of an ARN; a bare family is checked with revision 1.
    TaskDefinitionArn.of(scope, family, revision == null ? 1 : revision);
  }

  /**
   * Returns what the text refers to. A full ARN is taken unchanged, even if it belongs to another
   * scope.
   *
   * @throws InvalidValueException if it is none of the three
   */
  public static TaskDefinitionReference parse(Scope scope, String text) {
    if (Check.isArn(text)) {
      return of(TaskDefinitionArn.parse(text));
    }
    return Check.given("task definition", text).indexOf(':') < 0
        ? new TaskDefinitionReference(scope, text, null)
        : of(TaskDefinitionArn.in(scope, text));
  }

  private static TaskDefinitionReference of(TaskDefinitionArn arn) {
    return new TaskDefinitionReference(arn.scope(), arn.family(), arn.revision());
  }
}
