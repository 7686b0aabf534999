package dev.kecs.storage.ecs;

import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.ArnStore;
import dev.kecs.storage.store.Deletion;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * The container instances of clusters. Every method that writes one with the status INACTIVE sets
 * its {@code deregisteredAt} to now if it is not given.
 */
public interface ContainerInstanceStore extends ArnStore<ContainerInstanceArn, ContainerInstance> {
  /**
   * Stores a new container instance. An INACTIVE one of its ARN is deleted and the new one created
   * in its place: its attributes are deleted too, and the version and the place in lists are new.
   * Tasks keep the ARN of the instance that they ran on.
   *
   * @return what is stored
   * @throws AlreadyExistsException if an instance has that ARN and is not INACTIVE; leaves a unit
   *     of work usable
   * @throws ReferenceNotFoundException if its cluster does not exist
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterContainerInstance.html">RegisterContainerInstance</a>
   */
  ContainerInstance register(ContainerInstance instance);

  /**
   * Makes a container instance INACTIVE and stores the time; does not change one that is INACTIVE
   * already.
   *
   * @return what is stored
   * @throws NotFoundException if there is none; leaves a unit of work usable
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterContainerInstance.html">DeregisterContainerInstance</a>
   */
  ContainerInstance deregister(ContainerInstanceArn arn);

  /** Returns a page of container instances, newest first unless the query says otherwise. */
  Page<ContainerInstance> list(ContainerInstanceQuery query, PageRequest page);

  /**
   * Counts the tasks on the container instances, in one query and in the order given; an instance
   * that has none or does not exist gets zeros.
   */
  Map<ContainerInstanceArn, ContainerInstanceStatistics> statistics(
      Collection<ContainerInstanceArn> arns);

  /**
   * Deletes container instances, with their attributes, that were deregistered before a time. Rows
   * that another transaction has locked are skipped; a later call deletes them.
   *
   * @param limit how many at most, 1 to {@link Deletion#MAX_LIMIT}
   * @return how many were deleted; fewer than the limit means that no more could be deleted
   */
  int deleteInactive(Within within, Instant before, int limit);
}
