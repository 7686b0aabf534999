package dev.kecs.storage.internal.pg;

import dev.kecs.storage.internal.sql.Sql;
import dev.kecs.storage.internal.sql.UnitSql;
import dev.kecs.storage.store.ClusterStore;
import dev.kecs.storage.store.ServiceStore;
import dev.kecs.storage.store.Stores;
import dev.kecs.storage.store.TaskDefinitionStore;
import dev.kecs.storage.store.TaskStore;
import dev.kecs.storage.store.Transaction;
import java.util.Map;
import java.util.function.Function;

/** Makes the stores, all on one way to run SQL. */
public class PgStores implements Stores {
  private final Sql sql;
  private final ClusterStore clusters;
  private final TaskDefinitionStore taskDefinitions;
  private final ServiceStore services;
  private final TaskStore tasks;

  /** Makes the stores that run their statements so. */
  public PgStores(Sql sql) {
    this.sql = sql;
    clusters = new PgClusterStore(sql);
    taskDefinitions = new PgTaskDefinitionStore(sql);
    services = new PgServiceStore(sql);
    tasks = new PgTaskStore(sql);
  }

  /** Makes the stores of a transaction that has begun, and its end. */
  public static Transaction transaction(UnitSql unit) {
    return new PgTransaction(unit);
  }

  /** Counts the rows of each table, by its name, in one query. */
  public static Map<String, Long> inventory(Sql sql) {
    return PgInventory.count(sql);
  }

  @Override
  public final ClusterStore clusters() {
    return clusters;
  }

  @Override
  public final TaskDefinitionStore taskDefinitions() {
    return taskDefinitions;
  }

  @Override
  public final ServiceStore services() {
    return services;
  }

  @Override
  public final TaskStore tasks() {
    return tasks;
  }

  @Override
  public final <R> R inTransaction(Function<? super Stores, ? extends R> work) {
    return sql.atomically(unit -> work.apply(new PgStores(unit)));
  }
}
