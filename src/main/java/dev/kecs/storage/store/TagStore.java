package dev.kecs.storage.store;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.model.Tags;
import java.util.Collection;
import java.util.Map;

/**
 * The tags of any resource that has an ARN. They are parts of the resource: each change of tags
 * changes its {@code version} and {@code updatedAt}. It is one statement, so that no concurrent
 * change of the resource is lost. What the methods return is ordered by key.
 */
public interface TagStore {
  /**
   * Returns the tags of a resource.
   *
   * @throws NotFoundException if there is no such resource; leaves a unit of work usable
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTagsForResource.html">ListTagsForResource</a>
   */
  Map<String, String> tags(Arn arn);

  /**
   * Adds tags to a resource; a key that it already has gets the new value.
   *
   * @return all its tags
   * @throws InvalidValueException if a key or value is not as {@link Tags} says, or if it would
   *     have more than {@link Tags#MAX_COUNT}; leaves a unit of work usable
   * @throws NotFoundException if there is no such resource; leaves a unit of work usable
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TagResource.html">TagResource</a>
   */
  Map<String, String> tag(Arn arn, Map<String, String> tags);

  /**
   * Removes the tags of these keys from a resource; keys that it does not have are ignored.
   *
   * @return the tags that it still has
   * @throws InvalidValueException if a key is not a text that the database can hold
   * @throws NotFoundException if there is no such resource; leaves a unit of work usable
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UntagResource.html">UntagResource</a>
   */
  Map<String, String> untag(Arn arn, Collection<String> keys);
}
