package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Metric.SPEED;

import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskStatusChange;
import dev.kecs.storage.ecs.TaskStatusChangeBuilder;
import dev.kecs.storage.ecs.TaskStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** What takes one statement here and several as it is usually written. */
final class ManyTasks {
  static final int BATCH = 100;
  private static final int CHANGED = 1000;

  private ManyTasks() {}

  static List<Workload> workloads() {
    return List.of(
        Comparison.of("upsert of a task that exists", ManyTasks::upsert, SPEED.atLeast(1.5)),
        Comparison.of("updateStatuses of 100", ManyTasks::updateStatuses, SPEED.atLeast(8)),
        Comparison.of("createAll of 100", ManyTasks::createAll, SPEED.atLeast(10)),
        Comparison.of("getAll of 100", ManyTasks::getAll, SPEED.atLeast(10)));
  }

  private static Sides upsert(Session session) throws Exception {
    Documents data = session.documents();
    UsualTasks usual = new UsualTasks(data.relaxed().pool());
    TaskStore store = data.relaxed().storage().tasks();
    Queue<Task> tasks = data.toChange(CHANGED);
    return new Sides(
        data + ", synchronous_commit off",
        "read, then write",
        () -> tasks.add(usual.upsert(tasks.remove())),
        () -> tasks.add(store.upsert(tasks.remove()).task()));
  }

  private static Sides updateStatuses(Session session) throws Exception {
    Documents data = session.documents();
    UsualTasks usual = new UsualTasks(data.pool());
    TaskStore store = data.storage().tasks();
    return new Sides(
        data.toString(),
        "row at a time",
        () -> usual.updateStatuses(changes(data)),
        () -> store.updateStatuses(changes(data)));
  }

  /** Changes of status as agents report them, of any tasks. */
  static List<TaskStatusChange> changes(Documents data) {
    Instant now = Instant.now();
    List<TaskStatusChange> changes = new ArrayList<>();
    data.any(BATCH)
        .forEach(
            arn ->
                changes.add(
                    TaskStatusChangeBuilder.builder()
                        .arn(arn)
                        .lastStatus(changes.size() % 2 == 0 ? Task.RUNNING : Task.PENDING)
                        .healthStatus("HEALTHY")
                        .startedAt(now)
                        .build()));
    return changes;
  }

  private static Sides createAll(Session session) throws Exception {
    Documents data = session.documents();
    UsualTasks usual = new UsualTasks(data.pool());
    TaskStore store = data.storage().tasks();
    return new Sides(
        data.toString(),
        "row at a time",
        () -> usual.createAll(data.next(BATCH)),
        () -> store.createAll(data.next(BATCH)));
  }

  private static Sides getAll(Session session) throws Exception {
    Documents data = session.documents();
    UsualTasks usual = new UsualTasks(data.pool());
    TaskStore store = data.storage().tasks();
    return new Sides(
        data.toString(),
        "row at a time",
        () -> usual.getAll(data.any(BATCH)),
        () -> store.getAll(data.any(BATCH)));
  }
}
