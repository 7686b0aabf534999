package dev.kecs.storage;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static dev.kecs.storage.test.Samples.cluster;
import static dev.kecs.storage.test.Samples.registered;
import static dev.kecs.storage.test.Samples.service;
import static dev.kecs.storage.test.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.kecs.storage.config.MigrationMode;
import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.NotFoundException;
import dev.kecs.storage.error.PermissionDeniedException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.TransactionConflictException;
import dev.kecs.storage.store.Resources;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.test.resource.Calls.Call;
import dev.kecs.storage.test.resource.Resource;
import dev.kecs.storage.transaction.Stores;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.xa.PGXADataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The storage within the transactions of its host, which are Spring's or those of an XA manager.
 */
class HostTransactionTest {
  private static final ClusterArn OTHER = ClusterArn.of(SCOPE, "other");
  private static final ClusterArn MISSING = ClusterArn.of(SCOPE, "missing");

  private static TestDatabase database;
  private static HikariDataSource host;
  private static Storage storage;
  private static JdbcTemplate jdbc;

  private final DataSourceTransactionManager manager = new DataSourceTransactionManager(host);
  private final TransactionTemplate transaction = new TransactionTemplate(manager);

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
    StorageExtension.migrate(database);
    HikariConfig hikari = new HikariConfig();
    PostgresUrl url = PostgresUrl.parse(database.url(Role.OWNER));
    hikari.setJdbcUrl(url.jdbcUrl());
    hikari.setUsername(url.user());
    hikari.setPassword(url.password());
    hikari.setMaximumPoolSize(2);
    hikari.setConnectionTimeout(5000);
    host = new HikariDataSource(hikari);
    storage = open(host);
    jdbc = new JdbcTemplate(host);
    jdbc.execute("CREATE SCHEMA app");
    jdbc.execute("CREATE TABLE app.orders (id int PRIMARY KEY)");
  }

  @AfterAll
  static void close() {
    storage.close();
    host.close();
    database.close();
  }

  @BeforeEach
  void empty() {
    database.empty(StorageExtension.SCHEMA, "kecs_schema_history");
    jdbc.execute("TRUNCATE app.orders");
  }

  private static Storage open(DataSource dataSource) {
    return Storage.open(
        StorageConfig.builder()
            .dataSource(dataSource)
            .schema(StorageExtension.SCHEMA)
            .migrationMode(MigrationMode.VALIDATE)
            .build());
  }

  /** As an application of Spring's gets them, within a transaction of its own. */
  private static Stores stores() {
    return storage.on(DataSourceUtils.getConnection(host));
  }

  private static int order(int id) {
    return jdbc.update("INSERT INTO app.orders VALUES (?)", id);
  }

  private static void assertStored(int orders, ClusterArn... clusters) {
    assertThat(database.number("SELECT count(*) FROM app.orders")).isEqualTo(orders);
    assertThat(storage.clusters().getAll(List.of(CLUSTER, OTHER))).containsOnlyKeys(clusters);
    assertThat(host.getHikariPoolMXBean().getActiveConnections()).isZero();
  }

  @Test
  void whatTheHostAndTheStoresWriteIsCommittedTogether() {
    transaction.executeWithoutResult(
        status -> {
          order(1);
          stores().clusters().create(cluster(CLUSTER));
          stores().clusters().modify(CLUSTER, cluster -> cluster.withStatus("CHANGED"));
          order(2);
          assertThat(storage.clusters().find(CLUSTER)).as("seen by others").isEmpty();
        });

    assertStored(2, CLUSTER);
    assertThat(storage.clusters().get(CLUSTER).status()).isEqualTo("CHANGED");
  }

  @Test
  void whatTheHostRollsBackTakesTheStoresWritesWithIt() {
    transaction.executeWithoutResult(
        status -> {
          order(1);
          stores().clusters().create(cluster(CLUSTER));
          status.setRollbackOnly();
        });

    assertStored(0);
  }

  @Test
  void anErrorOfTheStoresRollsTheHostsTransactionBack() {
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      order(1);
                      stores().clusters().create(cluster(CLUSTER));
                      stores().services().create(service(ServiceArn.of(OTHER, "web")));
                    }))
        .isInstanceOf(ReferenceNotFoundException.class);

    assertStored(0);
  }

  static Stream<Resource<?>> resources() {
    return Resources.all();
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S> void everyMethodRunsInTheHostsTransaction(Resource<S> resource) {
    transaction.executeWithoutResult(
        status -> {
          Stores stores = stores();
          Resources.prepare(stores, resource);
          for (Call<S> each : resource.calls().all()) {
            Consumer<S> call = each.before().prepare(stores, 0);
            call.accept(resource.in(stores));
          }
          status.setRollbackOnly();
        });

    assertThat(storage.inventory().values()).containsOnly(0L);
  }

  @Test
  void whatZeroRowsTellLeavesTheTransactionUsable() {
    TaskDefinitionArn definition = registered(storage, "web");
    transaction.executeWithoutResult(
        status -> {
          Stores stores = stores();
          stores.clusters().create(cluster(CLUSTER));
          stores.tasks().create(task("one", definition));
          assertThatThrownBy(() -> stores.clusters().get(OTHER))
              .isInstanceOf(NotFoundException.class);
          assertThatThrownBy(() -> stores.tasks().createAll(List.of(task("one", definition))))
              .isInstanceOf(AlreadyExistsException.class);
          order(1);
        });

    assertStored(1, CLUSTER);
  }

  @Test
  void afterAnErrorOfTheServerLaterCallsNameTheFirstOneUntilTheHostRollsBack() {
    transaction.executeWithoutResult(
        status -> {
          Stores stores = stores();
          stores.clusters().create(cluster(CLUSTER));
          Object savepoint = status.createSavepoint();
          StorageException first =
              catchThrowableOfType(
                  ReferenceNotFoundException.class,
                  () -> stores.services().create(service(ServiceArn.of(OTHER, "web"))));

          for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> stores.clusters().find(CLUSTER))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessageContaining("can only be rolled back")
                .hasMessageContaining(first.getMessage())
                .hasCause(first);
          }

          status.rollbackToSavepoint(savepoint);
          assertThat(stores.clusters().find(CLUSTER)).isPresent();
          order(1);
        });

    assertStored(1, CLUSTER);
  }

  @Test
  void nestedWorkThatFailsIsUndoneAlone() {
    transaction.executeWithoutResult(
        status -> {
          Stores stores = stores();
          order(1);
          stores.clusters().create(cluster(CLUSTER));
          assertThatThrownBy(
                  () ->
                      stores.inTransaction(
                          nested -> {
                            order(2);
                            nested.clusters().create(cluster(OTHER));
                            return nested.services().create(service(ServiceArn.of(MISSING, "web")));
                          }))
              .isInstanceOf(StorageException.class);
          assertThatThrownBy(
                  () ->
                      stores.inTransaction(
                          nested -> {
                            order(3);
                            return stores().inTransaction(inner -> order(3));
                          }))
              .as("an error of the host's own")
              .isInstanceOf(org.springframework.dao.DuplicateKeyException.class);
          order(4);
        });

    assertStored(2, CLUSTER);
  }

  @Test
  void aNestedTransactionOfSpringsIsUndoneAlone() {
    TransactionTemplate nested = new TransactionTemplate(manager);
    nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    transaction.executeWithoutResult(
        status -> {
          stores().clusters().create(cluster(CLUSTER));
          assertThatThrownBy(
                  () ->
                      nested.executeWithoutResult(
                          inner -> {
                            stores().clusters().create(cluster(OTHER));
                            stores().services().create(service(ServiceArn.of(MISSING, "web")));
                          }))
              .isInstanceOf(ReferenceNotFoundException.class);
          order(1);
        });

    assertStored(1, CLUSTER);
  }

  @Test
  void isolationAndReadOnlyAreTheHosts() {
    storage.clusters().create(cluster(CLUSTER));
    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      assertThat(stores().clusters().find(CLUSTER)).isPresent();
                      storage.clusters().modify(CLUSTER, cluster -> cluster.withStatus("CHANGED"));
                      assertThat(stores().clusters().get(CLUSTER).status()).isEqualTo("ACTIVE");
                      stores().clusters().delete(CLUSTER);
                    }))
        .isInstanceOf(TransactionConflictException.class);

    transaction.setReadOnly(true);
    manager.setEnforceReadOnly(true);
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> stores().clusters().create(cluster(OTHER))))
        .isInstanceOf(PermissionDeniedException.class)
        .hasMessageContaining("read-only");

    assertStored(0, CLUSTER);
  }

  @Test
  void aConnectionInAutoCommitModeIsRefusedAtEachCall() throws SQLException {
    Connection connection = host.getConnection();
    try {
      Stores stores = storage.on(connection);
      List<ThrowingCallable> calls =
          List.of(
              () -> stores.clusters().create(cluster(CLUSTER)),
              () -> stores.clusters().find(CLUSTER),
              () -> stores.inTransaction(nested -> "nested"));
      assertAllRefused(calls, "auto-commit");

      connection.setAutoCommit(false);
      stores.clusters().create(cluster(CLUSTER));
      connection.commit();
      connection.setAutoCommit(true);
      assertAllRefused(calls, "auto-commit");

      connection.close();
      assertAllRefused(calls, "closed");
    } finally {
      connection.close();
    }
    assertStored(0, CLUSTER);
  }

  @Test
  void aDataSourceThatGivesTheConnectionOfTheHostsTransactionIsRefusedMeanwhile() {
    try (Storage aware = open(new TransactionAwareDataSourceProxy(host))) {
      aware.clusters().create(cluster(CLUSTER));
      transaction.executeWithoutResult(
          status -> {
            order(1);
            assertAllRefused(
                List.of(
                    () -> aware.clusters().create(cluster(OTHER)),
                    () -> aware.clusters().find(CLUSTER),
                    () -> aware.clusters().modify(CLUSTER, cluster -> cluster),
                    () -> aware.inTransaction(stores -> stores.clusters().find(CLUSTER)),
                    aware::begin,
                    aware::health,
                    aware::inventory),
                "auto-commit mode");
            order(2);
            assertThat(database.number("SELECT count(*) FROM app.orders")).isZero();
            status.setRollbackOnly();
          });
      aware.inTransaction(stores -> stores.clusters().create(cluster(OTHER)));
    }

    assertStored(0, CLUSTER, OTHER);
  }

  private static void assertAllRefused(List<ThrowingCallable> calls, String message) {
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(message);
    }
  }

  /** Jakarta's transactions: while a manager holds the connection, JDBC's methods are refused. */
  @Test
  void savepointsWorkInATransactionOfAnXaManager() throws Exception {
    PGXADataSource source = new PGXADataSource();
    PostgresUrl url = PostgresUrl.parse(database.url(Role.OWNER));
    source.setUrl(url.jdbcUrl());
    source.setUser(url.user());
    source.setPassword(url.password());
    XAConnection xa = source.getXAConnection();
    try (Connection connection = xa.getConnection()) {
      Stores stores = storage.on(connection);
      assertAllRefused(List.of(() -> stores.clusters().find(CLUSTER)), "auto-commit");

      Xid id = new OneXid();
      xa.getXAResource().start(id, XAResource.TMNOFLAGS);
      stores.clusters().create(cluster(CLUSTER));
      assertThatThrownBy(
              () ->
                  stores.inTransaction(
                      nested -> nested.services().create(service(ServiceArn.of(OTHER, "web")))))
          .isInstanceOf(ReferenceNotFoundException.class);
      stores.inTransaction(nested -> nested.clusters().create(cluster(OTHER)));
      assertStored(0);
      assertAllRefused(
          List.of(
              () ->
                  new HostDataSource(new SingleConnectionDataSource(connection, true))
                      .getConnection()),
          "storage.on(connection)");
      xa.getXAResource().end(id, XAResource.TMSUCCESS);
      xa.getXAResource().commit(id, true);
    } finally {
      xa.close();
    }

    assertStored(0, CLUSTER, OTHER);
  }

  private record OneXid() implements Xid {
    @Override
    public int getFormatId() {
      return 1;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return ByteBuffer.allocate(8).putLong(1).array();
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {1};
    }
  }
}
