package dev.kecs.storage.internal.check;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the keys and values of tags may be.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tag.html">Tag</a>
 */
public final class TagSyntax {
  /** How many characters of Unicode a key has at most. */
  public static final int MAX_KEY_LENGTH = 128;

  /** How many characters of Unicode a value has at most. */
  public static final int MAX_VALUE_LENGTH = 256;

  /** The keys that AWS keeps for itself; means the same in PostgreSQL. */
  public static final String RESERVED_KEYS = "^[Aa][Ww][Ss]:";

  private static final Pattern RESERVED = Pattern.compile(RESERVED_KEYS);

  private TagSyntax() {}

  /** Returns how many of the keys are not AWS's own, and so count towards the limit of tags. */
  public static int counted(Set<String> keys) {
    int counted = 0;
    for (String key : keys) {
      counted += isReserved(key) ? 0 : 1;
    }
    return counted;
  }

  private static boolean isReserved(String key) {
    return key.indexOf(':') == 3 && RESERVED.matcher(key).find();
  }

  /** Returns what is wrong with a key, in words that follow it; null if it is allowed. */
  static @Nullable String faultOfKey(String key) {
    return key.isEmpty() ? "is empty" : faultOf(key, MAX_KEY_LENGTH);
  }

  /** Returns what is wrong with a value, in words that follow it; null if it is allowed. */
  static @Nullable String faultOfValue(String value) {
    return faultOf(value, MAX_VALUE_LENGTH);
  }

  private static @Nullable String faultOf(String text, int maxLength) {
    if (text.codePointCount(0, text.length()) > maxLength) {
      return "is longer than " + maxLength + " characters";
    }
    // Every copy of a record asks, so neither a stream nor a regular expression.
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (!isAllowed(text.codePointAt(i))) {
        return "holds other characters than letters, numbers, spaces and _ . : / = + - @";
      }
    }
    return null;
  }

  private static boolean isAllowed(int character) {
    return switch (Character.getType(character)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> "_.:/=+-@".indexOf(character) >= 0;
    };
  }
}
