package dev.kecs.storage.internal.sql.arn;

import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.store.ArnLookup;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Looks up resources by their ARN, as their entity declares it. */
public abstract class PgArnLookup<K extends Arn, T> implements ArnLookup<K, T> {
  protected final Sql sql;
  final Entity<K, T> entity;

  protected PgArnLookup(Sql sql, Entity<K, T> entity) {
    this.sql = sql;
    this.entity = entity;
  }

  @Override
  public final Optional<T> find(K arn) {
    return entity.find(sql, arn);
  }

  @Override
  public final T get(K arn) {
    return entity.get(sql, arn);
  }

  @Override
  public final Map<K, T> getAll(Collection<K> arns) {
    return entity.getAll(sql, arns);
  }
}
