package dev.kecs.storage.internal.sql.statement;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * A statement as JDBC runs it.
 *
 * @param sql with a {@code ?} for each of the binds
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, only run.
public record Rendered(String sql, Bind[] binds, ResultColumns columns) {
  /** Makes a statement without placeholders, which returns nothing. */
  public static Rendered plain(Query query) {
    return new Rendered(
        DSL.using(SQLDialect.POSTGRES).render(query), new Bind[0], new ResultColumns());
  }

  /**
   * Fills the placeholders from the argument that the statement runs with.
   *
   * @param before how many placeholders stand before the statement's own
   */
  public void bind(PreparedStatement statement, int before, Object argument) throws SQLException {
    for (int i = 0; i < binds.length; i++) {
      binds[i].set(statement, before + i + 1, argument);
    }
  }
}
