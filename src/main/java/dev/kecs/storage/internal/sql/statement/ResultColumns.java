package dev.kecs.storage.internal.sql.statement;

import dev.kecs.storage.internal.sql.type.JdbcField;
import org.jooq.Field;

/** The columns that a statement returns: where each field is, and how it is read. */
final class ResultColumns {
  private final Field<?>[] fields;
  private final JdbcField<?>[] columns;

  ResultColumns(Field<?>... fields) {
    this.fields = fields;
    columns = new JdbcField<?>[fields.length];
    for (int i = 0; i < fields.length; i++) {
      columns[i] = new JdbcField<>(fields[i]);
    }
  }

  /**
   * Returns JDBC's number of the field's column.
   *
   * @param guess where it is if fields are read in the order that they are selected in
   */
  int indexOf(Field<?> field, int guess) {
    if (guess <= fields.length && fields[guess - 1] == field) {
      return guess;
    }
    for (int i = 0; i < fields.length; i++) {
      // By name: the columns of a union are fields of their own.
      if (fields[i].getName().equals(field.getName())) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("the statement does not return " + field);
  }

  @SuppressWarnings("unchecked") // The index came from the field of that type.
  <V> JdbcField<V> at(int index) {
    return (JdbcField<V>) columns[index - 1];
  }
}
