package dev.kecs.storage.model;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.Check;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the tags of a resource when they are written: texts by key, {@value #MAX_COUNT} at
 * most.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html">Tags</a>
 */
public final class Tags {
  /** How many tags a resource has at most: {@value}. */
  public static final int MAX_COUNT = 50;

  private static final Check CHECK = new Check("request");

  private Tags() {}

  /**
   * Returns a copy of tags for a resource; does not check how many there are.
   *
   * @throws InvalidValueException if a key or value is not a text that the database can hold
   */
  public static Map<String, String> texts(@Nullable Map<String, String> tags) {
    return CHECK.texts("tags", tags);
  }

  /** Returns the error that a resource would have more than {@link #MAX_COUNT} tags. */
  public static InvalidValueException tooMany(Object resource, int count) {
    return new InvalidValueException(
        resource + " would have " + count + " tags, more than " + MAX_COUNT);
  }
}
