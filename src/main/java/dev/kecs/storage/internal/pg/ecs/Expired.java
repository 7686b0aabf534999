package dev.kecs.storage.internal.pg.ecs;

import dev.kecs.storage.ecs.Within;
import dev.kecs.storage.internal.check.Times;
import dev.kecs.storage.store.Deletion;
import java.time.Instant;

/**
 * The rows that a bulk deletion covers.
 *
 * @param before rows that ended before this time
 * @param limit how many at most
 */
record Expired(Within within, Instant before, int limit) {
  Expired {
    Deletion.limit(limit);
    before = Times.bound(before);
  }
}
