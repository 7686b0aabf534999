package dev.kecs.storage.benchmark;

import dev.kecs.storage.embedded.EmbeddedServer;
import dev.kecs.storage.test.AtExit;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/** Runs the workloads, and writes what came out. */
public final class StorageBenchmark {
  private static final List<Workload> WORKLOADS =
      Stream.of(
              SingleTasks.workloads(),
              PlainJooq.workloads(),
              ManyTasks.workloads(),
              ManyAttributes.workloads(),
              ListPages.workloads(),
              Families.workloads(),
              List.<Workload>of(new PageBuffers()),
              PlainTable.workloads(),
              Registrations.workloads(),
              List.of(
                  new StatusChurn(),
                  new Purging(),
                  new Footprint(),
                  new WalBytes(),
                  new Walking(),
                  new Opening()))
          .flatMap(List::stream)
          .toList();

  private StorageBenchmark() {}

  /** Takes system properties for its options; the argument is the folder to write to. */
  public static void main(String[] arguments) throws Exception {
    Options options = Options.fromProperties();
    List<Workload> selected = WORKLOADS.stream().filter(options::selects).toList();
    try (TestDatabase database = TestDatabase.create(server())) {
      Report report = run(options, selected, database);
      System.out.println(report.markdown());
      report.write(Path.of(arguments[0]));
    }
  }

  private static Report run(Options options, List<Workload> selected, TestDatabase database)
      throws Exception {
    long start = System.nanoTime();
    Settings settings = Settings.of(database, options);
    List<Figure> figures = new ArrayList<>();
    try (Latency latency = Latency.to(database.server().address());
        Session session = new Session(options, Routes.to(database, latency))) {
      int begun = 0;
      for (Workload workload : selected) {
        Progress.say(++begun + " of " + selected.size() + ": " + workload.name());
        for (Figure figure : workload.run(session)) {
          Progress.say("  " + figure);
          figures.add(figure);
        }
      }
    }
    return new Report(settings, figures, (System.nanoTime() - start) / 1_000_000_000);
  }

  /** The given server, else one whose commits reach the disk, unlike those that tests run on. */
  private static TestServer server() throws IOException {
    String given = System.getenv(TestServer.GIVEN);
    if (given != null && !given.isBlank()) {
      return TestServer.of(given);
    }
    Path folder = Files.createTempDirectory("kecs-benchmark-");
    AtExit.close(() -> FileUtils.deleteDirectory(folder.toFile()));
    EmbeddedServer server = EmbeddedServer.start(folder, Progress::say);
    AtExit.close(server);
    return TestServer.of(server.url());
  }
}
