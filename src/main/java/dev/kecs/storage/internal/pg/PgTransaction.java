package dev.kecs.storage.internal.pg;

import dev.kecs.storage.internal.sql.run.UnitSql;
import dev.kecs.storage.transaction.Stores;
import dev.kecs.storage.transaction.Transaction;
import java.util.function.Function;

/** The stores of a unit of work, with its commit and rollback. */
final class PgTransaction implements Transaction {
  private final UnitSql unit;
  private final PgStores stores;

  PgTransaction(UnitSql unit) {
    this.unit = unit;
    this.stores = new PgStores(unit);
  }

  @Override
  public <S> S store(Class<S> type) {
    return stores.store(type);
  }

  @Override
  public <R> R inTransaction(Function<? super Stores, ? extends R> work) {
    return stores.inTransaction(work);
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
