package dev.kecs.storage.store;

import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.TransactionConflictException;
import dev.kecs.storage.error.VersionConflictException;
import dev.kecs.storage.model.Arn;
import java.util.function.UnaryOperator;

/**
 * How resources are kept that have an ARN. Every method is atomic by itself. No argument is
 * changed, no returned value shared.
 *
 * <p>How a resource is created is its own store's: a given {@code createdAt} is kept then, {@code
 * updatedAt} and {@code version} are set.
 *
 * @param <K> the ARN
 * @param <T> the resource
 */
public interface ArnStore<K extends Arn, T> extends ArnLookup<K, T> {
  /**
   * Replaces every part that is not identity or {@code createdAt}, if the resource is still in the
   * version that the value was read in.
   *
   * @return what is stored
   * @throws InvalidValueException if the value has no version
   * @throws NotFoundException if there is no such resource; leaves a unit of work usable
   * @throws VersionConflictException if it was changed, or deleted and created anew; leaves a unit
   *     of work usable
   * @throws AlreadyExistsException if another has a key that it would get
   * @throws ReferenceNotFoundException if it would refer to a resource that does not exist
   */
  T update(T value);

  /**
   * Reads the resource, and writes what the function makes of it, while no one else can change it.
   * The function runs once; what it throws comes out, and nothing is written. It must not call the
   * storage's own stores: they are refused to it. Whatever it throws, a unit of work stays usable.
   *
   * @return what is stored
   * @throws InvalidValueException if the function changes the identity, or returns nothing
   * @throws NotFoundException if there is no such resource
   * @throws AlreadyExistsException if another has a key that it would get
   * @throws ReferenceNotFoundException if it would refer to a resource that does not exist
   * @throws TransactionConflictException if it lost against a concurrent change; nothing is written
   */
  T modify(K arn, UnaryOperator<T> change);

  /**
   * Deletes the resource.
   *
   * @throws NotFoundException if there is none; leaves a unit of work usable
   */
  void delete(K arn);
}
