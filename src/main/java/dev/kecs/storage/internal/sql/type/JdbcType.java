package dev.kecs.storage.internal.sql.type;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** How JDBC reads and binds the types that the schema's columns have, before any converter. */
public enum JdbcType {
  TEXT(Types.VARCHAR) {
    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
      return row.getString(index);
    }

    @Override
    void set(PreparedStatement statement, int index, Object value) throws SQLException {
      statement.setString(index, (String) value);
    }
  },
  BIGINT(Types.BIGINT) {
    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
      long value = row.getLong(index);
      return row.wasNull() ? null : value;
    }

    @Override
    void set(PreparedStatement statement, int index, Object value) throws SQLException {
      statement.setLong(index, (Long) value);
    }
  },
  INTEGER(Types.INTEGER) {
    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
      int value = row.getInt(index);
      return row.wasNull() ? null : value;
    }

    @Override
    void set(PreparedStatement statement, int index, Object value) throws SQLException {
      statement.setInt(index, (Integer) value);
    }
  },
  BOOLEAN(Types.BOOLEAN) {
    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
      boolean value = row.getBoolean(index);
      return row.wasNull() ? null : value;
    }

    @Override
    void set(PreparedStatement statement, int index, Object value) throws SQLException {
      statement.setBoolean(index, (Boolean) value);
    }
  },
  TIMESTAMPTZ(Types.TIMESTAMP_WITH_TIMEZONE) {
    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
      return row.getObject(index, OffsetDateTime.class);
    }

    @Override
    void set(PreparedStatement statement, int index, Object value) throws SQLException {
      statement.setObject(index, value);
    }

    @Override
    String literal(Object value) {
      String text = value.toString();
      // PostgreSQL accepts no sign before a year of more than four digits.
      return text.startsWith("+") ? text.substring(1) : text;
    }
  },
  UUID(Types.OTHER) {
    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
      return row.getObject(index, java.util.UUID.class);
    }

    @Override
    void set(PreparedStatement statement, int index, Object value) throws SQLException {
      statement.setObject(index, value);
    }
  },
  JSON_TEXT(Types.VARCHAR) {
    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
      return JSON.jsonOrNull(row.getString(index));
    }

    @Override
    void set(PreparedStatement statement, int index, Object value) throws SQLException {
      statement.setString(index, literal(value));
    }

    @Override
    String literal(Object value) {
      return ((JSON) value).data();
    }
  },
  JSON_BINARY(Types.VARCHAR) {
    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
      return JSONB.jsonbOrNull(row.getString(index));
    }

    @Override
    void set(PreparedStatement statement, int index, Object value) throws SQLException {
      statement.setString(index, literal(value));
    }

    @Override
    String literal(Object value) {
      return ((JSONB) value).data();
    }
  },
  TEXT_ARRAY(Types.ARRAY) {
    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
      return array(row, index);
    }

    @Override
    void set(PreparedStatement statement, int index, Object value) throws SQLException {
      TEXT.setArray(statement, index, (Object[]) value);
    }

    @Override
    String literal(Object value) {
      throw noArrayOfArrays();
    }
  },
  INTEGER_ARRAY(Types.ARRAY) {
    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
      return array(row, index);
    }

    @Override
    void set(PreparedStatement statement, int index, Object value) throws SQLException {
      INTEGER.setArray(statement, index, (Object[]) value);
    }

    @Override
    String literal(Object value) {
      throw noArrayOfArrays();
    }
  };

  private static final Map<Class<?>, JdbcType> BY_CLASS =
      Map.of(
          String.class, TEXT,
          Long.class, BIGINT,
          Integer.class, INTEGER,
          Boolean.class, BOOLEAN,
          OffsetDateTime.class, TIMESTAMPTZ,
          java.util.UUID.class, UUID,
          JSON.class, JSON_TEXT,
          JSONB.class, JSON_BINARY,
          String[].class, TEXT_ARRAY,
          Integer[].class, INTEGER_ARRAY);

  private final int sqlType;

  JdbcType(int sqlType) {
    this.sqlType = sqlType;
  }

  static JdbcType of(Class<?> type) {
    JdbcType found = BY_CLASS.get(type);
    if (found == null) {
      throw new IllegalArgumentException("no column is read or bound as " + type);
    }
    return found;
  }

  /** Returns the value of the column of that number, counted from 1; null if it is NULL. */
  public abstract @Nullable Object read(ResultSet row, int index) throws SQLException;

  abstract void set(PreparedStatement statement, int index, Object value) throws SQLException;

  /** Returns the value as the text of an array's element. */
  String literal(Object value) {
    return value.toString();
  }

  /** Sets the placeholder of that number, counted from 1, to a value or NULL. */
  public final void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, sqlType);
    } else {
      set(statement, index, value);
    }
  }

  /** Binds an array whose elements are of this type. */
  public final void setArray(PreparedStatement statement, int index, @Nullable Object[] elements)
      throws SQLException {
    String[] literals = new String[elements.length];
    for (int i = 0; i < elements.length; i++) {
      Object element = elements[i];
      literals[i] = element == null ? null : literal(element);
    }
    // As text: the statement casts it, so this works for every type.
    statement.setArray(index, statement.getConnection().createArrayOf("text", literals));
  }

  private static UnsupportedOperationException noArrayOfArrays() {
    return new UnsupportedOperationException("unnest would take an array of arrays apart");
  }

  private static @Nullable Object array(ResultSet row, int index) throws SQLException {
    java.sql.Array array = row.getArray(index);
    return array == null ? null : array.getArray();
  }
}
