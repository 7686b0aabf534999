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
   * @param guess its number if fields are read in the order in which they are selected
   */
  int indexOf(Field<?> field, int guess) {
    if (guess <= fields.length && fields[guess - 1] == field) {
      return guess;
    }
    for (int i = 0; i < fields.length; i++) {
      // Compared by name, because the columns of a union are other field objects.
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
