package dev.kecs.storage.internal.check;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The times that the database keeps: the range of timestamptz, but for the years BC, of which
 * pgjdbc makes the first -infinity, and fails at some leap days.
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
   * Returns the time, or the first or last one that can be kept where it lies outside: a bound such
   * as {@link Instant#MIN}, for none, or {@link Instant#MAX}, for all.
   */
  public static Instant bound(Instant time) {
    if (time.isBefore(FIRST)) {
      return FIRST;
    }
    return time.isAfter(LAST) ? LAST : time;
  }
}
