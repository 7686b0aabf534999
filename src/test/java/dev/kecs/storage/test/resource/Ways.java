package dev.kecs.storage.test.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.page.Page;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All ways that a store has to write and to read one record, and the check that each of its parts
 * survives every one of them.
 *
 * @param <S> the store's interface
 * @param <G> the record that is given, all of whose parts are also parts of the one that is stored
 * @param <T> the record that is stored
 */
public final class Ways<S, G extends Record, T extends Record> {
  private static final Set<String> STAMPS = Set.of("updatedAt", "version");
  private static final Set<String> ALL_STAMPS = Set.of("createdAt", "updatedAt", "version");

  private final G bare;
  private final Class<T> type;
  private final Map<String, BiFunction<S, G, T>> anew = new LinkedHashMap<>();
  private final Map<String, Over<S, G, T>> over = new LinkedHashMap<>();
  private final Map<String, BiFunction<S, T, T>> reads = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> along = new HashMap<>();
  private final Set<String> fixed = new HashSet<>(Set.of("arn", "updatedAt", "version"));
  private final Map<String, List<Object>> only = new HashMap<>();
  private final Set<String> limited = new HashSet<>();
  private final Set<String> named = new HashSet<>();
  private BiConsumer<S, T> delete = (store, stored) -> {};

  /** A way to write over what is stored. */
  @FunctionalInterface
  public interface Over<S, G, T> {
    /** Writes it, and returns what is stored then. */
    T write(S store, T old, G given);
  }

  private Ways(G bare, Class<T> type) {
    this.bare = bare;
    this.type = type;
  }

  /** Begins with a record that has what is required and nothing else. */
  public static <S, T extends Record> Ways<S, T, T> of(T bare) {
    @SuppressWarnings("unchecked") // The class of a record is that of the value.
    Class<T> type = (Class<T>) bare.getClass();
    return new Ways<>(bare, type);
  }

  /** Begins with a record of which another is made. */
  public static <S, G extends Record, T extends Record> Ways<S, G, T> of(G bare, Class<T> type) {
    return new Ways<>(bare, type);
  }

  /** Says which parts are not varied. */
  public Ways<S, G, T> fixed(String... parts) {
    fixed.addAll(Set.of(parts));
    return this;
  }

  /** Says which parts have no large values, since the model limits their length. */
  public Ways<S, G, T> limited(String... parts) {
    limited.addAll(Set.of(parts));
    return this;
  }

  /** Says which parts are names: they are not empty, and of limited length. */
  public Ways<S, G, T> named(String... parts) {
    named.addAll(Set.of(parts));
    return limited(parts);
  }

  /**
   * Says which values a part has, since the model allows few characters: one of its own first, the
   * longest last.
   */
  public Ways<S, G, T> only(String part, Object... values) {
    only.put(part, List.of(values));
    return this;
  }

  /** Says that one part can be there only with a value of another. */
  public Ways<S, G, T> along(String part, String with, Object value) {
    along.put(part, Map.of(with, value));
    return this;
  }

  /** Adds a way to write a new row, which returns what is stored. */
  public Ways<S, G, T> anew(String name, BiFunction<S, G, T> write) {
    anew.put(name, write);
    return this;
  }

  /** Adds a way to write over what is stored, which returns what is stored then. */
  public Ways<S, G, T> over(String name, Over<S, G, T> write) {
    over.put(name, write);
    return this;
  }

  /** Adds a way to read what was written. */
  public Ways<S, G, T> read(String name, BiFunction<S, T, T> read) {
    reads.put(name, read);
    return this;
  }

  /** Says how what was written is deleted. */
  public Ways<S, G, T> delete(BiConsumer<S, T> way) {
    delete = way;
    return this;
  }

  /** Returns what a list of one holds. */
  public static <T> T only(Page<T> page) {
    assertThat(page.items()).hasSize(1);
    return page.items().get(0);
  }

  /** Returns the record that is stored. */
  public Class<? extends Record> type() {
    return type;
  }

  /** Varies each part alone, of a record that has no other and of one that has all others. */
  public void check(S store, PartValues values) {
    new Check(store, values).run();
  }

