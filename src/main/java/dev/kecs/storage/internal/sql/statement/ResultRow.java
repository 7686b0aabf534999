package dev.kecs.storage.internal.sql.statement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * The current row of a result, read by the fields that the statement selects: fastest in the order
 * in which it selects them.
 */
public final class ResultRow {
  private final ResultSet result;
  private final ResultColumns columns;
  private int next = 1;

  /** Takes the result of a statement that returns these columns. */
  public ResultRow(ResultSet result, ResultColumns columns) {
    this.result = result;
    this.columns = columns;
  }

  /** Goes to the next row, if there is one. */
  public boolean next() throws SQLException {
    next = 1;
    return result.next();
  }

  /** Returns the value of a field that is NOT NULL. */
  public <V> V get(Field<V> field) throws SQLException {
    V value = find(field);
    if (value == null) {
      throw new IllegalStateException(field + " is NULL");
    }
    return value;
  }

  /** Returns the value of a field, null if it is NULL. */
  public <V> @Nullable V find(Field<V> field) throws SQLException {
    int index = indexOf(field);
    return columns.<V>at(index).read(result, index);
  }

  /** Returns the value of a field that is NOT NULL, in the form that page tokens use. */
  Object database(Field<?> field) throws SQLException {
    int index = indexOf(field);
    return Objects.requireNonNull(columns.at(index).type().read(result, index));
  }

  private int indexOf(Field<?> field) {
    int index = columns.indexOf(field, next);
    next = index + 1;
    return index;
  }
}
