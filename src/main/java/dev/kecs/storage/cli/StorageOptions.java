package dev.kecs.storage.cli;

import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.config.StorageConfigBuilder;
import dev.kecs.storage.config.StorageKind;
import dev.kecs.storage.error.InvalidValueException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that say which storage a command uses. An option counts even if an environment
 * variable says something else.
 */
final class StorageOptions {
  @Option(
      names = "--storage",
      paramLabel = "KIND",
      description = {
        "embedded: a PostgreSQL of its own, that it starts and stops; nothing to install.",
        "postgres: a server that runs already, see --postgres-url.",
        "Without this option: postgres where there is a URL, else embedded. [KECS_STORAGE]"
      })
  private @Nullable String storage;

  @Option(
      names = "--postgres-url",
      paramLabel = "URL",
      description = {
        "The server to use: postgres://USER:PASSWORD@HOST/DATABASE",
        "Others on the machine can read a command line: better set the variable."
            + " [KECS_POSTGRES_URL]"
      })
  private @Nullable String postgresUrl;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = {
        "Where the embedded PostgreSQL keeps its data; made when it does not exist."
            + " ~/.kecs by default. [KECS_DATA_DIR]"
      })
  private @Nullable Path dataDir;

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description = "The database schema that holds the tables; kecs by default. [KECS_SCHEMA]")
  private @Nullable String schema;

  /**
   * Returns the configuration of the options, the environment and the defaults.
   *
   * @throws InvalidValueException if a value is not acceptable, or two do not fit together
   */
  StorageConfig config() {
    StorageConfigBuilder builder = StorageConfig.builder().environment(environment());
    read("--storage", storage, text -> builder.storage(StorageKind.parse(text)));
    read("--postgres-url", postgresUrl, text -> builder.url(PostgresUrl.parse(text)));
    read("--data-dir", dataDir, builder::dataDir);
    read("--schema", schema, builder::schema);
    return builder.build();
  }

  /** The environment variables, without those that an option sets or that contradict an option. */
  private Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>(System.getenv());
    if (storage != null || postgresUrl != null) {
      variables.remove("KECS_STORAGE");
    }
    if (postgresUrl != null || "embedded".equalsIgnoreCase(storage)) {
      variables.remove("KECS_POSTGRES_URL");
    }
    if ("embedded".equalsIgnoreCase(storage)) {
      variables.remove("KECS_MIGRATION_URL");
    }
    if (dataDir != null) {
      variables.remove("KECS_DATA_DIR");
    }
    if (schema != null) {
      variables.remove("KECS_SCHEMA");
    }
    return variables;
  }

  private static <T> void read(String option, @Nullable T value, Consumer<T> set) {
    if (value == null) {
      return;
    }
    try {
      set.accept(value);
    } catch (InvalidValueException e) {
      throw new InvalidValueException(option + ": " + e.getMessage(), e);
    }
  }
}
