package dev.kecs.storage.internal.sql.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.impl.DSL;

/** The order of a list: fields that are NOT NULL and together unique, all in one direction. */
public final class Keyset<Q> {
  private final Predicate<Q> descending;
  private final List<Field<?>> fields;

  private Keyset(Predicate<Q> descending, Field<?>... fields) {
    this.descending = descending;
    this.fields = List.of(fields);
  }

  /** An order that the query can reverse. */
  public static <Q> Keyset<Q> of(Predicate<Q> descending, Field<?>... fields) {
    return new Keyset<>(descending, fields);
  }

  /** The ascending order of the fields' values. */
  public static <Q> Keyset<Q> ascending(Field<?>... fields) {
    return new Keyset<>(query -> false, fields);
  }

  List<Field<?>> fields() {
    return fields;
  }

  boolean descending(Q query) {
    return descending.test(query);
  }

  List<OrderField<?>> order(boolean descending) {
    return fields.stream()
        .<OrderField<?>>map(field -> descending ? field.desc() : field.asc())
        .toList();
  }

  /**
   * Returns the condition that a row comes after the key.
   *
   * @param fixed fields that the filter compares with one value. They must not be compared again.
   *     With {@code (cluster_key, id) < (x, y)}, a scan would begin where {@code cluster_key = x}
   *     begins, and read all rows before the page
   */
  Condition after(boolean descending, Set<Field<?>> fixed, Binds<List<Object>> in) {
    List<Field<?>> compared = new ArrayList<>();
    List<Field<?>> key = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      if (!fixed.contains(fields.get(i))) {
        int index = i;
        compared.add(fields.get(i));
        key.add(in.raw(fields.get(i), values -> values.get(index)));
      }
    }
    if (compared.isEmpty()) {
      // The filter selects one row at most, which was on the previous page.
      return DSL.falseCondition();
    }
    org.jooq.RowN row = DSL.row(compared);
    org.jooq.RowN bound = DSL.row(key);
    return descending ? row.lt(bound) : row.gt(bound);
  }
}
