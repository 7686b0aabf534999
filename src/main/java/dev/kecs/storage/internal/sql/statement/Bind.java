package dev.kecs.storage.internal.sql.statement;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What fills a placeholder.
 *
 * @param digested whether the value goes into the digest of page tokens
 * @param value reads the value from the statement's argument, in the database's form
 * @param setter gives the value to JDBC
 */
record Bind(boolean digested, Getter<Object, Object> value, JdbcSetter setter) {
  void set(PreparedStatement statement, int index, Object argument) throws SQLException {
    setter.set(statement, index, value.get(argument));
  }

  interface JdbcSetter {
    void set(PreparedStatement statement, int index, @Nullable Object value) throws SQLException;
  }
}
