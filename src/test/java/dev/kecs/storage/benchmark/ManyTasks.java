package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Metric.CPU;
import static dev.kecs.storage.benchmark.Metric.SPEED;
import static dev.kecs.storage.benchmark.Metric.TIME;

import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskStatusChange;
import dev.kecs.storage.ecs.TaskStatusChangeBuilder;
import dev.kecs.storage.ecs.TaskStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * What takes one statement here: beside that statement by hand, and, where the server is further
 * away, beside the several that it usually takes.
 */
final class ManyTasks {
  static final int BATCH = 100;
  private static final int CHANGED = 1000;

  private ManyTasks() {}

  /** Returns what a side does with its store. */
  @FunctionalInterface
  private interface Side<S> {
    Call call(Documents data, S store) throws Exception;
  }

  static List<Workload> workloads() {
    return Stream.of(
            of(
                "upsert of a task that exists",
                (data, store) -> changing(data, task -> store.upsert(task).task()),
                (data, bare) -> changing(data, task -> bare.upsert(task).task()),
                "read, then write",
                (data, usual) -> changing(data, usual::upsert),
                SPEED.atLeast(1.5)),
            of(
                "updateStatuses of 100",
                (data, store) -> () -> store.updateStatuses(changes(data)),
                (data, bare) -> () -> bare.updateStatuses(changes(data)),
                "row at a time",
                (data, usual) -> () -> usual.updateStatuses(changes(data)),
                SPEED.atLeast(8)),
            of(
                "createAll of 100",
                (data, store) -> () -> store.createAll(data.next(BATCH)),
                (data, bare) -> () -> bare.createAll(data.next(BATCH)),
                "row at a time",
                (data, usual) -> () -> usual.createAll(data.next(BATCH)),
                SPEED.atLeast(10)),
            of(
                "getAll of 100",
                (data, store) -> () -> store.getAll(data.any(BATCH)),
                (data, bare) -> () -> bare.getAll(data.any(BATCH)),
                "row at a time",
                (data, usual) -> () -> usual.getAll(data.any(BATCH)),
                SPEED.atLeast(10)))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Workload> of(
      String name,
      Side<TaskStore> ours,
      Side<BareBatches> bare,
      String usually,
      Side<UsualTasks> usual,
      Metric.Goal goal) {
    return List.of(
        Comparison.of(
            name,
            session -> {
              Documents data = session.documents();
              return new Sides(
                  data.toString(),
                  "bare",
                  bare.call(data, new BareBatches(data.pool())),
                  ours.call(data, data.storage().tasks()));
            },
            TIME.atMost(1.25),
            CPU.atMost(1.5)),
        Comparison.of(
            name + ", " + Latency.WORDS,
            session -> {
              Documents data = session.documents();
              return new Sides(
                  data.toString(),
                  usually,
                  usual.call(data, new UsualTasks(data.distant().pool())),
                  ours.call(data, data.distant().storage().tasks()));
            },
            goal));
  }

  @FunctionalInterface
  private interface Change {
    Task of(Task task) throws Exception;
  }

  /** Takes tasks that are there, one after the other, and puts them back as they are then. */
  private static Call changing(Documents data, Change change) {
    Queue<Task> tasks = data.toChange(CHANGED);
    return () -> tasks.add(change.of(tasks.remove()));
  }

  /** Changes of status as agents report them, of any tasks. */
  static List<TaskStatusChange> changes(Documents data) {
    Instant now = Instant.now();
    List<TaskStatusChange> changes = new ArrayList<>();
    data.any(BATCH)
        .forEach(
            arn ->
                changes.add(
                    change(arn, changes.size() % 2 == 0 ? Task.RUNNING : Task.PENDING, now)));
    return changes;
  }

  static TaskStatusChange change(TaskArn arn, String status, Instant now) {
    return TaskStatusChangeBuilder.builder()
        .arn(arn)
        .lastStatus(status)
        .healthStatus("HEALTHY")
        .startedAt(now)
        .build();
  }
}
