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
   * Stores a new service. An INACTIVE one of its name is replaced, as its deletion and a creation
   * would: its task sets are gone, the version and the place in lists are new. Tasks keep the ARN
   * they ran under.
   *
   * @return what is stored
   * @throws AlreadyExistsException if there is one of that name that is not INACTIVE; leaves a unit
   *     of work usable
   * @throws ReferenceNotFoundException if its cluster or task definition does not exist
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html">CreateService</a>
   */
  Service create(Service service);

  /**
   * Returns the service of that name, or of that ARN if it is one of the cluster; empty where there
   * is none.
   *
   * @throws InvalidValueException if the text is neither a name nor a service's ARN
   */
  Optional<Service> find(ClusterArn cluster, String nameOrArn);

  /**
   * Returns a page of services, newest first within each cluster unless the query says otherwise.
   */
  Page<Service> list(ServiceQuery query, PageRequest page);

  /**
   * Deletes services that were not changed since a time and are INACTIVE, or DRAINING without a
   * task that is not stopped. One that another transaction works on is passed over: it is for a
   * later call.
   *
   * @param limit how many at most, 1 to {@link Deletion#MAX_LIMIT}
   * @return how many were deleted; fewer than the limit means that no more could be
   */
  int deleteInactive(Within within, Instant before, int limit);
}
