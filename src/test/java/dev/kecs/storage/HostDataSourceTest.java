package dev.kecs.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.kecs.storage.config.MigrationMode;
import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.config.StorageConfigBuilder;
import dev.kecs.storage.ecs.Cluster;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.StorageTimeoutException;
import dev.kecs.storage.test.Race;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.transaction.Transaction;
import dev.kecs.storage.transaction.TransactionOptions;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A storage on a pool that the host application brings. */
class HostDataSourceTest {
  private TestDatabase database;

  @BeforeEach
  void makeDatabase() {
    database = TestDatabase.create();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void migratingOnItLeavesNothingOnItsConnectionsWhichStayOpen() {
    try (HikariDataSource host = host(Role.OWNER, true)) {
      for (int i = 0; i < 2; i++) {
        try (Storage storage = Storage.open(config(host, MigrationMode.MIGRATE).build())) {
          assertThat(storage.maskedUrl()).isEqualTo("a data source of the host");
          assertThat(storage.clusters().find(Samples.CLUSTER).isPresent()).isEqualTo(i > 0);
          storage.clusters().createIfAbsent(Samples.cluster(Samples.CLUSTER));
        }
        assertThat(
                database.number(
                    "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
                        + " WHERE locktype = 'advisory' AND datname = ?",
                    database.name()))
            .as("locks that the sessions of the pool hold")
            .isZero();
      }
      Storage.grant(config(host, MigrationMode.MIGRATE).build(), database.user(Role.RUNNER));

      assertThat(host.getHikariPoolMXBean().getActiveConnections()).isZero();
      assertThat(host.isClosed()).isFalse();
    }
  }

  @Test
  void oneThatIsNotInAutoCommitModeIsRefused() {
    StorageExtension.migrate(database);
    try (HikariDataSource host = host(Role.RUNNER, false)) {
      for (MigrationMode mode : MigrationMode.values()) {
        assertThatThrownBy(() -> Storage.open(config(host, mode).build()))
            .isExactlyInstanceOf(InvalidValueException.class)
            .hasMessageContaining("auto-commit");
      }
      assertThat(host.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }

  @Test
  void oneThatIsNotReadCommittedIsRefusedUnlessItsPoolSetsThat() {
    StorageExtension.migrate(database);
    database.execute(
        "ALTER DATABASE "
            + database.name()
            + " SET default_transaction_isolation = 'serializable'");
    try (HikariDataSource host = host(Role.RUNNER, true);
        HikariDataSource setting =
            host(Role.RUNNER, pool -> pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED"))) {
      assertThatThrownBy(() -> Storage.open(config(host, MigrationMode.VALIDATE).build()))
          .isExactlyInstanceOf(InvalidValueException.class)
          .hasMessageContaining("READ COMMITTED")
          .hasMessageContaining("default_transaction_isolation");
      assertThat(host.getHikariPoolMXBean().getActiveConnections()).isZero();

      Storage.open(config(setting, MigrationMode.VALIDATE).build()).close();
    }
  }

  /** An operator may set it for the role while the storage is open. */
  @Test
  void aUnitOfWorkIsReadCommittedWhateverItsConnectionIs() {
    StorageExtension.migrate(database);
    try (HikariDataSource host = host(Role.RUNNER, true);
        Storage storage = Storage.open(config(host, MigrationMode.VALIDATE).build())) {
      Samples.storedCluster(storage);
      database.execute(
          "ALTER ROLE %s SET default_transaction_isolation = 'repeatable read'"
              .formatted(database.user(Role.RUNNER)));
      host.getHikariPoolMXBean().softEvictConnections();

      Race<Cluster> race =
          Race.of(
              50,
              number ->
                  storage
                      .clusters()
                      .modify(Samples.CLUSTER, c -> c.withStatus(c.status() + number % 10)));

      assertThat(race.failures()).isEmpty();
      assertThat(storage.clusters().get(Samples.CLUSTER).status()).hasSize(50 + "ACTIVE".length());
    }
  }

  /** The host's connections have no limit; the unit's own, if any, is longer. */
  @ParameterizedTest
  @MethodSource
  void theConfiguredTimeoutBoundsTheStatementsOfAUnit(TransactionOptions options) {
    StorageExtension.migrate(database);
    try (HikariDataSource host = host(Role.RUNNER, true);
        Storage storage =
            Storage.open(
                config(host, MigrationMode.VALIDATE)
                    .statementTimeout(Duration.ofMillis(200))
                    .build())) {
      Samples.storedCluster(storage);
      try (Transaction holder = storage.begin()) {
        holder.clusters().modify(Samples.CLUSTER, cluster -> cluster.withStatus("HELD"));

        assertThatThrownBy(
                () ->
                    storage.inTransaction(
                        options,
                        stores ->
                            stores.clusters().modify(Samples.CLUSTER, UnaryOperator.identity())))
            .isExactlyInstanceOf(StorageTimeoutException.class);
      }
    }
  }

  static Stream<TransactionOptions> theConfiguredTimeoutBoundsTheStatementsOfAUnit() {
    return Stream.of(
        TransactionOptions.DEFAULT, TransactionOptions.DEFAULT.withTimeout(Duration.ofHours(1)));
  }

  private StorageConfigBuilder config(HikariDataSource host, MigrationMode mode) {
    return StorageConfig.builder()
        .dataSource(host)
        .schema(StorageExtension.SCHEMA)
        .migrationMode(mode);
  }

  private HikariDataSource host(Role role, boolean autoCommit) {
    return host(role, pool -> pool.setAutoCommit(autoCommit));
  }

  private HikariDataSource host(Role role, Consumer<HikariConfig> settings) {
    PostgresUrl url = PostgresUrl.parse(database.url(role));
    HikariConfig hikari = new HikariConfig();
    hikari.setJdbcUrl(url.jdbcUrl());
    hikari.setUsername(url.user());
    hikari.setPassword(url.password());
    settings.accept(hikari);
    hikari.setMaximumPoolSize(3);
    hikari.setConnectionTimeout(5000);
    return new HikariDataSource(hikari);
  }
}
