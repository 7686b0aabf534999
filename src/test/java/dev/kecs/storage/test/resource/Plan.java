package dev.kecs.storage.test.resource;

import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.transaction.Stores;
import java.util.stream.Stream;

/**
 * A list with a query whose pages an index is to tell, in their order.
 *
 * @param method the store and its method, such as {@code tasks.list}
 * @param query what the list is asked for
 * @param allowed what the plan may hold beside, as a regular expression
 */
public record Plan(String method, Object query, Lister list, String allowed) {

  /** Reads a page. */
  @FunctionalInterface
  public interface Lister {
    /** Reads it. */
    Page<?> page(Stores stores, PageRequest request);
  }

  /** A store's method that returns pages. */
  @FunctionalInterface
  public interface Method<Q> {
    /** Reads a page. */
    Page<?> page(Stores stores, Q query, PageRequest request);
  }

  /** The same method with each of the queries. */
  @SafeVarargs
  public static <Q> Stream<Plan> each(String name, Method<Q> method, Q... queries) {
    Stream.Builder<Plan> plans = Stream.builder();
    for (Q query : queries) {
      plans.add(
          new Plan(name, query, (stores, request) -> method.page(stores, query, request), ""));
    }
    return plans.build();
  }

  /** Says that the plan may hold this once: a filter that is not worth an index. */
  public Plan allowing(String pattern) {
    return new Plan(method, query, list, pattern);
  }

  @Override
  public String toString() {
    return method + " " + query;
  }
}
