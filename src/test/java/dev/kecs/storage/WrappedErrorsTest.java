package dev.kecs.storage;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.SCOPE;
import static dev.kecs.storage.test.Samples.cluster;
import static dev.kecs.storage.test.Samples.content;
import static dev.kecs.storage.test.Samples.service;
import static dev.kecs.storage.test.Samples.task;
import static dev.kecs.storage.test.Samples.taskSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.kecs.storage.config.MigrationMode;
import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.ecs.ServiceArn;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskDefinitionArn;
import dev.kecs.storage.ecs.TaskSet;
import dev.kecs.storage.ecs.TaskSetArn;
import dev.kecs.storage.error.AlreadyExistsException;
import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.error.OutcomeUnknownException;
import dev.kecs.storage.error.ReferenceNotFoundException;
import dev.kecs.storage.error.ResourceInUseException;
import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.error.StorageTimeoutException;
import dev.kecs.storage.error.StorageUnavailableException;
import dev.kecs.storage.test.HostDataSource;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.transaction.Transaction;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** What errors mean does not depend on how a host's data source throws them. */
class WrappedErrorsTest {
  private final List<HikariDataSource> pools = new ArrayList<>();
  private TestDatabase database;

  @BeforeEach
  void makeDatabase() {
    database = TestDatabase.create();
  }

  @AfterEach
  void dropDatabase() {
    pools.forEach(HikariDataSource::close);
    database.close();
  }

  /** How a host connects. */
  enum Host {
    WRAPPING,
    WRAPPING_TWICE,
    OF_ANOTHER_CLASS_LOADER
  }

  private DataSource source(Host host, PostgresUrl url) {
    return switch (host) {
      case WRAPPING -> HostDataSource.wrapping(pool(url, 4));
      case WRAPPING_TWICE -> HostDataSource.wrapping(HostDataSource.wrapping(pool(url, 4)));
      case OF_ANOTHER_CLASS_LOADER -> {
        Properties properties = new Properties();
        properties.putAll(url.properties());
        properties.setProperty("user", url.user());
        properties.setProperty("password", String.valueOf(url.password()));
        properties.setProperty("options", "-c lock_timeout=200ms");
        yield HostDataSource.ofAnotherClassLoader(url.jdbcUrl(), properties);
      }
    };
  }

  private HikariDataSource pool(PostgresUrl url, int size) {
    HikariDataSource pool = new HikariDataSource();
    pools.add(pool);
    pool.setJdbcUrl(url.jdbcUrl());
    pool.setUsername(url.user());
    pool.setPassword(url.password());
    url.properties().forEach(pool::addDataSourceProperty);
    pool.addDataSourceProperty("options", "-c lock_timeout=200ms");
    pool.setMaximumPoolSize(size);
    pool.setConnectionTimeout(1000);
    return pool;
  }

  private Storage open(Host host, Role role) {
    return open(source(host, PostgresUrl.parse(database.url(role))));
  }

  private static Storage open(DataSource source) {
    return open(source, MigrationMode.MIGRATE);
  }

  private static Storage open(DataSource source, MigrationMode mode) {
    return Storage.open(
        StorageConfig.builder()
            .dataSource(source)
            .schema(StorageExtension.SCHEMA)
            .migrationMode(mode)
            .build());
  }

  @ParameterizedTest
  @EnumSource(Host.class)
  void violationsOfConstraintsAreNamedAsEver(Host host) {
    try (Storage storage = open(host, Role.OWNER)) {
      TaskDefinitionArn definition = definition(storage);
      failed(
          ReferenceNotFoundException.class,
          CLUSTER.toString(),
          () -> storage.tasks().create(task("1", definition)));
      storage.clusters().create(cluster(CLUSTER));
      failed(
          ReferenceNotFoundException.class,
          "absent:7",
          () -> storage.tasks().create(task("1", TaskDefinitionArn.of(SCOPE, "absent", 7))));

      Task first = storage.tasks().create(task("1", definition).withPodName("pod"));
      failed(
          AlreadyExistsException.class,
          "cannot have the pod pod",
          () -> storage.tasks().create(task("2", definition).withPodName("pod")));
      assertThat(first.podName()).isEqualTo("pod");
      failed(ResourceInUseException.class, "has tasks", () -> storage.clusters().delete(CLUSTER));

      storage.services().create(service("web"));
      TaskSetArn set = TaskSetArn.of(ServiceArn.of(CLUSTER, "web"), "1");
      storage.taskSets().create(taskSet(set, definition).withStatus(TaskSet.PRIMARY));
      failed(
          AlreadyExistsException.class,
          "cannot be PRIMARY",
          () ->
              storage
                  .taskSets()
                  .create(
                      taskSet(TaskSetArn.of(ServiceArn.of(CLUSTER, "web"), "2"), definition)
                          .withStatus(TaskSet.PRIMARY)));
    }
  }

