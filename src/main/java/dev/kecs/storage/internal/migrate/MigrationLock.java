package dev.kecs.storage.internal.migrate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.jooq.impl.DSL.inline;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.CRC32C;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** The lock that a process holds while it migrates a schema. It belongs to a session. */
final class MigrationLock implements AutoCloseable {
  private final Connection session;
  private final long key;
  private boolean held;

  MigrationLock(Connection session, String schema) {
    this.session = session;
    CRC32C checksum = new CRC32C();
    checksum.update((Installed.HISTORY + "." + schema).getBytes(UTF_8));
    this.key = checksum.getValue();
  }

  /**
   * Takes the lock, if no other session has it. A wait inside the server would be a transaction,
   * and CREATE INDEX CONCURRENTLY would wait for that.
   */
  boolean tryToTake() throws SQLException {
    held = call("pg_try_advisory_lock");
    return held;
  }

  /** Releases the lock: the session may belong to a host's pool and go on. */
  @Override
  public void close() throws SQLException {
    if (held) {
      call("pg_advisory_unlock");
    }
  }

  private boolean call(String function) throws SQLException {
    String sql =
        DSL.using(SQLDialect.POSTGRES)
            .renderInlined(DSL.select(DSL.function(function, Boolean.class, inline(key))));
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getBoolean(1);
    }
  }
}
