package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.model.Scope;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Which families a list holds, ordered by name.
 *
 * @param scope the account and the region
 * @param prefix what the name begins with, literally; null matches any
 * @param status whether the family has an active revision
 * @param counted whether the active revisions of each family are counted, by one more query a page
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTaskDefinitionFamilies.html">ListTaskDefinitionFamilies</a>
 */
@RecordBuilder
public record TaskDefinitionFamilyQuery(
    Scope scope, @Nullable String prefix, Status status, boolean counted)
    implements TaskDefinitionFamilyQueryBuilder.With {
  private static final Check CHECK = new Check("query");

  public TaskDefinitionFamilyQuery {
    CHECK.required("scope", scope);
    CHECK.required("status", status);
  }

  /** All families of the scope, not counted. */
  public static TaskDefinitionFamilyQuery of(Scope scope) {
    return new TaskDefinitionFamilyQuery(scope, null, Status.ALL, false);
  }

  /** Whether a family has an active revision. */
  public enum Status {
    /** It has one. */
    ACTIVE,
    /** It has none: all its revisions are deregistered or deleted. */
    INACTIVE,
    /** Either. */
    ALL
  }
}
