package dev.kecs.storage.benchmark;

import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskStore;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * How much a call writes into the log of the server. After a checkpoint, the first call that
 * changes a page writes all of it. So there are few tasks, and the same are changed in each turn:
 * in most turns no page is written for the first time, and the median is that of these.
 */
final class WalBytes implements Workload {
  private static final int TASKS = 1000;
  private static final int TURNS = 9;
  private static final int CALLS = 100;

  @Override
  public String name() {
    return "WAL";
  }

  @Override
  public List<Figure> run(Session session) throws Exception {
    try (Documents data = Documents.load(session.empty("wal"), TASKS)) {
      TaskStore store = data.storage().tasks();
      PlainTable<Task> plain = PlainTable.tasks(data.installation());
      Queue<TaskArn> changed = new ArrayDeque<>(data.any(CALLS));
      return List.of(
          figure(data, "bytes of a create")
              .ours(each(data, () -> store.create(data.next())))
              .baseline(
                  "plain table", each(data, () -> plain.create(PlainTable.stamped(data.next())))),
          figure(data, "bytes of a change of status")
              .ours(each(data, () -> change(store, changed))));
    }
  }

  private static Object change(TaskStore store, Queue<TaskArn> tasks) {
    TaskArn task = tasks.remove();
    tasks.add(task);
    return store.updateStatuses(List.of(ManyTasks.change(task, Task.PENDING, Instant.now())));
  }

  private Figure figure(Documents data, String measured) {
    return new Figure(name(), data.toString(), measured, Unit.BYTES);
  }

  private static double each(Documents data, Call call) throws Exception {
    List<Double> turns = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      long before = written(data);
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      turns.add((double) (written(data) - before) / CALLS);
    }
    return Spread.of(turns).median();
  }

  private static long written(Documents data) throws Exception {
    return data.installation().number("SELECT pg_current_wal_insert_lsn() - '0/0'");
  }
}
