package dev.kecs.storage.ecs;

import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.ArnStore;
import dev.kecs.storage.store.Deletion;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of clusters.
 *
 * <p>STOPPED is the only terminal status. The {@code stoppedAt} of a STOPPED task is set to now if
 * it is not given, and then never changes. A stopped task can be changed as long as it stays
 * STOPPED. A change to another status is refused as invalid by {@link #update} and {@link #modify};
 * {@link #upsert} and {@link #updateStatuses} ignore it. Of the tasks of a pod, at most one is not
 * stopped.
 */
public interface TaskStore extends ArnStore<TaskArn, Task> {
  /**
   * Stores a new task.
   *
   * @return what is stored
   * @throws AlreadyExistsException if a task has that ARN, or another task that is not stopped has
   *     its pod; leaves a unit of work usable
   * @throws ReferenceNotFoundException if its cluster or task definition does not exist
   */
  Task create(Task task);

  /**
   * Stores new tasks, all or none, in one statement. They are created in the order of their ARNs,
   * so that concurrent batches of the same tasks wait for one another; lists show this order.
   *
   * @return what is stored, in the order of the collection
   * @throws InvalidValueException if two tasks have the same ARN, or two that are not stopped the
   *     same pod
   * @throws AlreadyExistsException if one, which the message names, exists or has the pod of
   *     another task that is not stopped; leaves a unit of work usable
   * @throws ReferenceNotFoundException if the cluster or task definition of one, which the message
   *     names, does not exist; leaves a unit of work usable
   */
  List<Task> createAll(Collection<Task> tasks);

  /**
   * Returns the task of that id, or of that ARN if the ARN belongs to the cluster; empty if there
   * is none.
   *
   * @throws InvalidValueException if the text is neither an id nor a task's ARN
   */
  Optional<Task> find(ClusterArn cluster, String idOrArn);

  /**
   * Returns the task of a pod: the one that is not stopped, else the one created last; empty if
   * there is none.
   */
  Optional<Task> findByPod(ClusterArn cluster, @Nullable String namespace, String podName);

  /** Returns a page of tasks, newest first unless the query says otherwise. */
  Page<Task> list(TaskQuery query, PageRequest page);

  /**
   * Returns the ARNs of the same page as {@link #list}. The page tokens of one do not fit the
   * other.
   */
  Page<TaskArn> listArns(TaskQuery query, PageRequest page);

  /**
   * Stores a task; replaces an existing one of its ARN, whatever its version, but keeps that one's
   * {@code createdAt}.
   *
   * @throws AlreadyExistsException if another task that is not stopped has its pod; leaves a unit
   *     of work usable if there was no task of that ARN
   * @throws ReferenceNotFoundException if its cluster or task definition does not exist
   */
  Upserted upsert(Task task);

  /**
   * Changes the statuses of tasks, all in one statement. A part that is null in the change keeps
   * its value.
   *
   * @throws InvalidValueException if an ARN is given twice
   */
  StatusesUpdated updateStatuses(Collection<TaskStatusChange> changes);

  /**
   * Stops all tasks that are not stopped, with the current time and this reason: their last and
   * desired status become STOPPED.
   *
   * @return the ARNs of those that this call stopped, in no particular order
   */
  List<TaskArn> stopAll(Within within, String reason);

  /** Counts a cluster's tasks by last status, in the order of the statuses' texts. */
  Map<String, Integer> countByStatus(ClusterArn cluster);

  /**
   * Deletes tasks that stopped before a time. Rows that another transaction has locked are skipped;
   * a later call deletes them.
   *
   * @param limit how many at most, 1 to {@link Deletion#MAX_LIMIT}
   * @return how many were deleted; fewer than the limit means that no more could be deleted
   */
  int deleteStopped(Within within, Instant before, int limit);

  /**
   * The result of an upsert.
   *
   * @param task what is stored
   */
  record Upserted(Task task, Outcome outcome) {
    /** What happened to the stored task. */
    public enum Outcome {
      /** There was no task of that ARN. */
      CREATED,
      /** It was replaced. */
      CHANGED,
      /** The task is STOPPED and the new value is not, so nothing was changed. */
      LEFT_ALONE
    }
  }

  /**
   * The result of changes of status; each ARN is in exactly one of the sets, which have the order
   * of the changes.
   *
   * @param leftAlone tasks that are STOPPED and whose new status is not, so nothing was changed
   * @param unknown ARNs that no task has
   */
  record StatusesUpdated(Set<TaskArn> changed, Set<TaskArn> leftAlone, Set<TaskArn> unknown) {
    public StatusesUpdated {
      changed = copy(changed);
      leftAlone = copy(leftAlone);
      unknown = copy(unknown);
    }

    private static Set<TaskArn> copy(Set<TaskArn> arns) {
      return Collections.unmodifiableSet(new LinkedHashSet<>(arns));
    }
  }
}
