package dev.kecs.storage.ecs;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.TransactionConflictException;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import java.util.Collection;

/**
 * The attributes of container instances. They are deleted with their instance. Every method is
 * atomic by itself.
 */
public interface AttributeStore {
  /**
   * Stores attributes, all or none. One that exists already gets the new value.
   *
   * <p>Calls that put attributes on the same target wait for one another, so that it never has more
   * than {@link Attribute#MAX_COUNT} custom ones.
   *
   * @throws InvalidValueException if one is given twice, or if a target, which the message names,
   *     would have more than {@link Attribute#MAX_COUNT} custom ones; leaves a unit of work usable
   * @throws ReferenceNotFoundException if a target, which the message names, does not exist; leaves
   *     a unit of work usable
   * @throws TransactionConflictException if it lost against a concurrent change; nothing is
   *     written. In a unit of work that is not READ_COMMITTED, this can be any change of a target
   *     since the unit began
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutAttributes.html">PutAttributes</a>
   */
  void put(Collection<Attribute> attributes);

  /**
   * Deletes attributes, all or none; those that do not exist are ignored.
   *
   * @return how many were deleted
   * @throws InvalidValueException if one is given twice
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteAttributes.html">DeleteAttributes</a>
   */
  int delete(Collection<AttributeKey> keys);

  /** Returns a page of attributes, by the ARN of the target and then by name. */
  Page<Attribute> list(AttributeQuery query, PageRequest page);
}
