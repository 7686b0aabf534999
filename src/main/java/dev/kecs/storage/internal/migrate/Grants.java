package dev.kecs.storage.internal.migrate;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.PermissionDeniedException;
import dev.kecs.storage.internal.jooq.Kecs;
import dev.kecs.storage.internal.sql.run.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Name;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Gives a role the rights that the storage needs, and no more: to read and write rows. */
final class Grants {
  private static final String NOT_GRANTED = "01007";

  private Grants() {}

  static void give(DataSource owner, String schema, String role) {
    DSLContext jooq = DSL.using(SQLDialect.POSTGRES);
    Name to = DSL.name(role);
    List<Query> grants = new ArrayList<>();
    // jOOQ grants on tables only.
    grants.add(DSL.query("grant usage on schema {0} to {1}", DSL.name(schema), to));
    grants.add(
        DSL.grant(DSL.privilege("select"))
            .on(DSL.name(schema, Installed.HISTORY))
            .to(DSL.role(to)));
    for (Table<?> table : Kecs.KECS.getTables()) {
      grants.add(
          DSL.grant(
                  DSL.privilege("select"),
                  DSL.privilege("insert"),
                  DSL.privilege("update"),
                  DSL.privilege("delete"))
              .on(DSL.name(schema, table.getName()))
              .to(DSL.role(to)));
    }
    try (Connection connection = owner.getConnection();
        Transaction transaction = Transaction.begin(connection);
        Statement statement = connection.createStatement()) {
      for (Query grant : grants) {
        statement.execute(jooq.renderInlined(grant));
        refuseUngranted(statement.getWarnings());
      }
      transaction.commit();
    } catch (SQLException e) {
      throw switch (SqlErrors.state(e)) {
        case "42704" -> new InvalidValueException("the role " + role + " does not exist", e);
        case "42501", NOT_GRANTED ->
            new PermissionDeniedException("only the owner of the schema can grant rights on it", e);
        default -> SqlErrors.connecting(e);
      };
    }
  }

  /**
   * Throws the warning that a role gets if it has a right but may not pass it on; other roles get
   * an error.
   */
  private static void refuseUngranted(@Nullable SQLWarning first) throws SQLWarning {
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      if (NOT_GRANTED.equals(warning.getSQLState())) {
        throw warning;
      }
    }
  }

  /** A transaction on a connection that may belong to a host's pool and go on. */
  private record Transaction(Connection connection) implements AutoCloseable {
    static Transaction begin(Connection connection) throws SQLException {
      connection.setAutoCommit(false);
      return new Transaction(connection);
    }

    void commit() throws SQLException {
      connection.commit();
    }

    /** Rolls back what was not committed. */
    @Override
    public void close() throws SQLException {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