  /** The check on one store. */
  private final class Check {
    private final S store;
    private final PartValues values;
    private final Faults faults = new Faults();

    Check(S store, PartValues values) {
      this.store = store;
      this.values = values;
    }

    void run() {
      G full = filled(this::own);
      checkReads("all", full);
      check("all", full, bare);
      for (RecordComponent part : Parts.of(bare.getClass(), fixed)) {
        List<@Nullable Object> all = values(part);
        for (Object value : all) {
          String what = part.getName() + " " + Faults.shown(value);
          check(what + " alone", Parts.with(bare, replacing(part, value)), full);
          G amongAll = Parts.with(full, replacing(part, value));
          if (value == all.get(0)) {
            check(what + " among all", amongAll, bare);
          } else {
            anew(what + " among all", amongAll, firstName(anew));
          }
        }
      }
      G large = filled(this::large);
      checkReads("a megabyte in each", large);
      check("a megabyte in each", large, bare);
      faults.assertNone();
    }

    private List<@Nullable Object> values(RecordComponent part) {
      List<Object> allowed = only.get(part.getName());
      List<@Nullable Object> all = new ArrayList<>(values.all(part));
      if (allowed != null) {
        all.removeIf(Objects::nonNull);
        all.addAll(allowed);
      }
      all.removeIf(value -> named.contains(part.getName()) && "".equals(value));
      return all;
    }

    private Object own(RecordComponent part) {
      List<Object> allowed = only.get(part.getName());
      return allowed == null ? values.own(part) : allowed.get(0);
    }

    private Object large(RecordComponent part) {
      List<Object> allowed = only.get(part.getName());
      if (allowed != null) {
        return allowed.get(allowed.size() - 1);
      }
      return limited.contains(part.getName()) ? values.own(part) : values.large(part);
    }

    private G filled(Function<RecordComponent, Object> value) {
      Set<String> but = new HashSet<>(fixed);
      but.add("createdAt");
      but.addAll(along.keySet());
      return Parts.filled(bare, but, value);
    }

    private Map<String, @Nullable Object> replacing(RecordComponent part, @Nullable Object value) {
      Map<String, @Nullable Object> replaced = new HashMap<>();
      replaced.put(part.getName(), value);
      if (value != null) {
        replaced.putAll(along.getOrDefault(part.getName(), Map.of()));
      }
      return replaced;
    }

    private void check(String what, G given, G before) {
      anew.keySet().forEach(name -> anew(what, given, name));
      over.forEach(
          (name, way) -> {
            T old = first(anew).apply(store, before);
            T stored = way.write(store, old, given);
            faults.compare(what + " by " + name, given, stored, ALL_STAMPS);
            faults.compare(what + " by " + name, createdAtOf(old, stored), stored, Set.of());
            same(what + " by " + name, stored, first(reads));
            delete.accept(store, stored);
          });
    }

    private void anew(String what, G given, String name) {
      boolean createdIsGiven =
          Parts.has(given, "createdAt") && Parts.read(given, "createdAt") != null;
      T stored = anew.get(name).apply(store, given);
      faults.compare(what + " by " + name, given, stored, createdIsGiven ? STAMPS : ALL_STAMPS);
      same(what + " by " + name, stored, first(reads));
      delete.accept(store, stored);
    }

    private void checkReads(String what, G given) {
      T stored = first(anew).apply(store, given);
      reads.forEach((name, read) -> same(what + ", " + name, stored, read));
      delete.accept(store, stored);
    }

    private void same(String what, T stored, BiFunction<S, T, T> read) {
      faults.compare(what, stored, read.apply(store, stored), Set.of());
    }
  }

  private static String firstName(Map<String, ?> ways) {
    return ways.keySet().iterator().next();
  }

  private static <W> W first(Map<String, W> ways) {
    return ways.values().iterator().next();
  }

  private static <T extends Record> T createdAtOf(T old, T stored) {
    Map<String, @Nullable Object> replaced = new HashMap<>();
    replaced.put("createdAt", Parts.read(old, "createdAt"));
    return Parts.with(stored, replaced);
  }
}
