package dev.kecs.storage.test;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A database of its own, with roles of its own, both dropped by {@link #close} or with the JVM. */
public final class TestDatabase implements AutoCloseable {

  /** Who connects. */
  public enum Role {
    /** May create schemas, and so owns what it migrates. */
    OWNER,
    /** May log in, and what the library grants it. */
    RUNNER,
    /** May log in, and what a test grants it. */
    READER
  }

  private static final String RUN = random(4);
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final TestServer server;
  private final String name = "kecs_test_" + RUN + "_" + NUMBERS.incrementAndGet();
  private final String password = random(16);

  private TestDatabase(TestServer server) {
    this.server = server;
  }

  /** Makes an empty database on this run's server. */
  public static TestDatabase create() {
    return create(TestServer.get());
  }

  /** Makes an empty database on a server of the test's own. */
  public static TestDatabase create(TestServer server) {
    TestDatabase database = new TestDatabase(server);
    AtExit.close(database);
    database.make();
    return database;
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private void make() {
    onServer(
        Stream.of(
            create(Role.OWNER),
            create(Role.RUNNER),
            create(Role.READER),
            "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'%s".formatted(name, locale()),
            "REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(name),
            "GRANT CONNECT ON DATABASE %s TO %s".formatted(name, allUsers()),
            "GRANT CREATE ON DATABASE %s TO %s".formatted(name, user(Role.OWNER)),
            // So that the tests' own role may read their tables and end their connections, also
            // where it is no superuser.
            "GRANT %s TO CURRENT_USER".formatted(allUsers())));
  }

  private String create(Role role) {
    return "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(user(role), password);
  }

  /**
   * An order that differs from that of the bytes, so that a text key not declared C is found out.
   */
  private String locale() {
    String icu = "SELECT count(*) FROM pg_collation WHERE collname = 'tr-x-icu'";
    try (Connection connection = server.connect(server.database())) {
      boolean known = !rows(connection, icu).get(0).get(0).equals(0L);
      return known
          ? " LOCALE_PROVIDER icu ICU_LOCALE 'tr' LOCALE 'C'"
          : " LC_COLLATE 'C' LC_CTYPE 'C'";
    } catch (SQLException e) {
      throw failed(icu, e);
    }
  }

  /** The database's name. */
  public String name() {
    return name;
  }

  /** The server it lies on. */
  public TestServer server() {
    return server;
  }

  /** The role's name on the server. */
  public String user(Role role) {
    return name + "_" + role.name().toLowerCase(Locale.ROOT);
  }

  private String allUsers() {
    return Stream.of(Role.values()).map(this::user).collect(Collectors.joining(", "));
  }

  /** A {@code postgresql://} URL that holds the role's password. */
  public String url(Role role) {
    return url(role, server.address());
  }

  /** The same for what stands before the server, such as a {@link Wire}. */
  public String url(Role role, Address address) {
    return server.url(address, name, user(role), password);
  }

  /** A plain connection, outside every pool. */
  public Connection connect(Role role) throws SQLException {
    return connect(role, server.address());
  }

  /** The same for what stands before the server, such as a {@link Wire}. */
  public Connection connect(Role role, Address address) throws SQLException {
    return server.connect(address, name, user(role), password);
  }

  /** Runs a statement as the tests' own role, on a connection of its own. */
  public void execute(String sql, Object... binds) {
    try (Connection connection = server.connect(name);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, binds);
      statement.execute();
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** What a query returns to the tests' own role, as pgjdbc's objects. */
  public List<List<@Nullable Object>> rows(String sql, Object... binds) {
    try (Connection connection = server.connect(name)) {
      return rows(connection, sql, binds);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** The one number that a query returns. */
  public long number(String sql, Object... binds) {
    return ((Number) rows(sql, binds).get(0).get(0)).longValue();
  }

  private static List<List<@Nullable Object>> rows(
      Connection connection, String sql, Object... binds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, binds);
      try (ResultSet result = statement.executeQuery()) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (result.next()) {
          List<@Nullable Object> row = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.add(result.getObject(i));
          }
          rows.add(Collections.unmodifiableList(row));
        }
        return rows;
      }
    }
  }

  private static void bind(PreparedStatement statement, Object... binds) throws SQLException {
    for (int i = 0; i < binds.length; i++) {
      statement.setObject(i + 1, binds[i]);
    }
  }

  /**
   * Empties all tables of a schema but one, in one statement, and starts their identities anew. A
   * transaction that a test left open makes this fail instead of waiting.
   */
  public void empty(String schema, String historyTable) {
    String tables =
        rows(
                "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p')"
                    + " AND NOT relispartition AND relnamespace = ?::regnamespace AND relname <> ?",
                schema,
                historyTable)
            .stream()
            .map(row -> String.valueOf(row.get(0)))
            .collect(Collectors.joining(", "));
    if (!tables.isEmpty()) {
      execute("SET lock_timeout = '10s'; TRUNCATE " + tables + " RESTART IDENTITY");
    }
  }

  /** Ends the role's connections, as an operator would, and says how many there were. */
  public long terminate(Role role) {
    return number(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND usename = ?",
        user(role));
  }

  /** Waits until so many of this database's connections, or more, wait for a lock. */
  public void awaitWaitingForLocks(int connections) {
    Await.until(
        connections + " connections wait for a lock",
        () ->
            number(
                    "SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                >= connections);
  }

  /** Drops the database, whoever is connected to it, and its roles. */
  @Override
  public void close() {
    AtExit.forget(this);
    onServer(
        Stream.of(
            "DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(name),
            "DROP ROLE IF EXISTS %s".formatted(allUsers())));
  }

  private void onServer(Stream<String> statements) {
    try (Connection connection = server.connect(server.database());
        Statement statement = connection.createStatement()) {
      for (String sql : statements.toList()) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw failed("Making or dropping " + name, e);
    }
  }

  private static IllegalStateException failed(String what, SQLException cause) {
    return new IllegalStateException(what + ": " + cause.getMessage(), cause);
  }

  @Override
  public String toString() {
    return "database " + name + " on " + server;
  }
}
