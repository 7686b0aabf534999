package dev.kecs.storage.internal.sql.run;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an exception of JDBC tells, together with its causes: a host's pool may wrap what the driver
 * throws, so nothing depends on which of them is the outermost.
 *
 * @param causes the exception and its causes, the innermost last
 */
record JdbcFailure(List<Throwable> causes) {
  static final String IN_FAILED_TRANSACTION = "25P02";

  private static final int DEEPEST = 100;

  static JdbcFailure of(Throwable e) {
    return new JdbcFailure(
        Stream.iterate(e, Objects::nonNull, JdbcFailure::causeOf).limit(DEEPEST).toList());
  }

  /** The driver tells as the cause of 25P02 the error of a statement before, which is not meant. */
  private static @Nullable Throwable causeOf(Throwable e) {
    return e instanceof SQLException sql && IN_FAILED_TRANSACTION.equals(sql.getSQLState())
        ? null
        : e.getCause();
  }

  /** Returns the SQLSTATE: the innermost one, which the server or the driver gave; "" for none. */
  String state() {
    return causes.stream()
        .filter(SQLException.class::isInstance)
        .map(cause -> ((SQLException) cause).getSQLState())
        .filter(state -> state != null && !state.isEmpty())
        .reduce("", (outer, inner) -> inner);
  }

  /** Returns the name of the violated constraint, if the server named one. */
  @Nullable String constraint() {
    return causes.stream()
        .map(JdbcFailure::serverMessage)
        .filter(Objects::nonNull)
        .map(message -> (String) get(message, "getConstraint"))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Tells whether the server sent it, not the driver. */
  boolean isFromServer() {
    return causes.stream().anyMatch(cause -> serverMessage(cause) != null);
  }

  /** Tells whether it or one of its causes is of that class. */
  boolean has(Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }

  /** Tells whether the connection is gone, and with it the answer. */
  boolean isLost() {
    String state = state();
    return state.startsWith("08")
        || state.startsWith("57P")
        || state.equals("40003")
        || (state.isEmpty() && has(IOException.class));
  }

  /** Tells whether the connection was gone before anything was sent. */
  boolean isUnsent() {
    String state = state();
    // 57P05, idle_session_timeout, ends a session only while it has nothing to do.
    return state.equals("08003") || state.equals("57P05");
  }

  private static @Nullable Object serverMessage(Throwable cause) {
    return cause instanceof SQLException ? get(cause, "getServerErrorMessage") : null;
  }

  /**
   * Calls a method of the driver by its name: a host's driver may be of another class loader than
   * the one that this library sees.
   */
  private static @Nullable Object get(Object object, String getter) {
    try {
      return object.getClass().getMethod(getter).invoke(object);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
