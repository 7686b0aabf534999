package dev.kecs.storage.internal.pg;

import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.with;

import dev.kecs.storage.model.Within;
import dev.kecs.storage.store.Deletion;
import java.time.Instant;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Select;
import org.jooq.SelectForUpdateStep;
import org.jooq.Table;
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

  /**
   * Returns the deletion of the rows whose keys the query returns, but for those that another
   * transaction works on.
   */
  static Query delete(Table<?> table, SelectForUpdateStep<?> keys) {
    return deleteLocked(table, keys.forUpdate().skipLocked());
  }

  /**
   * Returns the deletion of the rows whose keys the query returns and that it locks. The query
   * stands in a WITH, where it runs once: as a sub-query in a nested loop it would run for each
   * row, find others each time, and delete more than its limit.
   */
  static Query deleteLocked(Table<?> table, Select<?> keys) {
    var doomed = name("doomed").as(keys);
    Condition isDoomed = noCondition();
    for (Field<?> key : keys.getSelect()) {
      isDoomed = isDoomed.and(equal(key, doomed));
    }
    return with(doomed).delete(table).using(doomed).where(isDoomed);
  }

  private static <V> Condition equal(Field<V> key, Table<?> doomed) {
    return key.eq(doomed.field(key));
  }

  Bulk {
    Deletion.limit(limit);
    before = before.isBefore(FIRST) ? FIRST : before.isAfter(LAST) ? LAST : before;
  }
}
