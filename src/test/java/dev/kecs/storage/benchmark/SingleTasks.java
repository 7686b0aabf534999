package dev.kecs.storage.benchmark;

import static dev.kecs.storage.benchmark.Metric.CPU;
import static dev.kecs.storage.benchmark.Metric.RATE;
import static dev.kecs.storage.benchmark.Metric.TIME;

import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskStore;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;

/** One task at a time: what the storage costs over JDBC by hand. */
final class SingleTasks {
  private static final int THREADS = 16;
  private static final int CHANGED = 1000;

  private SingleTasks() {}

  static List<Workload> workloads() {
    return Stream.of(
            bare("get a task", SingleTasks::get, 1.5),
            bare("update a task", SingleTasks::update, 1.5),
            bare("create a task", SingleTasks::create, 1.25))
        .<Workload>flatMap(one -> Stream.of(one, one.on(THREADS, RATE.atLeast(0.85))))
        .toList();
  }

  private static Comparison bare(String name, Comparison.Preparation preparation, double mostCpu) {
    return Comparison.of(name, preparation, TIME.atMost(1.25), CPU.atMost(mostCpu));
  }

  private static Sides get(Session session) throws Exception {
    Documents data = session.documents();
    BareTasks bare = data.bare();
    TaskStore store = data.storage().tasks();
    return new Sides(
        data.toString(), "bare", () -> bare.get(data.any()), () -> store.get(data.any()));
  }

  private static Sides create(Session session) throws Exception {
    Documents data = session.documents();
    BareTasks bare = data.bare();
    TaskStore store = data.storage().tasks();
    return new Sides(
        data.toString(), "bare", () -> bare.create(data.next()), () -> store.create(data.next()));
  }

  private static Sides update(Session session) throws Exception {
    Documents data = session.documents();
    BareTasks bare = data.bare();
    TaskStore store = data.storage().tasks();
    Queue<Task> tasks = data.toChange(CHANGED);
    return new Sides(
        data.toString(),
        "bare",
        () -> tasks.add(bare.update(changed(tasks.remove()))),
        () -> tasks.add(store.update(changed(tasks.remove()))));
  }

  static Task changed(Task task) {
    return task.withLastStatus(
        task.lastStatus().equals(Task.RUNNING) ? Task.PENDING : Task.RUNNING);
  }
}
