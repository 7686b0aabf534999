package dev.kecs.storage.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.test.TestDatabase.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {

  private static void run(TestDatabase database, Role role, String sql) throws SQLException {
    try (Connection connection = database.connect(role);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void theOwnerMayDefineAndTheOthersMayOnlyLogIn() throws SQLException {
    try (TestDatabase database = TestDatabase.create()) {
      run(database, Role.OWNER, "CREATE SCHEMA kecs CREATE TABLE notes (line text)");
      for (Role role : new Role[] {Role.RUNNER, Role.READER}) {
        run(database, role, "SELECT 1");
        for (String refused :
            new String[] {
              "CREATE SCHEMA mine",
              "CREATE TABLE public.mine (id int)",
              "CREATE TEMPORARY TABLE mine (id int)",
              "SELECT * FROM kecs.notes"
            }) {
          assertThatThrownBy(() -> run(database, role, refused))
              .hasMessageContaining("permission denied");
        }
      }
    }
  }

  @Test
  void textIsNotInTheOrderOfItsBytes() {
    try (TestDatabase database = TestDatabase.create()) {
      assertThat(database.rows("SHOW server_encoding").get(0)).containsExactly("UTF8");
      assertThat(database.rows("SELECT 'a' < 'B'").get(0)).containsExactly(true);
    }
  }

  @Test
  void emptyingLeavesTheHistoryAndStartsIdentitiesAnew() throws SQLException {
    try (TestDatabase database = TestDatabase.create()) {
      run(
          database,
          Role.OWNER,
          "CREATE SCHEMA kecs"
              + " CREATE TABLE parents (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)"
              + " CREATE TABLE children (id bigint REFERENCES parents) PARTITION BY RANGE (id)"
              + " CREATE TABLE history (version text)");
      run(database, Role.OWNER, "CREATE TABLE kecs.rest PARTITION OF kecs.children DEFAULT");
      for (int i = 0; i < 2; i++) {
        database.execute("INSERT INTO kecs.parents DEFAULT VALUES");
        database.execute("INSERT INTO kecs.children VALUES (1)");
        database.execute("INSERT INTO kecs.history VALUES ('1')");
        database.empty("kecs", "history");
      }
      assertThat(database.number("SELECT count(*) FROM kecs.parents")).isZero();
      assertThat(database.number("SELECT count(*) FROM kecs.children")).isZero();
      assertThat(database.number("SELECT count(*) FROM kecs.history")).isEqualTo(2);
    }
  }

  @Test
  void aWaitForALockIsSeenFromOutside() throws Exception {
    try (TestDatabase database = TestDatabase.create()) {
      run(database, Role.OWNER, "CREATE SCHEMA kecs CREATE TABLE notes (line text)");
      CompletableFuture<Void> second;
      try (Connection first = database.connect(Role.OWNER);
          Statement statement = first.createStatement()) {
        first.setAutoCommit(false);
        statement.execute("LOCK TABLE kecs.notes");
        second =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    run(database, Role.OWNER, "DROP TABLE kecs.notes");
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                });
        database.awaitWaitingForLocks(1);
        assertThat(second).isNotDone();
      }
      second.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void closingLeavesNothingAlsoWhereSomebodyIsConnected() throws SQLException {
    TestDatabase database = TestDatabase.create();
    try (Connection connection = database.connect(Role.RUNNER)) {
      database.close();
      assertThat(connection.isValid(10)).isFalse();
    }
    String left =
        "SELECT (SELECT count(*) FROM pg_database WHERE datname = '%1$s')"
            + " + (SELECT count(*) FROM pg_roles WHERE starts_with(rolname, '%1$s'))";
    assertThat(SharedDatabase.get().number(left.formatted(database.name()))).isZero();
  }

  @Test
  void aRoleThatMayCreateDatabasesAndRolesIsEnough() throws SQLException {
    try (ServerOfItsOwn own = ServerOfItsOwn.open();
        TestDatabase superusers = TestDatabase.create(own.server())) {
      superusers.execute("CREATE ROLE creator LOGIN CREATEDB CREATEROLE");
      TestServer given =
          new TestServer(
              "given", own.server().address(), "postgres", "creator", "trusted", Map.of());
      try (TestDatabase database = TestDatabase.create(given);
          Connection connection = database.connect(Role.RUNNER)) {
        run(database, Role.OWNER, "CREATE SCHEMA kecs CREATE TABLE notes (line text)");
        database.execute("INSERT INTO kecs.notes VALUES ('x')");
        database.empty("kecs", "history");
        assertThat(database.terminate(Role.RUNNER)).isOne();
        assertThat(connection.isValid(10)).isFalse();
      }
    }
  }
}
