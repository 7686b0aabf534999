package dev.kecs.storage.store;

import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.model.Arn;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Looks up resources by their ARN. Thread-safe, as all stores of a storage are.
 *
 * @param <K> the ARN
 * @param <T> the resource
 */
public interface ArnLookup<K extends Arn, T> {
  /** Returns the resource, empty if there is none. */
  Optional<T> find(K arn);

  /**
   * Returns the resource.
   *
   * @throws NotFoundException if there is none; leaves a unit of work usable
   */
  T get(K arn);

  /**
   * Returns the resources that exist, each once, in the order of the given ARNs. Runs one query,
   * however many are asked for.
   */
  Map<K, T> getAll(Collection<K> arns);
}
