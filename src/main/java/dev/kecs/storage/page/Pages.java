package dev.kecs.storage.page;

import dev.kecs.storage.error.InvalidValueException;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Walks through lists. */
public final class Pages {
  private Pages() {}

  /**
   * Returns all items of a list in its order. A page is read only when its first item is needed.
   * Nothing is held open in between, so the stream need not be closed. Exceptions of the list are
   * passed on.
   *
   * <pre>{@code
   * Pages.stream(page -> tasks.list(query, page), 1000).map(Task::arn).toList()
   * }</pre>
   *
   * @param list returns the page that is asked for
   * @param limit how many items a page has at most, 1 to {@value PageRequest#MAX_LIMIT}
   * @throws InvalidValueException if the limit is out of its range
   */
  public static <T> Stream<T> stream(Function<PageRequest, Page<T>> list, int limit) {
    Iterator<T> walk = new Walk<>(list, PageRequest.first(limit));
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(walk, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  private static final class Walk<T> implements Iterator<T> {
    private final Function<PageRequest, Page<T>> list;
    private @Nullable PageRequest next;
    private Iterator<T> items = Collections.emptyIterator();

    Walk(Function<PageRequest, Page<T>> list, PageRequest first) {
      this.list = list;
      this.next = first;
    }

    @Override
    public boolean hasNext() {
      while (!items.hasNext() && next != null) {
        Page<T> page = list.apply(next);
        items = page.items().iterator();
        String nextToken = page.nextToken();
        next = nextToken == null ? null : next.next(nextToken);
      }
      return items.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return items.next();
    }
  }
}
