package dev.kecs.storage;

import dev.kecs.storage.internal.sql.run.HostSql;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A host's data source. Refuses each connection that takes part in a transaction of the host, as
 * some data sources give it to a thread that runs one: the storage would commit the host's work.
 */
final class HostDataSource implements DataSource {
  private final DataSource host;

  HostDataSource(DataSource host) {
    this.host = host;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return outsideTransaction(host.getConnection());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return outsideTransaction(host.getConnection(user, password));
  }

  private static Connection outsideTransaction(Connection connection) throws SQLException {
    boolean taken = false;
    try {
      if (HostSql.isInTransaction(connection)) {
        throw new IllegalStateException(
            "the connection of the data source is not in auto-commit mode: if a transaction of the"
                + " host runs on it, use storage.on(connection)");
      }
      taken = true;
      return connection;
    } finally {
      if (!taken) {
        connection.close();
      }
    }
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return host.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    host.setLogWriter(out);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return host.getLoginTimeout();
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    host.setLoginTimeout(seconds);
  }

  @Override
  public Logger getParentLogger() throws java.sql.SQLFeatureNotSupportedException {
    return host.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(this) ? type.cast(this) : host.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || host.isWrapperFor(type);
  }
}
