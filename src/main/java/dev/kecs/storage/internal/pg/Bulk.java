package dev.kecs.storage.internal.pg;

import dev.kecs.storage.model.Within;
import dev.kecs.storage.store.Deletion;
import java.time.Instant;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** What a deletion of many rows reaches. */
record Bulk(Within within, Instant before, int limit) {
  /** The type of a LIMIT. */
  static final Field<Integer> LIMIT = DSL.field("limit", SQLDataType.INTEGER);

  // What the database holds lies between: Instant.MIN and MAX, for none and all, have no equal
  // there.
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("+294276-12-31T23:59:59.999999Z");

  Bulk {
    Deletion.limit(limit);
    before = before.isBefore(FIRST) ? FIRST : before.isAfter(LAST) ? LAST : before;
  }
}
