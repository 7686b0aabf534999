package dev.kecs.storage.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items in the list's order; empty only at the end of the list
 * @param nextToken the token for the next page; null if there was none
 */
public record Page<T>(List<T> items, @Nullable String nextToken) {
  public Page {
    items = List.copyOf(items);
  }

  /** Tells whether more items follow. */
  public boolean hasNext() {
    return nextToken != null;
  }
}
