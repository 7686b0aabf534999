package dev.kecs.storage.internal.sql.type;

import dev.kecs.storage.model.Arn;
import java.util.UUID;
import org.jooq.impl.AbstractConverter;
import org.jspecify.annotations.Nullable;

/**
 * A column that holds the key of an ARN, as a field of that ARN: so it is written and compared by
 * the ARN. It cannot be read as one, since a key does not tell the text.
 */
public final class KeyOf<K extends Arn> extends AbstractConverter<UUID, K> {
  private static final long serialVersionUID = 1L;

  /** Makes one for a type of ARN. */
  public KeyOf(Class<K> type) {
    super(UUID.class, type);
  }

  @Override
  public @Nullable K from(@Nullable UUID key) {
    if (key == null) {
      return null;
    }
    throw new UnsupportedOperationException("a key does not tell its ARN: " + key);
  }

  @Override
  public @Nullable UUID to(@Nullable K arn) {
    return arn == null ? null : arn.key();
  }
}
