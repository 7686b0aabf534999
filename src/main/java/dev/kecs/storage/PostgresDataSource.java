package dev.kecs.storage;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Opens connections with the driver alone. The pool and the driver's own data source would write
 * {@code sslpassword} to their debug logs, and the pool would set a login timeout for every driver
 * of the JVM.
 */
final class PostgresDataSource implements DataSource {
  private final Driver driver = new Driver();
  private final String jdbcUrl;
  private final Properties properties;

  /** Takes the driver's properties, which must include {@code loginTimeout}. */
  PostgresDataSource(String jdbcUrl, Properties properties) {
    this.jdbcUrl = jdbcUrl;
    this.properties = properties;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = driver.connect(jdbcUrl, properties);
    if (connection == null) {
      throw new SQLException("not a URL of the PostgreSQL driver", "08001");
    }
    return connection;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the user is part of the configuration");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  /** When the pool is closed, it waits this long for connections that are being made. */
  @Override
  public int getLoginTimeout() {
    return Integer.parseInt(properties.getProperty("loginTimeout"));
  }

  /** Does nothing: the properties hold the login timeout. */
  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public Logger getParentLogger() {
    return driver.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (!isWrapperFor(type)) {
      throw new SQLException("not a wrapper for " + type.getName());
    }
    return type.cast(this);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
