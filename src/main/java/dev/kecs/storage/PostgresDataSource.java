package dev.kecs.storage;

import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.internal.sql.run.ConnectionFailure;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
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
  private final PostgresUrl url;
  private final Properties properties;

  /** Takes the driver's properties, which must include {@code loginTimeout}. */
  PostgresDataSource(PostgresUrl url, Properties properties) {
    this.url = url;
    this.properties = properties;
  }

  /**
   * Makes a connection.
   *
   * @throws ConnectionFailure if there is none, with the reason
   */
  @Override
  public Connection getConnection() throws SQLException {
    long begin = System.nanoTime();
    try {
      // Null is only returned for URLs of other drivers.
      return Objects.requireNonNull(driver.connect(url.jdbcUrl(), properties));
    } catch (SQLException e) {
      boolean late = System.nanoTime() - begin >= TimeUnit.SECONDS.toNanos(getLoginTimeout());
      throw ConnectionFailure.of(url.masked(), properties, late, e);
    }
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
