package dev.kecs.storage.test.resource;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parts of records, by reflection: read, replaced and compared by name. */
public final class Parts {
  private Parts() {}

  /** Returns the parts of a record but some, in their order. */
  public static List<RecordComponent> of(Class<? extends Record> type, Set<String> but) {
    return Stream.of(type.getRecordComponents())
        .filter(part -> !but.contains(part.getName()))
        .toList();
  }

  /** Returns the record with other values for some of its parts. */
  public static <T extends Record> T with(T value, Map<String, @Nullable Object> replaced) {
    Map<String, @Nullable Object> unknown = new HashMap<>(replaced);
    RecordComponent[] parts = value.getClass().getRecordComponents();
    @Nullable Object[] arguments = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      String name = parts[i].getName();
      arguments[i] = replaced.containsKey(name) ? replaced.get(name) : read(value, parts[i]);
      unknown.remove(name);
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(value.getClass() + " has no " + unknown.keySet());
    }
    try {
      @SuppressWarnings("unchecked") // The class of a record is that of the value.
      Constructor<T> constructor =
          (Constructor<T>)
              value
                  .getClass()
                  .getDeclaredConstructor(
                      Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(value.getClass() + " refuses " + replaced.keySet(), e);
    }
  }

  /** Tells whether a record has a part of that name. */
  public static boolean has(Record value, String name) {
    return Stream.of(value.getClass().getRecordComponents())
        .anyMatch(part -> part.getName().equals(name));
  }

  /** Returns the record with each of its parts replaced, but some. */
  public static <T extends Record> T filled(
      T value, Set<String> but, Function<RecordComponent, Object> with) {
    return with(
        value,
        of(value.getClass(), but).stream()
            .collect(Collectors.toMap(RecordComponent::getName, with)));
  }

  /** Returns the value of the part of that name, which may be one of another record. */
  public static @Nullable Object read(Record value, String name) {
    return Stream.of(value.getClass().getRecordComponents())
        .filter(part -> part.getName().equals(name))
        .findFirst()
        .map(part -> new Object[] {read(value, part)})
        .orElseThrow(() -> new AssertionError(value.getClass() + " has no part " + name))[0];
  }

  private static @Nullable Object read(Record value, RecordComponent part) {
    try {
      return part.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(part + " cannot be read", e);
    }
  }

  /** Returns the names of the parts of the first record that are not the same in the second. */
  public static List<String> differing(Record first, Record second, Set<String> but) {
    return of(first.getClass(), but).stream()
        .map(RecordComponent::getName)
        .filter(name -> !Objects.equals(read(first, name), read(second, name)))
        .toList();
  }
}
