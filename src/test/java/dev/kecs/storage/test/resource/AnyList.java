package dev.kecs.storage.test.resource;

import dev.kecs.storage.model.Arn;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.transaction.Stores;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A list with one query, as the checks of paging see it: its items are told by a text.
 *
 * @param method the store and its method, such as {@code tasks.list}
 * @param query what is asked for, in words
 * @param insert makes an item that the list holds, and, where the query filters, one that it does
 *     not; returns the former's text
 * @param delete makes the item leave the list, where that is possible
 * @param order of the items
 * @param others the same method with other queries, which the list's tokens are not for
 */
public record AnyList(
    String method,
    String query,
    Insert insert,
    Delete delete,
    Lister list,
    Comparator<Item> order,
    List<Lister> others) {
  /** The order of creation. */
  public static final Comparator<Item> OLDEST_FIRST = Comparator.comparing(Item::number);

  /** The order of the texts. */
  public static final Comparator<Item> BY_TEXT = Comparator.comparing(Item::text);

  /** An item, and its number in the order of creation. */
  public record Item(int number, String text) {}

  /** Makes an item of a number that none had before. */
  @FunctionalInterface
  public interface Insert {
    /** Makes it, and returns its text. */
    String insert(Stores stores, int number);
  }

  /** Makes an item leave the list. */
  @FunctionalInterface
  public interface Delete {
    /** Does it. */
    void delete(Stores stores, String text);
  }

  /** Reads a page. */
  @FunctionalInterface
  public interface Lister {
    /** Reads it. */
    Page<String> page(Stores stores, PageRequest request);
  }

  /** Returns a name for a number, in the order of the numbers. */
  public static String ordered(int number) {
    return String.format(Locale.ROOT, "n%06d", number);
  }

  /** A name whose place in the order of names says nothing about when it was made. */
  public static String scattered(int number) {
    return new StringBuilder(ordered(number)).append('n').reverse().toString();
  }

  /** Returns the order, or its reverse. */
  public static Comparator<Item> directed(Comparator<Item> ascending, boolean descending) {
    return descending ? ascending.reversed() : ascending;
  }

  /** Tells items by their ARNs. */
  public static <T> Page<String> texts(Page<T> page, Function<T, Arn> arn) {
    return shown(page, item -> arn.apply(item).toString());
  }

  /** Tells items by a text. */
  public static <T> Page<String> shown(Page<T> page, Function<T, String> text) {
    return new Page<>(page.items().stream().map(text).toList(), page.nextToken());
  }

  @Override
  public String toString() {
    return method + " " + query;
  }
}
