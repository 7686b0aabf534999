package dev.kecs.storage.test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Data sources as hosts have them, which show the driver's exceptions in other ways than it does.
 */
public final class HostDataSource {
  private static final Set<Class<?>> WRAPPED =
      Set.of(Connection.class, Statement.class, PreparedStatement.class, ResultSet.class);

  private HostDataSource() {}

  /** Returns one whose exceptions are its own, with those of the other as causes. */
  public static DataSource wrapping(DataSource other) {
    return wrapped(DataSource.class, other);
  }

  private static <T> T wrapped(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            HostDataSource.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(target, arguments);
                return result != null && WRAPPED.contains(method.getReturnType())
                    ? wrapped(method.getReturnType(), result)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause() instanceof SQLException failed
                    ? new SQLException("the pool's own words", failed)
                    : e.getCause();
              }
            }));
  }

  /** Returns one whose driver is of a class loader of its own, as that of a server's can be. */
  public static DataSource ofAnotherClassLoader(String url, Properties properties) {
    try {
      URL jar = PSQLException.class.getProtectionDomain().getCodeSource().getLocation();
      @SuppressWarnings("resource") // Its classes are needed as long as the data source is.
      ClassLoader loader =
          new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
      Driver driver =
          (Driver) loader.loadClass("org.postgresql.Driver").getConstructor().newInstance();
      return connecting(() -> driver.connect(url, properties));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the driver cannot be loaded a second time", e);
    }
  }

  private interface Connector {
    @Nullable Connection connect() throws SQLException;
  }

  private static DataSource connecting(Connector connector) {
    return (DataSource)
        Proxy.newProxyInstance(
            HostDataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> connector.connect());
  }
}
