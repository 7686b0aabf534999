package dev.kecs.storage.store;

import dev.kecs.storage.model.Scope;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Which families a list holds, by name.
 *
 * @param scope whose
 * @param prefix what the name begins with, literally; null means any
 * @param status whether the family has an active revision
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTaskDefinitionFamilies.html">ListTaskDefinitionFamilies</a>
 */
@RecordBuilder
public record TaskDefinitionFamilyQuery(Scope scope, @Nullable String prefix, Status status)
    implements TaskDefinitionFamilyQueryBuilder.With {
  public TaskDefinitionFamilyQuery {
    Query.required("scope", scope);
    Query.required("status", status);
  }

  /** All families of the scope. */
  public static TaskDefinitionFamilyQuery of(Scope scope) {
    return new TaskDefinitionFamilyQuery(scope, null, Status.ALL);
  }

  /** Whether a family has an active revision. */
  public enum Status {
    /** It has one. */
    ACTIVE,
    /** It has none, be it that all are deregistered or that all are deleted. */
    INACTIVE,
    /** Either. */
    ALL
  }
}
