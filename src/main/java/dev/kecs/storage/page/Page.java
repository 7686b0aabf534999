package dev.kecs.storage.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items in the list's order; empty only where the whole list ends
 * @param nextToken what asks for the page that follows; null where there was none
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
