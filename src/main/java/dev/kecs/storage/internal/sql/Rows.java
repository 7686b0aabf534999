package dev.kecs.storage.internal.sql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * A table of values that a statement is given, with columns named and typed as fields of a real
 * table.
 */
public final class Rows {
  private final String name;
  private final List<Field<?>> columns;
  private final List<Field<?>> arrays;

  Rows(String name, List<Field<?>> columns, List<Field<?>> arrays) {
    this.name = name;
    this.columns = columns;
    this.arrays = arrays;
  }

  /** Returns it as a table to select from. */
  public Table<?> table() {
    // jOOQ has no unnest of several arrays; the template is the function's call and nothing else.
    String call =
        IntStream.range(0, arrays.size())
            .mapToObj(i -> "{" + i + "}")
            .collect(Collectors.joining(", ", "unnest(", ")"));
    return DSL.table(call, arrays.toArray(Field[]::new))
        .as(DSL.name(name), columns.stream().map(Field::getUnqualifiedName).toArray(Name[]::new));
  }

  /** Returns its column that is named as the field. */
  public <V> Field<V> get(Field<V> field) {
    return DSL.field(DSL.name(DSL.name(name), field.getUnqualifiedName()), field.getDataType());
  }

  /** Returns all its columns, in the order that they were given in. */
  public List<Field<?>> columns() {
    return columns.stream().<Field<?>>map(this::get).toList();
  }

  /**
   * Which columns a table of values has, and which part of an element each holds.
   *
   * @param <E> the element
   */
  public static final class Columns<E> {
    private final Map<Field<?>, Getter<? super E, ?>> parts = new LinkedHashMap<>();

    private Columns() {}

    /** Begins a table without columns. */
    public static <E> Columns<E> of() {
      return new Columns<>();
    }

    /** Adds a column that is named and typed as a field is. */
    public <V> Columns<E> add(Field<V> field, Getter<? super E, V> part) {
      parts.put(field, part);
      return this;
    }

    /** Returns the fields that columns are named and typed as. */
    public List<Field<?>> fields() {
      return List.copyOf(parts.keySet());
    }

    Map<Field<?>, Getter<? super E, ?>> parts() {
      return parts;
    }
  }
}
