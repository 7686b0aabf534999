package dev.kecs.storage.internal.pg;

import dev.kecs.storage.internal.sql.Sql;
import dev.kecs.storage.internal.sql.UnitSql;
import dev.kecs.storage.store.AccountSettingStore;
import dev.kecs.storage.store.AttributeStore;
import dev.kecs.storage.store.ClusterStore;
import dev.kecs.storage.store.ContainerInstanceStore;
import dev.kecs.storage.store.ServiceStore;
import dev.kecs.storage.store.Stores;
import dev.kecs.storage.store.TagStore;
import dev.kecs.storage.store.TaskDefinitionStore;
import dev.kecs.storage.store.TaskSetStore;
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
  private final TaskSetStore taskSets;
  private final ContainerInstanceStore containerInstances;
  private final AttributeStore attributes;
  private final AccountSettingStore accountSettings;
  private final TagStore tags;

  /** Makes the stores that run their statements so. */
  public PgStores(Sql sql) {
    this.sql = sql;
    clusters = new PgClusterStore(sql);
    taskDefinitions = new PgTaskDefinitionStore(sql);
    services = new PgServiceStore(sql);
    tasks = new PgTaskStore(sql);
    taskSets = new PgTaskSetStore(sql);
    containerInstances = new PgContainerInstanceStore(sql);
    attributes = new PgAttributeStore(sql);
    accountSettings = new PgAccountSettingStore(sql);
    tags = new PgTagStore(sql);
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
  public final TaskSetStore taskSets() {
    return taskSets;
  }

  @Override
  public final ContainerInstanceStore containerInstances() {
    return containerInstances;
  }

  @Override
  public final AttributeStore attributes() {
    return attributes;
  }

  @Override
  public final AccountSettingStore accountSettings() {
    return accountSettings;
  }

  @Override
  public final TagStore tags() {
    return tags;
  }

  @Override
  public final <R> R inTransaction(Function<? super Stores, ? extends R> work) {
    return sql.atomically(unit -> work.apply(new PgStores(unit)));
  }
}
