package dev.kecs.storage.internal.check;

import dev.kecs.storage.error.InvalidValueException;

/**
 * Checks an ARN from left to right. Copies nothing, because every row that is read brings several
 * ARNs. Throws an {@link InvalidValueException} at the first part that is wrong.
 */
public final class ArnScanner {
  private static final int MAX_NAME_LENGTH = 255;

  private final String type;
  private final String text;
  private int position;

  /** Takes the resource type as messages name it, and the text to check. */
  public ArnScanner(String type, String text) {
    this.type = type;
    this.text = Check.given(type + " ARN", text);
  }

  /** Passes over {@code arn:PARTITION:SERVICE:REGION:ACCOUNT:}; returns where that ends. */
  public int header(String service) {
    literal("arn:", "beginning");
    int partition = position;
    int partitionEnd = colon("partition");
    literal(service, "service");
    literal(":", "service");
    int region = position;
    if (!ScopeParts.isRegion(text, region, colon("region"))) {
      throw wrong("region");
    }
    String expected = ScopeParts.partition(text, region);
    if (partitionEnd - partition != expected.length() || !text.startsWith(expected, partition)) {
      throw wrong("partition");
    }
    int account = position;
    if (!ScopeParts.isAccount(text, account, colon("account"))) {
      throw wrong("account");
    }
    return position;
  }

  /** Passes over this text, which must come next. */
  public void literal(String literal, String part) {
    if (!text.startsWith(literal, position)) {
      throw wrong(part);
    }
    position += literal.length();
  }

  /** Passes over this text if it comes next. */
  public void optional(String literal) {
    if (text.startsWith(literal, position)) {
      position += literal.length();
    }
  }

  /** Passes over a name and the character that ends it. */
  public void name(String part, char end) {
    passName(part);
    if (position == text.length() || text.charAt(position) != end) {
      throw wrong(part);
    }
    position++;
  }

  /** Passes over a name, which must be the last part. */
  public void lastName(String part) {
    passName(part);
    if (position < text.length()) {
      throw wrong(part);
    }
  }

  /** Passes over an int from 1, written without leading zeros, which must be the last part. */
  public int lastPositive(String part) {
    long value = 0;
    int start = position;
    while (position < text.length() && value <= Integer.MAX_VALUE) {
      char digit = text.charAt(position);
      if (digit < '0' || digit > '9' || (digit == '0' && position == start)) {
        throw wrong(part);
      }
      value = value * 10 + (digit - '0');
      position++;
    }
    if (value == 0 || value > Integer.MAX_VALUE) {
      throw wrong(part);
    }
    return (int) value;
  }

  private void passName(String part) {
    int start = position;
    while (position < text.length() && isNameCharacter(text.charAt(position))) {
      position++;
    }
    int length = position - start;
    if (length == 0 || length > MAX_NAME_LENGTH) {
      throw wrong(part);
    }
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /** Passes over the next colon; returns where it is. */
  private int colon(String part) {
    int colon = text.indexOf(':', position);
    if (colon < 0) {
      throw wrong(part);
    }
    position = colon + 1;
    return colon;
  }

  private InvalidValueException wrong(String part) {
    return new InvalidValueException(type + " ARN has a wrong " + part + ": " + Check.quoted(text));
  }
}
