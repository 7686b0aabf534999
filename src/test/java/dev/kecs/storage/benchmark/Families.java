package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Lists.PAGE;
import static dev.kecs.storage.benchmark.Metric.TIME;

import dev.kecs.storage.ecs.TaskDefinitionFamilyQuery;
import dev.kecs.storage.page.PageRequest;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;

/** Pages of families: the first beside what reads their names alone, in order, from an index. */
final class Families {
  private static final PageRequest FIRST = PageRequest.first(PAGE);
  private static final TaskDefinitionFamilyQuery ALL = TaskDefinitionFamilyQuery.of(Rows.SCOPE);

  private Families() {}

  static List<Workload> workloads() {
    return List.of(
        first("families", ALL, BareLists::families),
        first(
            "ACTIVE families",
            ALL.withStatus(TaskDefinitionFamilyQuery.Status.ACTIVE),
            BareLists::activeFamilies),
        lastByPrefix());
  }

  private static Workload first(
      String what, TaskDefinitionFamilyQuery query, Function<DataSource, JdbcList<String>> byHand) {
    return Comparison.of(
        "first page of " + what,
        session -> {
          Definitions data = session.definitions();
          JdbcList<String> bare = byHand.apply(data.pool());
          return new Sides(
              data.toString(),
              "bare",
              () -> bare.first(PAGE),
              () -> data.storage().taskDefinitions().listFamilies(query, FIRST));
        },
        TIME.atMost(1.3));
  }

  private static Workload lastByPrefix() {
    TaskDefinitionFamilyQuery query = ALL.withPrefix(Definitions.PREFIX);
    return Comparison.of(
        "last page of families by prefix",
        session -> {
          Definitions data = session.definitions();
          PageRequest last =
              Lists.last(page -> data.storage().taskDefinitions().listFamilies(query, page));
          return new Sides(
              data.toString(),
              "our first page",
              () -> data.storage().taskDefinitions().listFamilies(query, FIRST),
              () -> data.storage().taskDefinitions().listFamilies(query, last));
        },
        TIME.atMost(1.3));
  }
}
