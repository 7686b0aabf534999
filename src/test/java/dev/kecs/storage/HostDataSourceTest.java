package dev.kecs.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.kecs.storage.config.MigrationMode;
import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.StorageTimeoutException;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.transaction.Transaction;
import dev.kecs.storage.transaction.TransactionOptions;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

  /** The host's connections have no limit; the unit's own is longer than the configuration's. */
  @Test
  void aUnitsTimeoutAndTheConfigurationsBothBoundItsStatements() {
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
                        TransactionOptions.DEFAULT.withTimeout(Duration.ofHours(1)),
                        stores ->
                            stores.clusters().modify(Samples.CLUSTER, UnaryOperator.identity())))
            .isExactlyInstanceOf(StorageTimeoutException.class);
      }
    }
  }

  private StorageConfig.Builder config(HikariDataSource host, MigrationMode mode) {
    return StorageConfig.builder()
        .dataSource(host)
        .schema(StorageExtension.SCHEMA)
        .migrationMode(mode);
  }

  private HikariDataSource host(Role role, boolean autoCommit) {
    PostgresUrl url = PostgresUrl.parse(database.url(role));
    HikariConfig hikari = new HikariConfig();
    hikari.setJdbcUrl(url.jdbcUrl());
    hikari.setUsername(url.user());
    hikari.setPassword(url.password());
    hikari.setAutoCommit(autoCommit);
    hikari.setMaximumPoolSize(3);
    hikari.setConnectionTimeout(5000);
    return new HikariDataSource(hikari);
  }
}
