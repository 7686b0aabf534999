package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Metric.RATE;

import dev.kecs.storage.ecs.TaskDefinitionStore;
import java.util.List;
import java.util.function.Supplier;

/** Registering revisions of task definitions, by many at once. A failure of ours ends the run. */
final class Registrations {
  private static final int THREADS = 16;

  private Registrations() {}

  static List<Workload> workloads() {
    return List.of(
        of("register, own families", () -> "own-" + Thread.currentThread().getId())
            .on(THREADS, RATE.atLeast(1)),
        of("register, one family", () -> "one").on(THREADS, RATE.atLeast(3)));
  }

  private static Comparison of(String name, Supplier<String> family) {
    return Comparison.of(
        name,
        session -> {
          Definitions data = session.definitions();
          UsualDefinitions usual = new UsualDefinitions(data.relaxed().pool());
          TaskDefinitionStore store = data.relaxed().storage().taskDefinitions();
          return new Sides(
              data + ", synchronous_commit off",
              "max + 1 with retries",
              () -> usual.register(Rows.SCOPE, family.get(), Definitions.CONTENT),
              () -> store.register(Rows.SCOPE, family.get(), Definitions.CONTENT));
        });
  }
}
