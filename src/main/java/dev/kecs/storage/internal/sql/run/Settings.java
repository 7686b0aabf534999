package dev.kecs.storage.internal.sql.run;

import static org.jooq.impl.DSL.inline;

import dev.kecs.storage.transaction.TransactionOptions;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a transaction, as statements that stand before another one in the same text: the
 * driver sends all of them together.
 *
 * @param mode the statement that sets isolation and read-only; empty if it sets neither. PostgreSQL
 *     accepts it only before any other, and not behind a savepoint
 * @param limit how long the statement may take; null to leave the limit as it is. A bind, so that
 *     the text is the same for every limit and the driver keeps it prepared
 */
record Settings(String mode, @Nullable Duration limit) {
  static final Settings NONE = new Settings("", null);

  private static final String LIMIT =
      DSL.using(SQLDialect.POSTGRES)
              .render(
                  DSL.select(
                      DSL.function(
                          "set_config",
                          String.class,
                          inline("statement_timeout"),
                          DSL.val(""),
                          inline(true))))
          + ";";

  /** Returns the statement that sets isolation and read-only. jOOQ has no DSL for it. */
  static String mode(TransactionOptions options) {
    return "SET TRANSACTION ISOLATION LEVEL "
        + options.isolation().name().replace('_', ' ')
        + (options.readOnly() ? ", READ ONLY;" : ";");
  }

  Settings withLimit(Duration limit) {
    return new Settings(mode, limit);
  }

  /** Returns the text of a statement with the settings before it. */
  String before(String sql) {
    // The same text where nothing is set: it knows its hash, by which the driver finds it.
    return limit == null ? mode.isEmpty() ? sql : mode + sql : mode + LIMIT + sql;
  }

  /** Fills the placeholder, if there is one, and returns how many there are. */
  int bind(PreparedStatement statement) throws SQLException {
    if (limit == null) {
      return 0;
    }
    statement.setString(1, Long.toString(Math.max(1, limit.toMillis())));
    return 1;
  }

  /** Goes on from the settings' own results to those of the statement after them. */
  void skipResults(PreparedStatement executed) throws SQLException {
    if (!mode.isEmpty()) {
      executed.getMoreResults();
    }
    if (limit != null) {
      executed.getMoreResults();
    }
  }
}
