package dev.kecs.storage.internal.check;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The times that the database keeps: the range of timestamptz without the years BC. pgjdbc turns
 * the first of those years into -infinity, and fails at some of their leap days.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html">Date/Time Types</a>
 */
public final class Times {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("+294276-12-31T23:59:59.999999Z");

  private Times() {}

  /** Tells whether the database can keep the time, in microseconds. */
  static boolean canBeKept(Instant time) {
    return !time.isBefore(FIRST) && !time.truncatedTo(ChronoUnit.MICROS).isAfter(LAST);
  }

  /**
   * Returns the time, or the nearest time that can be kept. So a caller can give the bounds {@link
   * Instant#MIN}, for none, and {@link Instant#MAX}, for all.
   */
  public static Instant bound(Instant time) {
    if (time.isBefore(FIRST)) {
      return FIRST;
    }
    return time.isAfter(LAST) ? LAST : time;
  }
}
