package dev.kecs.storage.internal.sql.statement;

import org.jspecify.annotations.Nullable;

/** Takes a part of a value; absent is null. */
@FunctionalInterface
public interface Getter<T, V> {
  /** Returns the part. */
  @Nullable V get(T value);
}
