package dev.kecs.storage.model;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.Check;

/**
 * The state of a resource that a value was read in. It changes with every change of the resource. A
 * committed version is never given again, even if the resource is deleted and created again under
 * its ARN. (A version that a unit of work saw and then undid can be given again.) Compare versions
 * only for equality. The text can serve as an ETag.
 */
public final class Version {
  private final long row;
  private final long change;

  private Version(long row, long change) {
    if (row < 1 || change < 1) {
      throw new InvalidValueException("version is malformed: '" + row + '-' + change + '\'');
    }
    this.row = row;
    this.change = change;
  }

  /**
   * Returns the version of a row's state; for the storage itself.
   *
   * @param row the row's id, from 1
   * @param change 1 when the row is created, one more with each change
   * @throws InvalidValueException if one of them is less than 1
   */
  public static Version of(long row, long change) {
    return new Version(row, change);
  }

  /**
   * Returns the version whose {@link #toString()} is the text.
   *
   * @throws InvalidValueException if no version has that text
   */
  public static Version parse(String text) {
    int hyphen = Check.given("version", text).indexOf('-');
    if (hyphen > 0) {
      try {
        Version version =
            new Version(
                Long.parseLong(text, 0, hyphen, 10),
                Long.parseLong(text, hyphen + 1, text.length(), 10));
        if (version.toString().equals(text)) {
          return version;
        }
      } catch (NumberFormatException e) {
        // Refused below, with the text that was given.
      }
    }
    throw new InvalidValueException("version is malformed: " + Check.quoted(text));
  }

  /** Returns the row's id; for the storage itself. */
  public long row() {
    return row;
  }

  /** Returns the number of the row's change; for the storage itself. */
  public long change() {
    return change;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version version && row == version.row && change == version.change;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(row) + Long.hashCode(change);
  }

  /** Returns the text that {@link #parse} takes. */
  @Override
  public String toString() {
    return row + "-" + change;
  }
}
