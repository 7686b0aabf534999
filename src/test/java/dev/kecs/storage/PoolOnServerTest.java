package dev.kecs.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PoolOnServerTest {
  private static final TestDatabase DATABASE = SharedDatabase.get();
  private static final PostgresUrl URL = PostgresUrl.parse(DATABASE.url(Role.RUNNER));
  private static final StorageConfig CONFIG =
      StorageConfig.builder()
          .url(URL)
          .maxPoolSize(1)
          .poolTimeout(Duration.ofMillis(250))
          .statementTimeout(Duration.ofSeconds(21))
          .lockTimeout(Duration.ofMillis(4200))
          .build();

  @Test
  void aConnectionHasTheConfiguredLimitsAndIsInAutoCommitMode() throws SQLException {
    try (Pool pool = Pool.open(CONFIG, URL);
        Connection connection = pool.dataSource().getConnection()) {
      assertThat(connection.getAutoCommit()).isTrue();
      assertThat(text(connection, "SHOW statement_timeout")).isEqualTo("21s");
      assertThat(text(connection, "SHOW lock_timeout")).isEqualTo("4200ms");
      assertThat(text(connection, "SHOW application_name")).isEqualTo("kecs-storage");
    }
  }

  @Test
  void migrationsHaveALimitOfTheirOwn() throws SQLException {
    DataSource migrations = Pool.forMigrations(CONFIG, URL);

    try (Connection connection = migrations.getConnection()) {
      assertThat(text(connection, "SHOW statement_timeout")).isEqualTo("10min");
      assertThat(connection.getNetworkTimeout())
          .isGreaterThan((int) CONFIG.migrationTimeout().toMillis());
    }
  }

  @Test
  void anExhaustedPoolIsTimedOutAndTellsItsUse() throws SQLException {
    try (Pool pool = Pool.open(CONFIG, URL)) {
      try (Connection lent = pool.dataSource().getConnection()) {
        assertThat(lent.isValid(5)).isTrue();
        assertThat(pool.use()).isEqualTo(new Pool.Use(1, 0, 0, 1));
        assertThatThrownBy(() -> pool.dataSource().getConnection())
            .isInstanceOf(SQLTransientConnectionException.class);
      }
      assertThat(pool.use()).isEqualTo(new Pool.Use(0, 1, 0, 1));
    }
  }

  @Test
  void aConnectionOnWhichWritingIsRefusedAsReadOnlyIsGivenUp() throws SQLException {
    try (Pool pool = Pool.open(CONFIG, URL)) {
      String before;
      try (Connection connection = pool.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        before = text(connection, "SELECT pg_backend_pid()");
        statement.execute("SET default_transaction_read_only = on");
        assertThatThrownBy(() -> statement.execute("CREATE SCHEMA refused"))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
      }
      try (Connection connection = pool.dataSource().getConnection()) {
        assertThat(text(connection, "SELECT pg_backend_pid()")).isNotEqualTo(before);
      }
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsTheReasonGiven() {
    String url =
        DATABASE.url(Role.RUNNER).replaceFirst("/" + DATABASE.name() + "(?=[?]|$)", "/none");

    assertThatThrownBy(() -> Pool.open(CONFIG, PostgresUrl.parse(url)))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("3D000"));
  }

  /** Some servers of the tests trust whoever connects, so it is not the password that is wrong. */
  @Test
  void aRoleThatIsNotThereIsTheReasonGivenWithoutThePassword() {
    String url = DATABASE.url(Role.RUNNER).replace(DATABASE.user(Role.RUNNER), "nobody");

    assertThatThrownBy(() -> Pool.open(CONFIG, PostgresUrl.parse(url)))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).startsWith("28"))
        .hasMessageNotContaining(URL.password());
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
