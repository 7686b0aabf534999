package dev.kecs.storage;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static dev.kecs.storage.test.Samples.registered;
import static dev.kecs.storage.test.Samples.storedCluster;
import static dev.kecs.storage.test.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.ecs.Cluster;
import dev.kecs.storage.ecs.ClusterResource;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.store.Resources;
import dev.kecs.storage.test.Race;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.test.resource.Calls.Call;
import dev.kecs.storage.test.resource.Resource;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator sets for the role or the database does not change what the storage does. */
class SettingsOfRoleTest {
  private static final int RUNNERS = 8;

  private static TestDatabase database;

  @BeforeAll
  static void makeDatabase() {
    database = TestDatabase.create();
    StorageExtension.migrate(database);
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.empty(StorageExtension.SCHEMA, "kecs_schema_history");
  }

  @AfterEach
  void reset() {
    database.execute("ALTER ROLE " + database.user(Role.RUNNER) + " RESET ALL");
    database.execute("ALTER DATABASE " + database.name() + " RESET ALL");
  }

  static Stream<String> scopes() {
    return Stream.of(
        "ROLE " + database.user(Role.RUNNER),
        "DATABASE " + database.name(),
        "ROLE %s IN DATABASE %s".formatted(database.user(Role.RUNNER), database.name()));
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void concurrentModificationsWaitForEachOtherWhateverIsolationIsTheDefault(String scope) {
    set(scope, "default_transaction_isolation = 'repeatable read'");
    try (Storage storage = open()) {
      assertAllAreModified(storage);
    } finally {
      database.execute("ALTER " + scope + " RESET ALL");
    }
  }

  private static void assertAllAreModified(Storage storage) {
    storedCluster(storage);

    Race<Cluster> race =
        Race.of(
            RUNNERS,
            number -> {
              Cluster last = null;
              for (int i = 0; i < 25; i++) {
                last = storage.clusters().modify(CLUSTER, c -> c.withStatus(c.status() + "."));
              }
              return last;
            });

    assertThat(race.failures()).isEmpty();
    assertThat(storage.clusters().get(CLUSTER).status())
        .isEqualTo("ACTIVE" + ".".repeat(RUNNERS * 25));
  }

  static Stream<Resource<?>> resources() {
    return Resources.all();
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S> void everyMethodWorksWithOtherSettings(Resource<S> resource) {
    setOthers();
    try (Storage storage = open()) {
      Resources.prepare(storage, resource);
      for (Call<S> each : resource.calls().all()) {
        Consumer<S> call = each.before().prepare(storage, 0);
        call.accept(resource.in(storage));
      }
    }
  }

  @Test
  void everyPartOfARecordLastsWithOtherSettings() {
    setOthers();
    ClusterResource clusters = new ClusterResource();
    // As text, what is read depends on more settings than in the binary form.
    for (String binary : List.of("true", "false")) {
      String url = database.url(Role.RUNNER);
      url += (url.contains("?") ? "&" : "?") + "binaryTransfer=" + binary;
      try (Storage storage = Storage.open(StorageExtension.config(url).build())) {
        clusters.ways().forEach(ways -> ways.check(storage.clusters(), Resources.partValues()));

        // Absent parts are the NULLs of an array.
        storedCluster(storage);
        Task bare = task("bare-" + binary, registered(storage, "web"));
        List<Task> created = storage.tasks().createAll(List.of(bare));
        assertThat(created).containsExactly(storage.tasks().get(bare.arn()));
        assertThat(created.get(0).startedBy()).isNull();
      }
      empty();
    }
  }

  private static void setOthers() {
    for (String setting :
        new String[] {
          "array_nulls = off",
          "backslash_quote = off",
          "bytea_output = 'escape'",
          "client_encoding = 'LATIN1'",
          "client_min_messages = 'error'",
          "DateStyle = 'SQL, DMY'",
          "default_transaction_deferrable = on",
          "default_transaction_isolation = 'serializable'",
          "extra_float_digits = -15",
          "IntervalStyle = 'sql_standard'",
          "lock_timeout = '1ms'",
          "plan_cache_mode = 'force_generic_plan'",
          "quote_all_identifiers = on",
          "row_security = off",
          "search_path = ''",
          "standard_conforming_strings = off",
          "statement_timeout = '1ms'",
          "TimeZone = 'America/St_Johns'",
          "transform_null_equals = on"
        }) {
      set("ROLE " + database.user(Role.RUNNER), setting);
    }
  }

  private static void set(String scope, String setting) {
    database.execute("ALTER " + scope + " SET " + setting);
  }

  private static Storage open() {
    return Storage.open(
        StorageExtension.config(database, Role.RUNNER).maxPoolSize(RUNNERS).build());
  }
}
