package dev.kecs.storage.ecs;

import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.ResourceInUseException;
import dev.kecs.storage.error.TransactionConflictException;
import dev.kecs.storage.model.Scope;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.ArnStore;
import dev.kecs.storage.store.Created;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The clusters. */
public interface ClusterStore extends ArnStore<ClusterArn, Cluster> {
  /**
   * Stores a new cluster.
   *
   * @return what is stored
   * @throws AlreadyExistsException if a cluster has that ARN; leaves a unit of work usable
   */
  Cluster create(Cluster cluster);

  /**
   * Stores a new cluster, or returns the existing one of that ARN, unchanged.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html">CreateCluster</a>
   */
  Created<Cluster> createIfAbsent(Cluster cluster);

  /**
   * Returns the cluster of that name, or of that ARN if the ARN belongs to the scope; empty if
   * there is none.
   *
   * @throws InvalidValueException if the text is neither a name nor a cluster's ARN
   */
  Optional<Cluster> find(Scope scope, String nameOrArn);

  /** Returns a page of a scope's clusters, newest first unless the query says otherwise. */
  Page<Cluster> list(ClusterQuery query, PageRequest page);

  /**
   * Deletes the cluster with its stopped tasks, INACTIVE services and INACTIVE container instances,
   * in one transaction. A cluster in use is refused at once. Most stopped tasks are deleted before
   * anything waits for this: then new services, tasks and container instances of the cluster do.
   *
   * @throws NotFoundException if there is none
   * @throws ResourceInUseException if it has a task that is not stopped, or a service or container
   *     instance that is not INACTIVE, even if that is created at the same time. Nothing is deleted
   *     then, and a unit of work stays usable.
   * @throws TransactionConflictException if it lost against concurrent changes: in a unit of work
   *     at the first conflict, else after several attempts; nothing is deleted then
   */
  @Override
  void delete(ClusterArn arn);

  /**
   * Counts what the clusters hold, in one query and in the order given; one that holds nothing or
   * does not exist gets zeros.
   */
  Map<ClusterArn, ClusterStatistics> statistics(Collection<ClusterArn> arns);
}
