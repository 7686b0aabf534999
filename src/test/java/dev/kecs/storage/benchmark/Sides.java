package dev.kecs.storage.benchmark;

import org.jspecify.annotations.Nullable;

/**
 * What is compared.
 *
 * @param size of the data, in words
 * @param against what the baseline is, in a word or two
 * @param instead what stands where ours does, in a word or two; null where ours does
 */
record Sides(String size, String against, Call baseline, @Nullable String instead, Call ours) {
  Sides(String size, String against, Call baseline, Call ours) {
    this(size, against, baseline, null, ours);
  }

  /** Returns the same, where something else than ours is measured. */
  Sides instead(String name) {
    return new Sides(size, against, baseline, name, ours);
  }
}
