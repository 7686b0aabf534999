package dev.kecs.storage.cli;

import dev.kecs.storage.Health;
import dev.kecs.storage.Storage;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.config.StorageKind;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code kecs start}. */
@Command(
    name = "start",
    description =
        "Opens the storage, brings its schema up to date, tells what is stored, and keeps it open"
            + " until Ctrl+C or SIGTERM, which close it; then the exit code is 0.",
    footer = {
      "",
      "To try it, with nothing but Java installed:",
      "  kecs start",
      "What is stored will be there the next time. On a PostgreSQL server (15 to 18) of your own:",
      "  KECS_POSTGRES_URL=postgres://me:secret@localhost:5432/kecs kecs start"
    })
final class StartCommand implements Callable<Integer> {
  private final StopSignal signal;

  @Mixin private StorageOptions options = new StorageOptions();

  StartCommand(StopSignal signal) {
    this.signal = signal;
  }

  @Override
  public Integer call() throws InterruptedException {
    StorageConfig config = options.config();
    try (Storage storage = Storage.open(config)) {
      report(config, storage);
      System.out.println("Ready. Press Ctrl+C to stop.");
      signal.await();
      System.out.println("Stopping.");
    }
    return ExitCode.OK;
  }

  private static void report(StorageConfig config, Storage storage) {
    // Everything is read before anything is printed, so that an error is the only output.
    Health health = storage.health();
    Map<String, Long> stored = storage.inventory();
    line(
        "Storage",
        config.storage() == StorageKind.EMBEDDED
            ? "embedded PostgreSQL in " + config.dataDir()
            : "PostgreSQL server");
    line("URL", storage.maskedUrl());
    line("Server", "PostgreSQL " + health.serverVersion());
    String version = health.schemaVersion();
    line("Schema", config.schema() + (version == null ? ", empty" : ", version " + version));
    String label = "Stored";
    for (Map.Entry<String, Long> table : stored.entrySet()) {
      if (table.getValue() > 0) {
        line(label, table.getKey().replace('_', ' ') + ": " + table.getValue());
        label = "";
      }
    }
    if (!label.isEmpty()) {
      line(label, "nothing yet");
    }
  }

  private static void line(String label, String value) {
    System.out.printf(Locale.ROOT, "%-8s %s%n", label, value);
  }
}
