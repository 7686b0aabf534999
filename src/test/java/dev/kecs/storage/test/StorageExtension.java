package dev.kecs.storage.test;

import dev.kecs.storage.Storage;
import dev.kecs.storage.config.MigrationMode;
import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.config.StorageConfigBuilder;
import dev.kecs.storage.test.TestDatabase.Role;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the run's storage, empty: on a database that one role migrated, run as another that
 * may only read and write rows.
 */
public final class StorageExtension implements BeforeEachCallback, ParameterResolver {
  /** The schema that the tests' tables lie in: not the default one, so that none slips in. */
  public static final String SCHEMA = "kecs_tests";

  private static final String HISTORY = "kecs_schema_history";

  private static final class Opened {
    private static final Storage STORAGE = open();

    private static Storage open() {
      TestDatabase database = SharedDatabase.get();
      migrate(database);
      Storage storage = Storage.open(config(database, Role.RUNNER).build());
      AtExit.close(storage);
      return storage;
    }
  }

  /** Returns the run's storage, as other tests left it. */
  public static Storage storage() {
    return Opened.STORAGE;
  }

  /** Migrates a database, and lets the runner read and write, the reader read. */
  public static void migrate(TestDatabase database) {
    StorageConfig owner = config(database, Role.OWNER).migrationMode(MigrationMode.MIGRATE).build();
    Storage.migrate(owner);
    Storage.grant(owner, database.user(Role.RUNNER));
    database.execute("GRANT USAGE ON SCHEMA " + SCHEMA + " TO " + database.user(Role.READER));
    database.execute(
        "GRANT SELECT ON ALL TABLES IN SCHEMA " + SCHEMA + " TO " + database.user(Role.READER));
  }

  /** Begins a configuration for a migrated database. */
  public static StorageConfigBuilder config(TestDatabase database, Role role) {
    return config(database.url(role));
  }

  /** Begins a configuration for a migrated database behind a URL. */
  public static StorageConfigBuilder config(String url) {
    return StorageConfig.builder()
        .url(PostgresUrl.parse(url))
        .schema(SCHEMA)
        .migrationMode(MigrationMode.VALIDATE);
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    storage();
    SharedDatabase.get().empty(SCHEMA, HISTORY);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == Storage.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return storage();
  }
}
