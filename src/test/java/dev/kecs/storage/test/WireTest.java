package dev.kecs.storage.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.test.TestDatabase.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTest {
  /** As often as it takes until pgjdbc keeps a statement on the server and sends its name only. */
  private static final int OFTEN = 12;

  private static TestDatabase database;
  private Wire wire;

  @BeforeAll
  static void makeDatabase() {
    database = TestDatabase.create();
    database.execute("CREATE TABLE public.notes (id int PRIMARY KEY, line text)");
    database.execute("GRANT ALL ON public.notes TO " + database.user(Role.RUNNER));
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @BeforeEach
  void layWire() {
    database.execute("TRUNCATE public.notes");
    wire = Wire.to(database.server().address());
  }

  @AfterEach
  void closeWire() {
    wire.close();
  }

  private Connection connect() throws SQLException {
    return database.connect(Role.RUNNER, wire.address());
  }

  private static void insert(Connection connection, int id) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO public.notes VALUES (?, 'x')")) {
      insert.setInt(1, id);
      insert.executeUpdate();
    }
  }

  private static void select(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM public.notes")) {
      row.next();
    }
  }

  private static long notes() {
    return database.number("SELECT count(*) FROM public.notes");
  }

  @Test
  void aStatementOfItsOwnIsOneRoundTrip() throws Exception {
    try (Connection connection = connect()) {
      for (int i = 0; i < OFTEN; i++) {
        int id = i;
        assertThat(wire.roundTripsOf(() -> insert(connection, id)))
            .containsExactly("INSERT INTO public.notes VALUES ($1, 'x')");
      }
    }
  }

  @Test
  void beginTravelsWithTheFirstStatementOfATransaction() throws Exception {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < OFTEN; i++) {
        int id = i;
        assertThat(
                wire.roundTripsOf(
                    () -> {
                      select(connection);
                      insert(connection, id);
                      connection.commit();
                    }))
            .containsExactly(
                "BEGIN; SELECT count(*) FROM public.notes",
                "INSERT INTO public.notes VALUES ($1, 'x')",
                "COMMIT");
      }
    }
  }

  @Test
  void beginIsARoundTripForAClientThatWaitsForIt() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThat(
              wire.roundTripsOf(
                  () -> {
                    statement.execute("BEGIN");
                    statement.execute("COMMIT");
                  }))
          .containsExactly("BEGIN", "COMMIT");
    }
  }

  @Test
  void beginTravelsWithALargeStatementToo() throws Exception {
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO public.notes VALUES (1, ?)")) {
      connection.setAutoCommit(false);
      insert.setString(1, "x".repeat(1_000_000));
      assertThat(wire.roundTripsOf(insert::executeUpdate)).hasSize(1);
    }
  }

  @Test
  void aBatchIsOneRoundTrip() throws Exception {
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO public.notes VALUES (?, 'x')")) {
      for (int i = 0; i < 3; i++) {
        insert.setInt(1, i);
        insert.addBatch();
      }
      assertThat(wire.roundTripsOf(insert::executeBatch)).hasSize(1);
    }
  }

  @Test
  void aProbeOfAPoolIsARoundTripWithoutText() throws Exception {
    try (Connection connection = connect()) {
      assertThat(wire.roundTripsOf(() -> connection.isValid(10))).containsExactly("");
    }
  }

  @Test
  void aFailedStatementIsARoundTrip() throws Exception {
    try (Connection connection = connect()) {
      insert(connection, 1);
      long before = wire.roundTrips();
      assertThatThrownBy(() -> insert(connection, 1)).hasMessageContaining("duplicate key");
      assertThat(wire.roundTrips()).isEqualTo(before + 1);
    }
  }

  @Test
  void largeValuesPassUnchanged() throws Exception {
    String large = "ş".repeat(1_000_000);
    try (Connection connection = connect();
        PreparedStatement select = connection.prepareStatement("SELECT ?::text")) {
      select.setString(1, large);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        assertThat(row.getString(1)).isEqualTo(large);
      }
    }
  }

  @Test
  void cutBeforeCommitLosesTheTransaction() throws Exception {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      insert(connection, 1);
      wire.cutBefore("commit");
      assertConnectionLost(connection::commit);
      assertThat(connection.isClosed()).isTrue();
    }
    Await.until("the server has noticed", () -> wire.connections() == 0);
    assertThat(notes()).isZero();
  }

  @Test
  void cutAfterCommitKeepsTheTransactionThatTheClientKnowsNothingOf() throws Exception {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      insert(connection, 1);
      wire.cutAfter("COMMIT");
      assertConnectionLost(connection::commit);
    }
    assertThat(notes()).isOne();
  }

  @Test
  void cutAfterTheFirstStatementOfATransactionIsNotCutAfterBegin() throws Exception {
    database.execute("CREATE SEQUENCE public.numbers");
    database.execute("GRANT ALL ON public.numbers TO " + database.user(Role.RUNNER));
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      wire.cutAfter("nextval");
      assertConnectionLost(() -> statement.execute("SELECT nextval('public.numbers')"));
    }
    assertThat(database.number("SELECT nextval('public.numbers')")).isEqualTo(2);
  }

  @Test
  void aStatementThatTheServerKeepsIsCutAsWell() throws Exception {
    try (Connection connection = connect()) {
      for (int i = 0; i < OFTEN; i++) {
        insert(connection, i);
      }
      wire.cutAfter("INSERT INTO public.notes");
      assertConnectionLost(() -> insert(connection, OFTEN));
    }
    assertThat(notes()).isEqualTo(OFTEN + 1);
  }

  @Test
  void aCutIsOfOneConnectionOnce() throws Exception {
    try (Connection first = connect();
        Connection second = connect()) {
      wire.cutBefore("INSERT");
      assertConnectionLost(() -> insert(first, 1));
      insert(second, 2);
    }
    assertThat(notes()).isOne();
  }

  @Test
  void cutEndsAllConnectionsAndNewOnesComeThrough() throws Exception {
    try (Connection first = connect();
        Connection second = connect()) {
      wire.cut();
      assertConnectionLost(() -> select(first));
      assertConnectionLost(() -> select(second));
    }
    try (Connection third = connect()) {
      select(third);
    }
  }

  @Test
  void aFrozenWireAnswersNothingUntilItThaws() throws Exception {
    try (Connection connection = connect()) {
      wire.freeze();
      connection.setNetworkTimeout(Runnable::run, 200);
      assertConnectionLost(() -> select(connection));
    }
    CompletableFuture<Void> selected =
        CompletableFuture.runAsync(
            () -> {
              try (Connection connection = connect()) {
                select(connection);
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    Await.until("the connection is accepted", () -> wire.connections() == 2);
    assertThat(selected).isNotDone();
    wire.thaw();
    selected.get(30, TimeUnit.SECONDS);
  }

  @Test
  void aWireThatRefusesKeepsWhatItHas() throws Exception {
    try (Connection connection = connect()) {
      wire.refuse();
      select(connection);
      assertThatThrownBy(this::connect)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("refused");
      wire.accept();
      connect().close();
    }
  }

  @Test
  void whatTheServerSaysLastArrives() throws Exception {
    try (Connection connection = connect()) {
      assertThat(database.terminate(Role.RUNNER)).isOne();
      Await.until("the connection has ended", () -> wire.connections() == 0);
      assertThatThrownBy(() -> select(connection))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
    }
  }

  private static void assertConnectionLost(ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
  }
}
