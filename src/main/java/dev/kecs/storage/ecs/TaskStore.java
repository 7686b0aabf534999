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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of clusters.
 *
 * <p>STOPPED is the one terminal status. Its {@code stoppedAt} is set to now where it is not given,
 * and then stays. A stopped task takes further changes that leave it STOPPED; {@link #update} and
 * {@link #modify} to another status are refused as invalid, {@link #upsert} and {@link
 * #updateStatuses} to another status leave it alone. Only one task that is not stopped can have a
 * pod.
 */
public interface TaskStore extends ArnStore<TaskArn, Task> {
  /**
   * Stores a new task.
   *
   * @return what is stored
   * @throws AlreadyExistsException if there is one of that ARN, which leaves a unit of work usable,
   *     or another task that is not stopped has its pod
   * @throws ReferenceNotFoundException if its cluster or task definition does not exist
   */
  Task create(Task task);

  /**
   * Stores new tasks, all or none, in one statement. They are created in the order of their ARNs,
   * which lists then show, so that concurrent batches of the same tasks wait for one another.
   *
   * @return what is stored, in the order of the collection
   * @throws InvalidValueException if an ARN, or a pod of tasks not stopped, is there twice
   * @throws AlreadyExistsException if one exists, naming it; leaves a unit of work usable
   * @throws ReferenceNotFoundException if the cluster or task definition of one does not exist,
   *     naming it; leaves a unit of work usable
   */
  List<Task> createAll(Collection<Task> tasks);

  /**
   * Returns the task of that id, or of that ARN if it is one of the cluster; empty where there is
   * none.
   *
   * @throws InvalidValueException if the text is neither an id nor a task's ARN
   */
  Optional<Task> find(ClusterArn cluster, String idOrArn);

  /**
   * Returns the task of a pod: the one that is not stopped, else the one created last; empty where
   * there is none.
   */
  Optional<Task> findByPod(ClusterArn cluster, @Nullable String namespace, String podName);

  /** Returns a page of tasks, newest first unless the query says otherwise. */
  Page<Task> list(TaskQuery query, PageRequest page);

  /** Returns the same page as {@link #list}, of ARNs only. Its tokens are its own. */
  Page<TaskArn> listArns(TaskQuery query, PageRequest page);

  /**
   * Stores a task, new or in place of the one of its ARN, whatever its version. {@code createdAt}
   * of the latter stays.
   *
   * @throws AlreadyExistsException if another task that is not stopped has its pod
   * @throws ReferenceNotFoundException if its cluster or task definition does not exist
   */
  Upserted upsert(Task task);

  /**
   * Changes the statuses of tasks, all in one statement. What a change does not say stays.
   *
   * @throws InvalidValueException if an ARN is there twice
   */
  StatusesUpdated updateStatuses(Collection<TaskStatusChange> changes);

  /**
   * Stops all tasks that are not stopped, now and for this reason: their last and desired status
   * are STOPPED.
   *
   * @return the ARNs of those that this call stopped, in no order
   */
  List<TaskArn> stopAll(Within within, String reason);

  /** Counts a cluster's tasks by last status. */
  Map<String, Integer> countByStatus(ClusterArn cluster);

  /**
   * Deletes tasks that stopped before a time. One that another transaction works on is passed over:
   * it is for a later call.
   *
   * @param limit how many at most, 1 to {@link Deletion#MAX_LIMIT}
   * @return how many were deleted; fewer than the limit means that no more could be
   */
  int deleteStopped(Within within, Instant before, int limit);

  /**
   * What became of an upsert.
   *
   * @param task what is stored
   */
  record Upserted(Task task, Outcome outcome) {
    /** What became of the stored task. */
    public enum Outcome {
      /** There was none of that ARN. */
      CREATED,
      /** It was replaced. */
      CHANGED,
      /** It is stopped, and would not be. */
      LEFT_ALONE
    }
  }

  /**
   * What became of changes of status, each ARN in one of the sets.
   *
   * @param leftAlone tasks that are stopped, and would not be
   * @param unknown there is no such task
   */
  record StatusesUpdated(Set<TaskArn> changed, Set<TaskArn> leftAlone, Set<TaskArn> unknown) {
    public StatusesUpdated {
      changed = Set.copyOf(changed);
      leftAlone = Set.copyOf(leftAlone);
      unknown = Set.copyOf(unknown);
    }
  }
}
