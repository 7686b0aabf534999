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
 * The container instances of clusters. {@code deregisteredAt} of one that is written with the
 * status INACTIVE, in whatever way, is set to now where it is not given.
 */
public interface ContainerInstanceStore extends ArnStore<ContainerInstanceArn, ContainerInstance> {
  /**
   * Stores a new container instance. An INACTIVE one of its ARN is replaced, as its deletion and a
   * creation would: its attributes are gone, the version and the place in lists are new. Tasks keep
   * the ARN they ran on.
   *
   * @return what is stored
   * @throws AlreadyExistsException if there is one of that ARN that is not INACTIVE; leaves a unit
   *     of work usable
   * @throws ReferenceNotFoundException if its cluster does not exist
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterContainerInstance.html">RegisterContainerInstance</a>
   */
  ContainerInstance register(ContainerInstance instance);

  /**
   * Makes a container instance INACTIVE, with the time; leaves one that is so as it is.
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
   * Counts what runs on the container instances, in one query; one that runs nothing, or does not
   * exist, has zeros.
   */
  Map<ContainerInstanceArn, ContainerInstanceStatistics> statistics(
      Collection<ContainerInstanceArn> arns);

  /**
   * Deletes container instances, with their attributes, that were deregistered before a time. One
   * that another transaction works on is passed over: it is for a later call.
   *
   * @param limit how many at most, 1 to {@link Deletion#MAX_LIMIT}
   * @return how many were deleted; fewer than the limit means that no more could be
   */
  int deleteInactive(Within within, Instant before, int limit);
}
