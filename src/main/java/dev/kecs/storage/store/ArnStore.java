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
 * Stores resources that have an ARN. Every method is atomic by itself. No argument is changed, and
 * no returned value is shared.
 *
 * <p>Each store has its own methods to create a resource. They keep a given {@code createdAt}, and
 * set {@code updatedAt} and {@code version}.
 *
 * @param <K> the ARN
 * @param <T> the resource
 */
public interface ArnStore<K extends Arn, T> extends ArnLookup<K, T> {
  /**
   * Replaces all parts except the ARN and {@code createdAt}, if the resource still has the version
   * that the value was read in.
   *
   * @return what is stored
   * @throws InvalidValueException if the value has no version
   * @throws NotFoundException if there is no such resource; leaves a unit of work usable
   * @throws VersionConflictException if it was changed, or deleted and created again; leaves a unit
   *     of work usable
   * @throws AlreadyExistsException if another resource already has one of its unique keys
   * @throws ReferenceNotFoundException if it would refer to a resource that does not exist
   */
  T update(T value);

  /**
   * Reads the resource, and writes what the function makes of it, while no one else can change it.
   * The function runs once. An exception of the function is passed on, and nothing is written. The
   * function must not call the storage's own stores: they refuse its calls. Whatever is thrown, a
   * unit of work stays usable.
   *
   * @return what is stored
   * @throws InvalidValueException if the function changes the ARN, or returns null
   * @throws NotFoundException if there is no such resource
   * @throws AlreadyExistsException if another resource already has one of its unique keys
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
