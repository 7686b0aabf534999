package dev.kecs.storage.internal.sql.statement;

import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.with;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Select;
import org.jooq.SelectForUpdateStep;
import org.jooq.Table;

/** Statements that lock rows, and then delete exactly these. */
public final class LockingDelete {
  private LockingDelete() {}

  /**
   * Returns the deletion of the rows whose keys the query returns, except those that another
   * transaction has locked.
   */
  public static Query skippingLocked(Table<?> table, SelectForUpdateStep<?> keys) {
    return of(table, keys.forUpdate().skipLocked());
  }

  /**
   * Returns the deletion of the rows whose keys the query returns and that it locks. The query is
   * in a WITH, where it runs once. As a sub-query in a nested loop it would run for each row, find
   * other rows each time, and delete more than its limit.
   */
  public static Query of(Table<?> table, Select<?> keys) {
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
}
