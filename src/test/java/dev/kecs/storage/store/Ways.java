package dev.kecs.storage.store;

import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All ways that a store has to write and to read one record, and the check that each of its parts
 * survives every one of them.
 *
 * @param <T> the record
 */
final class Ways<T extends Record> {
  private static final Set<String> NEVER_GIVEN = Set.of("arn", "updatedAt", "version");
  private static final Set<String> STAMPS = Set.of("updatedAt", "version");
  private static final Set<String> ALL_STAMPS = Set.of("createdAt", "updatedAt", "version");

  private final T bare;
  private final PartValues values;
  private final Map<String, UnaryOperator<T>> anew = new LinkedHashMap<>();
  private final Map<String, BinaryOperator<T>> over = new LinkedHashMap<>();
  private final Map<String, UnaryOperator<T>> reads = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> along = new HashMap<>();
  private final Set<String> own;
  private final Faults faults = new Faults();

  /**
   * Begins with a record that has what is required and nothing else.
   *
   * @param own parts that are told by their own values only, since the model limits their length
   */
  Ways(T bare, PartValues values, String... own) {
    this.bare = bare;
    this.values = values;
    this.own = Set.of(own);
  }

  /** Says that one part can be there only with a value of another. */
  Ways<T> along(String part, String with, Object value) {
    along.put(part, Map.of(with, value));
    return this;
  }

  /** Adds a way to write a new row, which returns what is stored. */
  Ways<T> anew(String name, UnaryOperator<T> write) {
    anew.put(name, write);
    return this;
  }

  /** Adds a way to write over what is stored, which returns what is stored then. */
  Ways<T> over(String name, BinaryOperator<T> write) {
    over.put(name, write);
    return this;
  }

  /** Adds a way to read what was written. */
  Ways<T> read(String name, UnaryOperator<T> read) {
    reads.put(name, read);
    return this;
  }

  /** Varies each part alone, of a record that has no other and of one that has all others. */
  void check(Consumer<T> delete) {
    T full = filled(values::own);
    checkReads("all", full, delete);
    check("all", full, bare, delete);
    for (RecordComponent part : Parts.of(bare.getClass(), NEVER_GIVEN)) {
      List<@Nullable Object> all = values.all(part);
      for (Object value : all) {
        String what = part.getName() + " " + Faults.shown(value);
        check(what + " alone", Parts.with(bare, replacing(part, value)), full, delete);
      }
      Object first = all.get(0);
      String what = part.getName() + " " + Faults.shown(first);
      check(what + " among all", Parts.with(full, replacing(part, first)), bare, delete);
    }
    checkReads("a megabyte in each", filled(values::large), delete);
    check("a megabyte in each", filled(values::large), bare, delete);
    faults.assertNone();
  }

  private T filled(Function<RecordComponent, Object> value) {
    Map<String, @Nullable Object> parts = new HashMap<>();
    for (RecordComponent part : Parts.of(bare.getClass(), NEVER_GIVEN)) {
      String name = part.getName();
      if (!name.equals("createdAt") && !along.containsKey(name)) {
        parts.put(name, own.contains(name) ? values.own(part) : value.apply(part));
      }
    }
    return Parts.with(bare, parts);
  }

  private Map<String, @Nullable Object> replacing(RecordComponent part, @Nullable Object value) {
    Map<String, @Nullable Object> replaced = new HashMap<>();
    replaced.put(part.getName(), value);
    if (value != null) {
      replaced.putAll(along.getOrDefault(part.getName(), Map.of()));
    }
    return replaced;
  }

  private void check(String what, T given, T before, Consumer<T> delete) {
    Set<String> stamps = Parts.read(given, "createdAt") == null ? ALL_STAMPS : STAMPS;
    UnaryOperator<T> get = first(reads);
    anew.forEach(
        (name, way) -> {
          T stored = way.apply(given);
          faults.compare(what + " by " + name, given, stored, stamps);
          same(what + " by " + name, stored, get);
          delete.accept(stored);
        });
    over.forEach(
        (name, way) -> {
          T old = first(anew).apply(before);
          T stored = way.apply(old, given);
          faults.compare(what + " by " + name, given, stored, ALL_STAMPS);
          faults.compare(what + " by " + name, createdAtOf(old, stored), stored, Set.of());
          same(what + " by " + name, stored, get);
          delete.accept(stored);
        });
  }

  private void checkReads(String what, T given, Consumer<T> delete) {
    T stored = first(anew).apply(given);
    reads.forEach((name, read) -> same(what + ", " + name, stored, read));
    delete.accept(stored);
  }

  private static <W> W first(Map<String, W> ways) {
    return ways.values().iterator().next();
  }

  private void same(String what, T stored, UnaryOperator<T> read) {
    faults.compare(what, stored, read.apply(stored), Set.of());
  }

  private static <T extends Record> T createdAtOf(T old, T stored) {
    Map<String, @Nullable Object> replaced = new HashMap<>();
    replaced.put("createdAt", Parts.read(old, "createdAt"));
    return Parts.with(stored, replaced);
  }
}
