package dev.kecs.storage.internal.check;

import dev.kecs.storage.error.InvalidValueException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the parts of a record, and makes the messages for wrong ones. A record has one, made with
 * the name that messages begin with: {@code task.lastStatus is required}.
 */
public final class Check {
  private static final int MAX_PORT = 65535;
  private static final int MAX_QUOTED = 100;

  private final String record;

  /** Takes the name of the record in messages. */
  public Check(String record) {
    this.record = record;
  }

  /** Refuses an absent part. */
  public void required(String part, @Nullable Object value) {
    if (value == null) {
      throw wrong(part, "is required");
    }
  }

  /** Refuses an absent text, and one that the database could not hold. */
  public void text(String part, @Nullable String value) {
    required(part, value);
    optionalText(part, value);
  }

  /** Refuses a text that the database could not hold. */
  public void optionalText(String part, @Nullable String value) {
    String fault = value == null ? null : Text.faultOf(value);
    if (fault != null) {
      throw wrong(part, fault);
    }
  }

  /** Refuses a text that the database could not hold or that has too many UTF-16 code units. */
  public void optionalText(String part, @Nullable String value, int maxLength) {
    optionalText(part, value);
    if (value != null && value.length() > maxLength) {
      throw wrong(part, "is longer than " + maxLength + " characters");
    }
  }

  /** Refuses an absent or empty text, and one that is too long to be part of a key. */
  public void name(String part, @Nullable String value, int maxLength) {
    text(part, value);
    if (value != null && value.isEmpty()) {
      throw wrong(part, "is empty");
    }
    optionalText(part, value, maxLength);
  }

  /** Refuses a text that does not have the form, which the words describe. */
  public void form(String part, @Nullable String value, Pattern form, String words) {
    if (value != null && !form.matcher(value).matches()) {
      throw wrong(part, "is not " + words);
    }
  }

  /** Refuses a negative number. */
  public void count(String part, int value) {
    if (value < 0) {
      throw wrong(part, "is negative: " + value);
    }
  }

  /** Returns a copy of a list of texts; an empty list for null. */
  public List<String> texts(String part, @Nullable List<String> values) {
    if (values == null || values.isEmpty()) {
      return List.of();
    }
    for (String value : values) {
      element(part, value);
    }
    return List.copyOf(values);
  }

  /** Returns a copy of a set, in its order; null for null. */
  public <V> @Nullable Set<V> choices(String part, @Nullable Set<V> values) {
    if (values == null) {
      return null;
    }
    for (V value : values) {
      notNull(part, value);
    }
    return Collections.unmodifiableSet(new LinkedHashSet<>(values));
  }

  /** Returns a copy of a map of text to text, ordered by key; an empty map for null. */
  public Map<String, String> texts(String part, @Nullable Map<String, String> values) {
    if (values == null || values.isEmpty()) {
      return Map.of();
    }
    values.forEach(
        (key, value) -> {
          element(part, key);
          element(part, value);
        });
    return Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** Returns a copy of tags, ordered by key; an empty map for null. */
  public Map<String, String> tags(String part, @Nullable Map<String, String> values) {
    Map<String, String> tags = texts(part, values);
    tags.forEach((key, value) -> tag(part, key, value));
    return tags;
  }

  private void tag(String part, String key, String value) {
    String fault = TagSyntax.faultOfKey(key);
    if (fault != null) {
      throw wrong(part, "has the key " + quoted(key) + ", which " + fault);
    }
    fault = TagSyntax.faultOfValue(value);
    if (fault != null) {
      throw wrong(part, "has a value of " + quoted(key) + " that " + fault);
    }
  }

  /** Returns a copy of a list of ports; an empty list for null. */
  public List<Integer> ports(String part, @Nullable List<Integer> values) {
    if (values == null || values.isEmpty()) {
      return List.of();
    }
    for (Integer value : values) {
      notNull(part, value);
      if (value < 0 || value > MAX_PORT) {
        throw wrong(part, "holds " + value + ", which is no port");
      }
    }
    return List.copyOf(values);
  }

  /** Returns the time as the database keeps it: in microseconds. */
  public @Nullable Instant time(String part, @Nullable Instant value) {
    if (value == null) {
      return null;
    }
    if (!Times.canBeKept(value)) {
      throw wrong(part, "is not in the years 1 to 294276: " + value);
    }
    return value.truncatedTo(ChronoUnit.MICROS);
  }

  /** Returns the error for a part that is wrong; the caller throws it. */
  public InvalidValueException wrong(String part, String fault) {
    return new InvalidValueException(record + '.' + part + ' ' + fault);
  }

  private void element(String part, @Nullable String value) {
    notNull(part, value);
    optionalText(part, value);
  }

  private void notNull(String part, @Nullable Object value) {
    if (value == null) {
      throw wrong(part, "holds null");
    }
  }

  /** Refuses an absent argument that is not part of a record. */
  public static <T> T given(String what, @Nullable T value) {
    if (value == null) {
      throw new InvalidValueException(what + " is required");
    }
    return value;
  }

  /**
   * Refuses an absent text, and one that the database could not hold; for texts that are not part
   * of a record.
   */
  public static void textOf(String what, @Nullable String value) {
    String fault = Text.faultOf(given(what, value));
    if (fault != null) {
      throw new InvalidValueException(what + ' ' + fault);
    }
  }

  /**
   * Tells whether the text is a full ARN; {@code arn:1}, revision 1 of a family named arn, is not
   * one.
   */
  public static boolean isArn(@Nullable String text) {
    return text != null && text.startsWith("arn:") && text.indexOf(':', "arn:".length()) > 0;
  }

  /** Returns the text in quotes, as messages show it; a long one is cut. */
  public static String quoted(String text) {
    return text.length() <= MAX_QUOTED
        ? '\'' + text + '\''
        : '\'' + text.substring(0, MAX_QUOTED) + "…'";
  }
}