  private static TaskDefinitionArn definition(Storage storage) {
    return storage.taskDefinitions().register(SCOPE, "app", content()).arn();
  }

  @ParameterizedTest
  @EnumSource(Host.class)
  void locksAndLostConnectionsAreToldAsEver(Host host) {
    StorageExtension.migrate(database);
    try (Storage storage = open(host, Role.RUNNER)) {
      storage.clusters().create(cluster(CLUSTER));
      try (Transaction holder = storage.begin()) {
        holder.clusters().modify(CLUSTER, cluster -> cluster.withStatus("HELD"));
        failed(
            StorageTimeoutException.class,
            "lock",
            () -> storage.clusters().modify(CLUSTER, UnaryOperator.identity()));

        database.terminate(Role.RUNNER);
        failed(
            StorageUnavailableException.class,
            "rolled back",
            () -> holder.clusters().create(cluster("other")));
      }
    }
  }

  @Test
  void aPoolThatIsExhaustedAndWrapsThatIsTimedOut() {
    StorageExtension.migrate(database);
    PostgresUrl url = PostgresUrl.parse(database.url(Role.RUNNER));
    try (Storage storage = open(HostDataSource.wrapping(pool(url, 1)));
        Transaction holder = storage.begin()) {
      assertThat(holder.clusters().find(CLUSTER)).isEmpty();
      failed(
          StorageTimeoutException.class,
          "no connection of the pool became free",
          () -> storage.clusters().find(CLUSTER));
    }
  }

  /** HikariCP throws a RuntimeException if the pool is opened by the first call. */
  @Test
  void aPoolThatOnlyOpensWhenItIsAskedAndCannotSaysWhy() {
    PostgresUrl url =
        PostgresUrl.parse(
            database.url(Role.RUNNER).replaceFirst("/" + database.name() + "(?=[?]|$)", "/none"));
    failed(
        StorageUnavailableException.class,
        "the data source gives no connection: the database does not exist",
        () -> open(pool(url, 1)));
  }

  @Test
  void aWriteOfWhichTheAnswerIsLostHasAnUnknownOutcome() {
    StorageExtension.migrate(database);
    database.execute(
        "CREATE FUNCTION %1$s.shoot() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$"
                .formatted(StorageExtension.SCHEMA)
            + " BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$");
    database.execute(
        "CREATE TRIGGER shoot BEFORE INSERT ON %1$s.clusters FOR EACH ROW EXECUTE FUNCTION %1$s.shoot()"
            .formatted(StorageExtension.SCHEMA));
    try (Storage storage = open(Host.WRAPPING, Role.RUNNER)) {
      failed(
          OutcomeUnknownException.class,
          "clusters.create",
          () -> storage.clusters().create(cluster(ClusterArn.of(SCOPE, "shot"))));
    }
  }

  /** The driver's own errors: no test is to fill so much memory. */
  @Test
  void whatTheDriverItselfRefusesIsToldApart() {
    StorageExtension.migrate(database);
    HikariDataSource pool = pool(PostgresUrl.parse(database.url(Role.RUNNER)), 2);
    SQLException batch =
        new PSQLException("", PSQLState.INVALID_PARAMETER_VALUE, new IOException("too long"));
    try (Storage storage = open(HostDataSource.failing(pool, batch), MigrationMode.NONE)) {
      failed(
          InvalidValueException.class,
          "clusters.create was given more than a message to the server can hold, which is 1 GiB",
          () -> storage.clusters().create(cluster(CLUSTER)));
    }
    SQLException memory = new PSQLException("", PSQLState.OUT_OF_MEMORY, new OutOfMemoryError());
    try (Storage storage = open(HostDataSource.failing(pool, memory), MigrationMode.NONE)) {
      failed(
          StorageException.class,
          "the memory of this process ran out while it read what clusters.find returned",
          () -> storage.clusters().find(CLUSTER));
      failed(
          OutcomeUnknownException.class,
          "whether it took effect is unknown",
          () -> storage.clusters().create(cluster(CLUSTER)));
      failed(
          StorageException.class,
          "the memory of this process ran out",
          () -> storage.inTransaction(unit -> unit.clusters().create(cluster(CLUSTER))));
    }
  }

  private static void failed(
      Class<? extends Throwable> type, String message, ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(type).hasMessageContaining(message);
  }
}
