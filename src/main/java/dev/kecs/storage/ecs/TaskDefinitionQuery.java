package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.model.Scope;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Which task definitions a list holds, ordered by family and then by revision as a number.
 *
 * @param scope the account and the region
 * @param family the family's name, literally; null matches any
 * @param status the status; null matches any
 * @param descending whether the last family and revision come first
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTaskDefinitions.html">ListTaskDefinitions</a>
 */
@RecordBuilder
public record TaskDefinitionQuery(
    Scope scope, @Nullable String family, @Nullable String status, boolean descending)
    implements TaskDefinitionQueryBuilder.With {
  private static final Check CHECK = new Check("query");

  public TaskDefinitionQuery {
    CHECK.required("scope", scope);
  }

  /** All task definitions of the scope, ascending. */
  public static TaskDefinitionQuery of(Scope scope) {
    return new TaskDefinitionQuery(scope, null, null, false);
  }
}
