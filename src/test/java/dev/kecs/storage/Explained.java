package dev.kecs.storage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A data source that asks for the plan of each query before it runs, with the same values. */
final class Explained {
  private final List<String> plans = new ArrayList<>();
  private final DataSource dataSource;

  Explained(DataSource server) {
    dataSource =
        proxy(
            DataSource.class,
            (method, arguments) -> {
              Object result = call(server, method, arguments);
              return result instanceof Connection connection ? explained(connection) : result;
            });
  }

  DataSource dataSource() {
    return dataSource;
  }

  /** The plans of the queries that ran since this was last asked for. */
  List<String> plans() {
    List<String> taken = List.copyOf(plans);
    plans.clear();
    return taken;
  }

  private Connection explained(Connection connection) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          Object result = call(connection, method, arguments);
          return result instanceof PreparedStatement statement
              ? explained(connection, statement, (String) arguments[0])
              : result;
        });
  }

  private PreparedStatement explained(
      Connection connection, PreparedStatement statement, String sql) throws SQLException {
    PreparedStatement explain = connection.prepareStatement("EXPLAIN " + sql);
    return proxy(
        PreparedStatement.class,
        (method, arguments) -> {
          if (method.getName().startsWith("set") || method.getName().equals("close")) {
            call(explain, method, arguments);
          } else if (method.getName().equals("execute")) {
            plans.add(plan(explain));
          }
          return call(statement, method, arguments);
        });
  }

  private static String plan(PreparedStatement explain) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (ResultSet line = explain.executeQuery()) {
      while (line.next()) {
        plan.append(line.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }

  @FunctionalInterface
  private interface Call {
    Object run(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.run(method, arguments)));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
