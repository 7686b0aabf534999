package dev.kecs.storage.internal.sql.type;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jooq.Converter;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** A field as JDBC sees it: its JDBC type, and the converter to the model's type. */
public final class JdbcField<V> {
  private final String name;
  private final JdbcType type;
  private final Converter<Object, V> converter;

  /** Takes a field of the generated tables. */
  @SuppressWarnings("unchecked") // A field's converter takes what JDBC reads for its type.
  public JdbcField(Field<V> field) {
    this.name = field.getName();
    this.converter = (Converter<Object, V>) field.getConverter();
    this.type = JdbcType.of(converter.fromType());
  }

  /** Returns how JDBC reads and binds it. */
  public JdbcType type() {
    return type;
  }

  /** Returns the value of the column of that number, counted from 1. */
  public @Nullable V read(ResultSet row, int index) throws SQLException {
    Object value = type.read(row, index);
    return value == null ? null : converter.from(value);
  }

  /** Returns the value in the form that JDBC and page tokens use. */
  public @Nullable Object toDatabase(@Nullable V value) {
    if (value == null) {
      return null;
    }
    Object database = converter.to(value);
    // Texts of records were checked when the records were made; texts of queries were not.
    String fault = database instanceof String text ? Text.faultOf(text) : null;
    if (fault != null) {
      throw new InvalidValueException(name + " " + fault);
    }
    return database;
  }
}
