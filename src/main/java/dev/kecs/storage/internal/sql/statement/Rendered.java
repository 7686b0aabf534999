package dev.kecs.storage.internal.sql.statement;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A statement as JDBC runs it.
 *
 * @param sql with a {@code ?} for each of the binds
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, only run.
public record Rendered(String sql, Bind[] binds, ResultColumns columns) {
  /** Fills the placeholders from the argument that the statement runs with. */
  public void bind(PreparedStatement statement, Object argument) throws SQLException {
    for (int i = 0; i < binds.length; i++) {
      binds[i].set(statement, i + 1, argument);
    }
  }
}
