package dev.kecs.storage.internal.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A statement as JDBC runs it.
 *
 * @param sql with a {@code ?} for each of the binds
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, only run.
record Rendered(String sql, Bind[] binds, Columns columns) {
  void bind(PreparedStatement statement, Object argument) throws SQLException {
    for (int i = 0; i < binds.length; i++) {
      binds[i].set(statement, i + 1, argument);
    }
  }
}
