package dev.kecs.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kecs.storage.config.MigrationMode;
import dev.kecs.storage.config.StorageConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of its own that opens a storage when it is told to, and tells the schema's version. */
final class OpeningProcess implements AutoCloseable {
  private static final String READY = "ready";

  private final Process process;
  private final BufferedReader output;

  private OpeningProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
  }

  static OpeningProcess start(String url, String schema, MigrationMode mode, String... javaOptions)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(javaOptions));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), OpeningProcess.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "KECS_POSTGRES_URL",
                url,
                "KECS_SCHEMA",
                schema,
                "KECS_MIGRATION_MODE",
                mode.name().toLowerCase(Locale.ROOT),
                "KECS_POOL_SIZE",
                "1"));
    return new OpeningProcess(builder.start());
  }

  /** Waits until it is ready to open. */
  void awaitReady() throws IOException {
    String line = output.readLine();
    while (line != null && !line.equals(READY)) {
      line = output.readLine();
    }
  }

  /** Lets it open. */
  void go() throws IOException {
    process.outputWriter(UTF_8).append('\n').flush();
  }

  /** Waits for its end, and returns all that it wrote since it was ready. */
  List<String> output() throws IOException, InterruptedException {
    List<String> lines = output.lines().toList();
    process.waitFor(1, TimeUnit.MINUTES);
    return lines;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] arguments) throws IOException {
    StorageConfig config = StorageConfig.builder().environment(System.getenv()).build();
    System.out.println(READY);
    if (System.in.read() < 0) {
      return;
    }
    try (Storage storage = Storage.open(config)) {
      System.out.println("opened " + storage.health().schemaVersion());
    }
  }
}
