package dev.kecs.storage.ecs;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.TransactionConflictException;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import java.util.Collection;

/**
 * The attributes of container instances. They go with their instance. Every method is atomic by
 * itself.
 */
public interface AttributeStore {
  /**
   * Stores attributes, all or none: new ones, and new values for those that are there.
   *
   * <p>Who puts attributes on one target waits for another, so that it never has more than {@link
   * Attribute#MAX_COUNT}.
   *
   * @throws InvalidValueException if one is there twice, or a target, which is named, would have
   *     more than {@link Attribute#MAX_COUNT}; leaves a unit of work usable
   * @throws ReferenceNotFoundException if a target, which is named, does not exist; leaves a unit
   *     of work usable
   * @throws TransactionConflictException if it lost against a concurrent change, such as one of a
   *     target since a unit of work began that is not READ_COMMITTED; nothing is written
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutAttributes.html">PutAttributes</a>
   */
  void put(Collection<Attribute> attributes);

  /**
   * Deletes attributes, all or none; those that are not there are fine.
   *
   * @return how many were there
   * @throws InvalidValueException if one is there twice in the collection
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteAttributes.html">DeleteAttributes</a>
   */
  int delete(Collection<AttributeKey> keys);

  /** Returns a page of attributes, by the ARN of what has it and then by name. */
  Page<Attribute> list(AttributeQuery query, PageRequest page);
}
