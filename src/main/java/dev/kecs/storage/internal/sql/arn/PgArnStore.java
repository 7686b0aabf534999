package dev.kecs.storage.internal.sql.arn;

import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.store.ArnStore;
import java.util.function.UnaryOperator;

/** Stores resources that have an ARN, as their entity declares it. */
public abstract class PgArnStore<K extends Arn, T> extends PgArnLookup<K, T>
    implements ArnStore<K, T> {
  protected PgArnStore(Sql sql, Entity<K, T> entity) {
    super(sql, entity);
  }

  @Override
  public final T update(T value) {
    return entity.update(sql, value);
  }

  @Override
  public final T modify(K arn, UnaryOperator<T> change) {
    return entity.modify(sql, arn, change);
  }

  @Override
  public void delete(K arn) {
    entity.delete(sql, arn);
  }
}
