package dev.kecs.storage.ecs;

import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.TransactionConflictException;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.ArnStore;
import dev.kecs.storage.store.Deletion;

/**
 * The task sets of services. At most one of a service is PRIMARY: while one is, only {@link
 * #setPrimary} can make another one PRIMARY; every other way is refused. Task sets are deleted with
 * their service.
 */
public interface TaskSetStore extends ArnStore<TaskSetArn, TaskSet> {
  /**
   * Stores a new task set.
   *
   * @return what is stored
   * @throws AlreadyExistsException if there is one of that ARN, or it would be the second PRIMARY
   *     one of its service; leaves a unit of work usable
   * @throws ReferenceNotFoundException if its service does not exist, which leaves a unit of work
   *     usable, or its task definition does not
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateTaskSet.html">CreateTaskSet</a>
   */
  TaskSet create(TaskSet taskSet);

  /**
   * Returns a page of a service's task sets, newest first unless the query says otherwise.
   *
   * @throws InvalidValueException if one of the query's ids is neither an id nor a task set's ARN
   */
  Page<TaskSet> list(TaskSetQuery query, PageRequest page);

  /**
   * Makes a task set the PRIMARY one of its service, and the former PRIMARY one ACTIVE, in one
   * transaction: no reader ever sees two PRIMARY task sets, or none in between. Concurrent calls
   * wait for one another, and the last one wins. A task set that is PRIMARY already is not changed.
   *
   * @return what is stored
   * @throws NotFoundException if there is none; the PRIMARY one stays PRIMARY, and a unit of work
   *     stays usable
   * @throws TransactionConflictException if another was made PRIMARY by {@link #create}, {@link
   *     #update} or {@link #modify} at the same time: in a unit of work, which stays usable, at the
   *     first conflict, else after several attempts
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateServicePrimaryTaskSet.html">UpdateServicePrimaryTaskSet</a>
   */
  TaskSet setPrimary(TaskSetArn arn);

  /**
   * Deletes the task sets of INACTIVE services. A task set is skipped if another transaction has
   * locked it or its service; a later call deletes it.
   *
   * @param limit how many at most, 1 to {@link Deletion#MAX_LIMIT}
   * @return how many were deleted; fewer than the limit means that no more could be deleted
   */
  int deleteOrphaned(Within within, int limit);
}
