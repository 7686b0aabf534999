package dev.kecs.storage.store;

import dev.kecs.storage.error.InvalidValueException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the parts of a query must be. */
final class Query {
  private Query() {}

  static void required(String part, @Nullable Object value) {
    if (value == null) {
      throw new InvalidValueException("a query's " + part + " is required");
    }
  }

  static <V> @Nullable Set<V> copy(@Nullable Set<V> values) {
    return values == null ? null : Set.copyOf(values);
  }
}
