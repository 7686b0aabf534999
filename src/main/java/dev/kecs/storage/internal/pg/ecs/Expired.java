package dev.kecs.storage.internal.pg.ecs;

import dev.kecs.storage.ecs.Within;
import dev.kecs.storage.internal.check.Times;
import dev.kecs.storage.store.Deletion;
import java.time.Instant;

/**
 * Which rows a deletion of many means.
 *
 * @param before those that ended before this time
 * @param limit as many at most
 */
record Expired(Within within, Instant before, int limit) {
  Expired {
    Deletion.limit(limit);
    before = Times.bound(before);
  }
}
