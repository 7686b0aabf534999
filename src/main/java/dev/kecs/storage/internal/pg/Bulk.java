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

  Bulk {
    Deletion.limit(limit);
  }
}
