package dev.kecs.storage.internal.sql.statement;

import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.with;

import org.jooq.Condition;
import org.jooq.DeleteConditionStep;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.RowId;
import org.jooq.Select;
import org.jooq.SelectForUpdateStep;
import org.jooq.Table;

/**
 * Statements that lock rows, and then delete exactly these. What finds the rows runs once: as a
 * sub-query, a nested loop could run it once per row, lock other rows each time and delete more
 * than its limit.
 */
public final class LockingDelete {
  private LockingDelete() {}

  /**
   * Returns the deletion of the rows whose places ({@code ctid}) the query returns, but for those
   * that another transaction has locked. A locked row stays where it is, so it is not looked up a
   * second time. A row that another transaction changed after the statement began is left, as a
   * locked one is.
   *
   * @param owned the condition on the rows' owner, which the query has too: where a table is
   *     distributed over several servers, it tells which one the whole statement is for
   * @see <a href="https://www.postgresql.org/docs/current/ddl-system-columns.html">System
   *     Columns</a>
   */
  public static DeleteConditionStep<?> skippingLocked(
      Table<?> table, Condition owned, SelectForUpdateStep<Record1<RowId>> places) {
    return deleteFrom(table)
        .where(owned)
        .and(table.rowid().eq(any(array(places.forUpdate().skipLocked()))));
  }

  /**
   * Returns the deletion of the rows whose keys the query returns, which waits for those that
   * another transaction has locked, and deletes them as they are then.
   */
  public static Query waiting(Table<?> table, Select<?> keys) {
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
