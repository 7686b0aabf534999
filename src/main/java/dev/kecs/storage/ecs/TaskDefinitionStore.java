package dev.kecs.storage.ecs;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.ResourceInUseException;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.ArnLookup;
import dev.kecs.storage.store.Deletion;
import java.util.Optional;

/** The revisions of task definitions, whose content never changes. */
public interface TaskDefinitionStore extends ArnLookup<TaskDefinitionArn, TaskDefinition> {
  /**
   * Stores a new ACTIVE revision. Its number is one higher than the last of the family in that
   * account and region. Concurrent registrations all succeed with consecutive revisions. No number
   * is used twice, even after definitions are deleted.
   *
   * @return what is stored
   * @throws InvalidValueException if the family's name is not valid
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html">RegisterTaskDefinition</a>
   */
  TaskDefinition register(Scope scope, String family, TaskDefinitionContent content);

  /** Returns a revision, of any status; empty if there is none. */
  Optional<TaskDefinition> find(Scope scope, String family, int revision);

  /** Returns the highest revision that is ACTIVE; empty if there is none. */
  Optional<TaskDefinition> findLatest(Scope scope, String family);

  /**
   * Returns what a text refers to: a family (its latest active revision), {@code family:revision}
   * or an ARN of the scope; empty if there is none.
   *
   * @throws InvalidValueException if the text is none of the three
   */
  Optional<TaskDefinition> resolve(Scope scope, String text);

  /** Returns a page of task definitions, ordered by family and then by revision. */
  Page<TaskDefinition> list(TaskDefinitionQuery query, PageRequest page);

  /** Returns a page of families, ordered by name. */
  Page<TaskDefinitionFamily> listFamilies(TaskDefinitionFamilyQuery query, PageRequest page);

  /**
   * Makes an ACTIVE task definition INACTIVE and stores the time; does not change any other.
   *
   * @return what is stored
   * @throws NotFoundException if there is none
   */
  TaskDefinition deregister(TaskDefinitionArn arn);

  /**
   * Deletes a task definition that is not ACTIVE. While a task, task set or service refers to it,
   * makes it DELETE_IN_PROGRESS instead.
   *
   * @return the stored task definition; empty if it was deleted
   * @throws NotFoundException if there is none
   * @throws ResourceInUseException if it is ACTIVE
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteTaskDefinitions.html">DeleteTaskDefinitions</a>
   */
  Optional<TaskDefinition> delete(TaskDefinitionArn arn);

  /**
   * Deletes task definitions that are DELETE_IN_PROGRESS and that nothing refers to any more. Rows
   * that another transaction has locked are skipped; a later call deletes them.
   *
   * @param limit how many at most, 1 to {@link Deletion#MAX_LIMIT}
   * @return how many were deleted; fewer than the limit means that no more could be deleted
   */
  int finishDeletions(Scope scope, int limit);
}
