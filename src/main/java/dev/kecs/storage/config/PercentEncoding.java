package dev.kecs.storage.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kecs.storage.error.InvalidValueException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;

/** Encodes and decodes the parts of a URL. Unlike the JDK's decoder, it refuses malformed text. */
final class PercentEncoding {
  private PercentEncoding() {}

  static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /**
   * Reads a part of a URL. An error names the part and does not repeat its text.
   *
   * <p>A blank that is encoded is meant. One that is not, or a line break at the end, even if it is
   * encoded, got there with a secret, such as a file's last line break.
   */
  static String decode(String part, String text) {
    if (text.codePoints().anyMatch(PercentEncoding::isBlank)) {
      throw new InvalidValueException(
          part + " holds a blank, a line break or a control character; a blank is written %20");
    }
    try {
      ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      ByteBuffer decoded = ByteBuffer.allocate(encoded.remaining());
      while (encoded.hasRemaining()) {
        byte next = encoded.get();
        decoded.put(next == '%' ? hexPair(part, encoded) : next);
      }
      String result = UTF_8.newDecoder().decode(decoded.flip()).toString();
      if (result.indexOf('\0') >= 0) {
        throw new InvalidValueException(part + " must not hold U+0000");
      }
      if (result.endsWith("\n") || result.endsWith("\r")) {
        throw new InvalidValueException(part + " must not end with a line break");
      }
      return result;
    } catch (CharacterCodingException e) {
      // The exception's message must not be shown, and would not help a reader.
      throw new InvalidValueException(part + " is not UTF-8");
    }
  }

  private static boolean isBlank(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || Character.isISOControl(character);
  }

  private static byte hexPair(String part, ByteBuffer encoded) {
    int high = encoded.hasRemaining() ? digit(encoded.get()) : -1;
    int low = encoded.hasRemaining() ? digit(encoded.get()) : -1;
    if (high < 0 || low < 0) {
      throw new InvalidValueException(
          part + " has a '%' without two hexadecimal digits; a '%' itself is written %25");
    }
    return (byte) (high << 4 | low);
  }

  private static int digit(byte character) {
    return character < 0 ? -1 : Character.digit(character, 16);
  }
}
