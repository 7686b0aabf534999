package dev.kecs.storage.internal.sql.statement;

import org.jspecify.annotations.Nullable;

/** Returns a part of a value; null means absent. */
@FunctionalInterface
public interface Getter<T, V> {
  /** Returns the part. */
  @Nullable V get(T value);
}
