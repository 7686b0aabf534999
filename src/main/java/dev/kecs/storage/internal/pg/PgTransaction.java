package dev.kecs.storage.internal.pg;

import dev.kecs.storage.internal.sql.UnitSql;
import dev.kecs.storage.store.ClusterStore;
import dev.kecs.storage.store.ServiceStore;
import dev.kecs.storage.store.Stores;
import dev.kecs.storage.store.TaskDefinitionStore;
import dev.kecs.storage.store.TaskStore;
import dev.kecs.storage.store.Transaction;
import java.util.function.Function;

/** A unit of work, and the stores that run in it. */
final class PgTransaction implements Transaction {
  private final UnitSql unit;
  private final Stores stores;

  PgTransaction(UnitSql unit) {
    this.unit = unit;
    this.stores = new PgStores(unit);
  }

  @Override
  public ClusterStore clusters() {
    return stores.clusters();
  }

  @Override
  public TaskDefinitionStore taskDefinitions() {
    return stores.taskDefinitions();
  }

  @Override
  public ServiceStore services() {
    return stores.services();
  }

  @Override
  public TaskStore tasks() {
    return stores.tasks();
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
