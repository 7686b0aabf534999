package dev.kecs.storage.internal.pg;

import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.internal.pg.ecs.EcsStores;
import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.internal.sql.run.UnitSql;
import dev.kecs.storage.store.TagStore;
import dev.kecs.storage.transaction.Stores;
import dev.kecs.storage.transaction.Transaction;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Makes the stores of all services, which all run SQL in the same way. */
public final class PgStores implements Stores {
  private final Sql sql;
  private final Map<Class<?>, Object> stores;

  /** Makes the stores, which run their statements by the given {@code sql}. */
  public PgStores(Sql sql) {
    this.sql = sql;
    Map<Class<?>, Object> made = new HashMap<>(EcsStores.on(sql));
    made.put(TagStore.class, new PgTagStore(sql));
    stores = Map.copyOf(made);
  }

  /** Makes the stores of a transaction that has begun, with its commit and rollback. */
  public static Transaction transaction(UnitSql unit) {
    return new PgTransaction(unit);
  }

  /** Counts the rows of each table, in one query. The keys are the tables' names. */
  public static Map<String, Long> inventory(Sql sql) {
    return PgInventory.count(sql);
  }

  @Override
  public <S> S store(Class<S> type) {
    Object store = stores.get(Check.given("type", type));
    if (store == null) {
      throw new IllegalArgumentException("no store has the interface " + type.getName());
    }
    return RequiredArguments.of(type, store);
  }

  @Override
  public <R> R inTransaction(Function<? super Stores, ? extends R> work) {
    Check.given("work", work);
    return sql.atomically(unit -> work.apply(new PgStores(unit)));
  }
}
