package dev.kecs.storage.internal.check;

import org.jspecify.annotations.Nullable;

/** Checks whether the database can hold a text. */
public final class Text {
  private Text() {}

  /**
   * Returns what is wrong with a text, in words that follow its name in a message; null if the
   * database can hold it.
   *
   * @see <a href="https://www.postgresql.org/docs/current/datatype-character.html">Character
   *     Types</a>
   */
  public static @Nullable String faultOf(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == '\0') {
        return "holds U+0000";
      }
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == length
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return "holds an unpaired surrogate";
        }
        i++;
      }
    }
    return null;
  }
}
