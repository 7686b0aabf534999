package dev.kecs.storage.model;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.internal.check.TagSyntax;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the tags of a resource. A key has 1 to {@value #MAX_KEY_LENGTH} characters of
 * Unicode, a value 0 to {@value #MAX_VALUE_LENGTH}. They are letters, numbers, spaces and {@code _
 * . : / = + - @}.
 *
 * <p>Keys that begin with {@code aws:}, in any case, are AWS's own. Its users cannot set them, so
 * it is for the control plane to refuse them; the storage keeps them, and does not count them.
 *
 * <p>All maps of tags that the storage returns are ordered by key.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tag.html">Tag</a>
 */
public final class Tags {
  /** How many tags a resource has at most, besides those of AWS: {@value}. */
  public static final int MAX_COUNT = 50;

  /** How long a key is at most, in characters of Unicode: {@value}. */
  public static final int MAX_KEY_LENGTH = TagSyntax.MAX_KEY_LENGTH;

  /** How long a value is at most, in characters of Unicode: {@value}. */
  public static final int MAX_VALUE_LENGTH = TagSyntax.MAX_VALUE_LENGTH;

  private static final Check CHECK = new Check("request");

  private Tags() {}

  /**
   * Returns a copy of tags for a resource; does not check how many there are.
   *
   * @throws InvalidValueException if a key or value is not allowed; the message names the key
   */
  public static Map<String, String> texts(@Nullable Map<String, String> tags) {
    return CHECK.tags("tags", tags);
  }

  /** Returns the error that a resource would have more than {@link #MAX_COUNT} tags. */
  public static InvalidValueException tooMany(Object resource, int count) {
    return new InvalidValueException(
        resource + " would have " + count + " tags, more than " + MAX_COUNT);
  }
}
