package dev.kecs.storage.internal.pg;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.pg.ecs.EcsStores;
import dev.kecs.storage.internal.sql.arn.Entity;
import dev.kecs.storage.internal.sql.arn.TaggedRows;
import dev.kecs.storage.internal.sql.run.Sql;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.model.Tags;
import dev.kecs.storage.store.TagStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class PgTagStore implements TagStore {
  private static final Map<Class<?>, TaggedRows<?>> TAGGED =
      Stream.of(EcsStores.ENTITIES)
          .<Entity<?, ?>>flatMap(List::stream)
          .<TaggedRows<?>>map(TaggedRows::new)
          .collect(Collectors.toUnmodifiableMap(TaggedRows::arnType, rows -> rows));

  private final Sql sql;

  PgTagStore(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Map<String, String> tags(Arn arn) {
    return rows(arn).tags(sql, arn);
  }

  @Override
  public Map<String, String> tag(Arn arn, Map<String, String> tags) {
    return rows(arn).tag(sql, arn, Tags.texts(tags));
  }

  @Override
  public Map<String, String> untag(Arn arn, Collection<String> keys) {
    return rows(arn).untag(sql, arn, keys);
  }

  @SuppressWarnings("unchecked") // The key in the map is the class of the ARN.
  private static <K extends Arn> TaggedRows<K> rows(K arn) {
    TaggedRows<?> rows = TAGGED.get(arn.getClass());
    if (rows == null) {
      throw new InvalidValueException(arn + " is not the ARN of a resource that the storage keeps");
    }
    return (TaggedRows<K>) rows;
  }
}
