package dev.kecs.storage.internal.sql.arn;

import org.jspecify.annotations.Nullable;

/** Sets a part in a builder; null means absent. */
@FunctionalInterface
public interface Setter<B, V> {
  /** Sets the part, and returns the builder, which is not used. */
  B set(B builder, @Nullable V part);
}
