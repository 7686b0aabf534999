package dev.kecs.storage;

import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import java.sql.DriverManager;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What runs with a class loader of its own, as a server would run an application. It takes a URL
 * and steps, and tells after each step whether the driver is registered.
 */
public final class UndeployedApplication
    implements BiFunction<String, List<String>, List<Boolean>> {
  private final Deque<Storage> storages = new ArrayDeque<>();

  @Override
  public List<Boolean> apply(String url, List<String> steps) {
    StorageConfig config = StorageConfig.builder().url(PostgresUrl.parse(url)).build();
    return steps.stream()
        .map(
            step -> {
              run(step, config);
              return DriverManager.drivers()
                  .anyMatch(driver -> driver.getClass().getName().equals("org.postgresql.Driver"));
            })
        .toList();
  }

  private void run(String step, StorageConfig config) {
    switch (step) {
      case "register" -> initialise("org.postgresql.Driver");
      case "migrate" -> Storage.migrate(config);
      case "open" -> storages.push(Storage.open(config));
      case "close" -> {
        Storage storage = storages.pop();
        storage.close();
        storage.close();
      }
      default -> throw new IllegalArgumentException(step);
    }
  }

  private static void initialise(String type) {
    try {
      Class.forName(type);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
