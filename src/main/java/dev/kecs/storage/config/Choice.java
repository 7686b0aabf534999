package dev.kecs.storage.config;

import static java.util.stream.Collectors.joining;

import dev.kecs.storage.error.InvalidValueException;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the name of an enum's value. */
final class Choice {
  /** Messages repeat only such texts: a URL in the wrong variable may hold a password. */
  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_-]{1,40}");

  private Choice() {}

  static <E extends Enum<E>> E of(E[] values, String what, String text) {
    return Stream.of(values)
        .filter(value -> name(value).equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> unknown(values, what, text));
  }

  private static InvalidValueException unknown(Enum<?>[] values, String what, String text) {
    String shown = PLAIN_WORD.matcher(text).matches() ? " '" + text + "'" : "";
    String names = Stream.of(values).map(Choice::name).collect(joining(", "));
    return new InvalidValueException("unknown " + what + shown + "; it must be one of " + names);
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
