package dev.kecs.storage.store;

import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.model.Arn;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * How resources are looked up by their ARN. Thread-safe, as all stores of a storage are.
 *
 * @param <K> the ARN
 * @param <T> the resource
 */
public interface ArnLookup<K extends Arn, T> {
  /** Returns the resource, empty where there is none. */
  Optional<T> find(K arn);

  /**
   * Returns the resource.
   *
   * @throws NotFoundException if there is none; leaves a unit of work usable
   */
  T get(K arn);

  /**
   * Returns the resources that exist, in the order of the ARNs, each once; in one query, however
   * many are asked for.
   */
  Map<K, T> getAll(Collection<K> arns);
}
