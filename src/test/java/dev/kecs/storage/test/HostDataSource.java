package dev.kecs.storage.test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
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
  private static final Set<Class<?>> PASSED_THROUGH =
      Set.of(Connection.class, Statement.class, PreparedStatement.class, ResultSet.class);

  private HostDataSource() {}

  /** Returns one whose exceptions are its own, with those of the other as causes. */
  public static DataSource wrapping(DataSource other) {
    return through(
        (method, call) -> {
          try {
            return call.run();
          } catch (SQLException e) {
            throw new SQLException("the pool's own words", e);
          }
        },
        DataSource.class,
        other);
  }

  /** Returns one that throws what the driver would, in place of running prepared statements. */
  public static DataSource failing(DataSource other, SQLException failure) {
    return through(
        (method, call) -> {
          if (method.getDeclaringClass() == PreparedStatement.class
              && method.getName().startsWith("execute")) {
            throw failure;
          }
          return call.run();
        },
        DataSource.class,
        other);
  }

  private interface Call {
    @Nullable Object run() throws Throwable;
  }

  private interface Around {
    @Nullable Object run(Method method, Call call) throws Throwable;
  }

  private static <T> T through(Around around, Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            HostDataSource.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object result = around.run(method, () -> invoke(target, method, arguments));
              return result != null && PASSED_THROUGH.contains(method.getReturnType())
                  ? through(around, method.getReturnType(), result)
                  : result;
            }));
  }

  private static @Nullable Object invoke(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
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
