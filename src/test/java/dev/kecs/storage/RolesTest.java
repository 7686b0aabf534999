package dev.kecs.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.error.PermissionDeniedException;
import dev.kecs.storage.store.Resources;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.test.resource.Called;
import dev.kecs.storage.test.resource.Calls.Call;
import dev.kecs.storage.test.resource.Resource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each role may do: the owner's schema, read and written by one role, read by another. */
@ExtendWith(StorageExtension.class)
class RolesTest {
  private static final TestDatabase DATABASE = SharedDatabase.get();
  private final Storage storage;

  RolesTest(Storage storage) {
    this.storage = storage;
  }

  static Stream<Resource<?>> resources() {
    return Resources.all();
  }

  /** What is refused to the one is then done by the other, so that the next call can be tried. */
  @ParameterizedTest
  @MethodSource("resources")
  <S> void aRoleThatMayOnlyReadReadsEverythingAndIsRefusedEveryWrite(Resource<S> resource) {
    Resources.prepare(storage, resource);
    try (Storage reader = Storage.open(StorageExtension.config(DATABASE, Role.READER).build())) {
      Called called = new Called(reader);
      for (Call<S> each : resource.calls().all()) {
        Consumer<S> call = each.before().prepare(storage, 0);
        if (each.writes()) {
          List<?> before = rows(resource);
          assertThatThrownBy(() -> call.accept(resource.in(called)))
              .as(each.name())
              .isInstanceOf(PermissionDeniedException.class)
              .hasMessageContaining("lacks a right");
          assertThat(rows(resource)).as(each.name()).isEqualTo(before);
          call.accept(resource.in(storage));
        } else {
          assertThatCode(() -> call.accept(resource.in(called)))
              .as(each.name())
              .doesNotThrowAnyException();
        }
      }
      assertThat(called.missing(resource.store())).isEmpty();
    }
  }

  private static List<?> rows(Resource<?> resource) {
    return resource.tables().stream()
        .flatMap(
            table ->
                DATABASE
                    .rows(
                        "SELECT t::text FROM %s.%s t ORDER BY 1"
                            .formatted(StorageExtension.SCHEMA, table.name()))
                    .stream())
        .toList();
  }

  @Test
  void aRoleThatMayOnlyReadIsToldHowTheStorageIs() {
    Resources.withArn().forEach(resource -> resource.store(storage, 0));
    try (Storage reader = Storage.open(StorageExtension.config(DATABASE, Role.READER).build())) {
      assertThat(reader.health().schemaVersion()).isEqualTo(storage.health().schemaVersion());
      assertThat(reader.inventory()).isEqualTo(storage.inventory());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE %s.more (id int)",
        "ALTER TABLE %s.clusters ADD more int",
        "ALTER TABLE %s.tasks DROP CONSTRAINT tasks_cluster_fk",
        "ALTER TABLE %s.clusters DISABLE TRIGGER ALL",
        "DROP TABLE %s.tasks",
        "TRUNCATE %s.tasks",
        "CREATE INDEX ON %s.clusters (status)",
        "DROP INDEX %s.tasks_pod_uq",
        "DROP SCHEMA %s CASCADE",
        "ALTER SCHEMA %s RENAME TO more",
        "CREATE SCHEMA %s_more",
        "DELETE FROM %s.kecs_schema_history",
        "UPDATE %s.kecs_schema_history SET success = false",
        "CREATE TEMPORARY TABLE more AS SELECT * FROM %s.clusters"
      })
  void theRoleThatRunsMayDefineNothing(String statement) throws SQLException {
    try (Connection connection = DATABASE.connect(Role.RUNNER);
        Statement jdbc = connection.createStatement()) {
      String sql = statement.replace("%s", StorageExtension.SCHEMA);
      assertThatThrownBy(() -> jdbc.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
  }
}
