package dev.kecs.storage.model;

import dev.kecs.storage.error.InvalidValueException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a record must be, and the messages when they are not. A record has one, made
 * with the name that messages begin with: {@code task.lastStatus is required}.
 */
final class Check {
  // The range of timestamptz, https://www.postgresql.org/docs/current/datatype-datetime.html, but
  // for the years BC: pgjdbc makes the first of them -infinity and fails at some leap days.
  private static final Instant FIRST_TIME = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant AFTER_LAST_TIME = Instant.parse("+294277-01-01T00:00:00Z");

  private static final int MAX_PORT = 65535;
  private static final int MAX_QUOTED = 100;

  private final String record;

  Check(String record) {
    this.record = record;
  }

  /** Refuses an absent part. */
  void required(String part, @Nullable Object value) {
    if (value == null) {
      throw wrong(part, "is required");
    }
  }

  /** Refuses an absent text, and one that the database could not hold. */
  void text(String part, @Nullable String value) {
    required(part, value);
    optionalText(part, value);
  }

  /** Refuses a text that the database could not hold. */
  void optionalText(String part, @Nullable String value) {
    String fault = value == null ? null : Text.faultOf(value);
    if (fault != null) {
      throw wrong(part, fault);
    }
  }

  /** Refuses a text that the database could not hold or that has too many UTF-16 code units. */
  void optionalText(String part, @Nullable String value, int maxLength) {
    optionalText(part, value);
    if (value != null && value.length() > maxLength) {
      throw wrong(part, "is longer than " + maxLength + " characters");
    }
  }

  /** Refuses an absent or empty text, and one that is too long to be part of a key. */
  void name(String part, @Nullable String value, int maxLength) {
    text(part, value);
    if (value != null && value.isEmpty()) {
      throw wrong(part, "is empty");
    }
    optionalText(part, value, maxLength);
  }

  /** Refuses a negative number. */
  void count(String part, int value) {
    if (value < 0) {
      throw wrong(part, "is negative: " + value);
    }
  }

  /** Returns a copy of a list of texts, or an empty one. */
  List<String> texts(String part, @Nullable List<String> values) {
    if (values == null || values.isEmpty()) {
      return List.of();
    }
    for (String value : values) {
      element(part, value);
    }
    return List.copyOf(values);
  }

  /** Returns a copy of a map of text to text, or an empty one. */
  Map<String, String> texts(String part, @Nullable Map<String, String> values) {
    if (values == null || values.isEmpty()) {
      return Map.of();
    }
    values.forEach(
        (key, value) -> {
          element(part, key);
          element(part, value);
        });
    return Map.copyOf(values);
  }

  /** Returns a copy of the tags of a resource, or none. */
  Map<String, String> tags(String part, @Nullable Map<String, String> values) {
    Map<String, String> tags = texts(part, values);
    if (tags.size() > Tags.MAX_COUNT) {
      throw Tags.tooMany(record, tags.size());
    }
    return tags;
  }

  /** Returns a copy of a list of ports, or an empty one. */
  List<Integer> ports(String part, @Nullable List<Integer> values) {
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
  @Nullable Instant time(String part, @Nullable Instant value) {
    if (value == null) {
      return null;
    }
    if (value.isBefore(FIRST_TIME) || !value.isBefore(AFTER_LAST_TIME)) {
      throw wrong(part, "is not in the years 1 to 294276: " + value);
    }
    return value.truncatedTo(ChronoUnit.MICROS);
  }

  InvalidValueException wrong(String part, String fault) {
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

  /** Refuses an absent argument that is no part of a record. */
  static <T> T given(String what, @Nullable T value) {
    if (value == null) {
      throw new InvalidValueException(what + " is required");
    }
    return value;
  }

  /** Refuses an absent text, and one the database could not hold, that is no part of a record. */
  static void textOf(String what, @Nullable String value) {
    String fault = Text.faultOf(given(what, value));
    if (fault != null) {
      throw new InvalidValueException(what + ' ' + fault);
    }
  }

  /** Tells a full ARN from a short name, also from the first revision of a family named arn. */
  static boolean isArn(@Nullable String text) {
    return text != null && text.startsWith("arn:") && text.indexOf(':', "arn:".length()) > 0;
  }

  /** Returns the text, or its beginning, as messages show it. */
  static String quoted(String text) {
    return text.length() <= MAX_QUOTED
        ? '\'' + text + '\''
        : '\'' + text.substring(0, MAX_QUOTED) + "…'";
  }
}
