package dev.kecs.storage.internal.pg;

import dev.kecs.storage.internal.sql.UnitSql;
import dev.kecs.storage.store.Transaction;

/** The stores of a unit of work, and its end. */
final class PgTransaction extends PgStores implements Transaction {
  private final UnitSql unit;

  PgTransaction(UnitSql unit) {
    super(unit);
    this.unit = unit;
  }

  @Override
  public void commit() {
    unit.commit();
  }

  @Override
  public void rollback() {
    unit.close();
  }

  @Override
  public void close() {
    unit.close();
  }
}
