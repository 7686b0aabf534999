package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Lists.PAGE;
import static dev.kecs.storage.benchmark.Metric.SPEED;
import static dev.kecs.storage.benchmark.Metric.TIME;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.TaskQuery;
import dev.kecs.storage.page.Page;
import dev.kecs.storage.page.PageRequest;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Pages of long lists: the first, the last, and those of a filter. */
final class ListPages {
  private static final PageRequest FIRST = PageRequest.first(PAGE);

  private ListPages() {}

  /** One of our lists, by a storage. */
  @FunctionalInterface
  private interface Lister {
    Page<?> page(Storage storage, PageRequest request);
  }

  static List<Workload> workloads() {
    return Stream.of(
            withOffset(
                "clusters", (s, p) -> s.clusters().list(Lists.CLUSTERS, p), BareLists::clusters),
            withOffset(
                "services", (s, p) -> s.services().list(Lists.SERVICES, p), BareLists::services),
            withOffset("tasks", (s, p) -> s.tasks().list(Lists.TASKS, p), BareLists::tasks),
            of("task sets", (s, p) -> s.taskSets().list(Lists.TASK_SETS, p), BareLists::taskSets),
            of(
                "container instances",
                (s, p) -> s.containerInstances().list(Lists.INSTANCES, p),
                BareLists::instances),
            of(
                "attributes",
                (s, p) -> s.attributes().list(Lists.ATTRIBUTES, p),
                BareLists::attributes),
            of(
                "account settings",
                (s, p) -> s.accountSettings().list(Lists.ACCOUNT_SETTINGS, p),
                BareLists::settings),
            List.of(
                tenfold("tasks by service", Lists.OF_SERVICE),
                tenfold("tasks by family", Lists.OF_FAMILY)))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Workload> of(
      String what, Lister ours, Function<DataSource, JdbcList<?>> byHand) {
    return List.of(
        Comparison.of(
            "first page of " + what,
            session -> {
              Lists data = session.lists();
              JdbcList<?> bare = byHand.apply(data.pool());
              return new Sides(
                  data.of(what),
                  "bare",
                  () -> bare.first(PAGE),
                  () -> ours.page(data.storage(), FIRST));
            },
            TIME.atMost(1.3)),
        Comparison.of(
            "last page of " + what,
            session -> {
              Lists data = session.lists();
              PageRequest last = Lists.last(request -> ours.page(data.storage(), request));
              return new Sides(
                  data.of(what),
                  "our first page",
                  () -> ours.page(data.storage(), FIRST),
                  () -> ours.page(data.storage(), last));
            },
            TIME.atMost(1.2)));
  }

  private static List<Workload> withOffset(
      String what, Lister ours, Function<DataSource, JdbcList<?>> byHand) {
    Workload offset =
        Comparison.of(
            "last page of " + what + ", by OFFSET",
            session -> {
              Lists data = session.lists();
              PageRequest last = Lists.last(request -> ours.page(data.storage(), request));
              JdbcList<?> usual = byHand.apply(data.pool());
              return new Sides(
                  data.of(what),
                  "OFFSET",
                  () -> usual.after(data.depth(), PAGE),
                  () -> ours.page(data.storage(), last));
            },
            SPEED.atLeast(20));
    return Stream.concat(of(what, ours, byHand).stream(), Stream.of(offset)).toList();
  }

  /** A tenth of the tasks matches, so there are ten times the matches too. */
  private static Workload tenfold(String what, TaskQuery query) {
    return Comparison.of(
        "page of " + what,
        session -> {
          Lists data = session.lists();
          Lists tenfold = session.tenfold();
          return new Sides(
              tenfold.of("tasks, a tenth matches"),
              "a tenth of the rows",
              () -> data.storage().tasks().list(query, FIRST),
              () -> tenfold.storage().tasks().list(query, FIRST));
        },
        TIME.atMost(1.3));
  }
}
