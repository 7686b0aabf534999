package dev.kecs.storage.ecs;

import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.ArnStore;
import dev.kecs.storage.store.Deletion;
import java.time.Instant;
import java.util.Optional;

/** The services of clusters. */
public interface ServiceStore extends ArnStore<ServiceArn, Service> {
  /**
   * Stores a new service. An INACTIVE one of its name is deleted and the new one created in its
   * place: its task sets are deleted too, and the version and the place in lists are new. Tasks
   * keep the ARN of the service that they ran under.
   *
   * @return what is stored
   * @throws AlreadyExistsException if a service has that name and is not INACTIVE; leaves a unit of
   *     work usable
   * @throws ReferenceNotFoundException if its cluster or task definition does not exist
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html">CreateService</a>
   */
  Service create(Service service);

  /**
   * Returns the service of that name, or of that ARN if the ARN belongs to the cluster; empty if
   * there is none.
   *
   * @throws InvalidValueException if the text is neither a name nor a service's ARN
   */
  Optional<Service> find(ClusterArn cluster, String nameOrArn);

  /**
   * Returns a page of services, newest first within each cluster unless the query says otherwise.
   * Of several clusters, the services of one come after those of another, in an order of clusters
   * that stays the same and means nothing.
   */
  Page<Service> list(ServiceQuery query, PageRequest page);

  /**
   * Deletes services that were not changed since a time, if they are INACTIVE, or if they are
   * DRAINING and all their tasks are stopped. Rows that another transaction has locked are skipped;
   * a later call deletes them.
   *
   * @param limit how many at most, 1 to {@link Deletion#MAX_LIMIT}
   * @return how many were deleted; fewer than the limit means that no more could be deleted
   */
  int deleteInactive(Within within, Instant before, int limit);
}
