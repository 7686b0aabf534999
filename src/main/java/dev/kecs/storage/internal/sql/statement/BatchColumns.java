package dev.kecs.storage.internal.sql.statement;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Field;

/**
 * Which columns a table of values has, and which part of an element each holds.
 *
 * @param <E> the element
 */
public final class BatchColumns<E> {
  private final Map<Field<?>, Getter<? super E, ?>> parts = new LinkedHashMap<>();

  private BatchColumns() {}

  /** Begins a table without columns. */
  public static <E> BatchColumns<E> of() {
    return new BatchColumns<>();
  }

  /** Adds a column with the name and type of a field. */
  public <V> BatchColumns<E> add(Field<V> field, Getter<? super E, V> part) {
    parts.put(field, part);
    return this;
  }

  /** Returns the fields that give the columns their names and types. */
  public List<Field<?>> fields() {
    return List.copyOf(parts.keySet());
  }

  Map<Field<?>, Getter<? super E, ?>> parts() {
    return parts;
  }
}
