package dev.kecs.storage.config;

import dev.kecs.storage.error.InvalidValueException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** The variables that configure a storage. */
final class Environment {
  private final Map<String, String> variables;

  Environment(Map<String, String> variables) {
    this.variables = variables;
  }

  void applyTo(StorageConfigBuilder builder) {
    read("KECS_STORAGE", StorageKind::parse, builder::storage);
    read("KECS_POSTGRES_URL", PostgresUrl::parse, builder::url);
    read("KECS_DATA_DIR", Environment::path, builder::dataDir);
    read("KECS_SCHEMA", Function.identity(), builder::schema);
    read("KECS_POOL_SIZE", Environment::wholeNumber, builder::maxPoolSize);
    read("KECS_CONNECT_TIMEOUT", DurationText::parse, builder::connectTimeout);
    read("KECS_POOL_TIMEOUT", DurationText::parse, builder::poolTimeout);
    read("KECS_STATEMENT_TIMEOUT", DurationText::parse, builder::statementTimeout);
    read("KECS_LOCK_TIMEOUT", DurationText::parse, builder::lockTimeout);
    read("KECS_SOCKET_TIMEOUT", DurationText::parse, builder::socketTimeout);
    read("KECS_MIGRATION_MODE", MigrationMode::parse, builder::migrationMode);
    read("KECS_MIGRATION_URL", PostgresUrl::parse, builder::migrationUrl);
    read("KECS_MIGRATION_TIMEOUT", DurationText::parse, builder::migrationTimeout);
  }

  private <T> void read(String name, Function<String, T> parse, Consumer<T> set) {
    String text = variables.getOrDefault(name, "").strip();
    if (text.isEmpty()) {
      return;
    }
    try {
      set.accept(parse.apply(text));
    } catch (InvalidValueException e) {
      throw new InvalidValueException(name + ": " + e.getMessage(), e);
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InvalidValueException("not a path", e);
    }
  }

  private static int wholeNumber(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InvalidValueException("not a whole number", e);
    }
  }
}
