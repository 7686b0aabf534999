package dev.kecs.storage.internal.sql.arn;

import org.jspecify.annotations.Nullable;

/** Gives a part to a builder; absent is null. */
@FunctionalInterface
public interface Setter<B, V> {
  /** Sets the part, and returns the builder, which nobody looks at. */
  B set(B builder, @Nullable V part);
}
