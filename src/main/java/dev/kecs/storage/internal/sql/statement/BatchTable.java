package dev.kecs.storage.internal.sql.statement;

import java.util.List;
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
public final class BatchTable {
  private final String name;
  private final List<Field<?>> columns;
  private final List<Field<?>> arrays;

  BatchTable(String name, List<Field<?>> columns, List<Field<?>> arrays) {
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

  /** Returns its column with the name of the field. */
  public <V> Field<V> get(Field<V> field) {
    return DSL.field(DSL.name(DSL.name(name), field.getUnqualifiedName()), field.getDataType());
  }

  /** Returns all its columns, in the order that they were given in. */
  public List<Field<?>> columns() {
    return columns.stream().<Field<?>>map(this::get).toList();
  }
}
