package dev.kecs.storage.benchmark;

import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.page.Pages;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.List;
import java.util.stream.Stream;

/** Walking through a long list: its length must not show in the memory. */
final class Walking implements Workload {
  private static final int PAGE = 1000;
  private static final int MEASURED = 40;
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

  @Override
  public String name() {
    return "walk through all tasks";
  }

  @Override
  public List<Figure> run(Session session) throws Exception {
    Lists data = session.tenfold();
    double tenth = peak(data, data.length() / 10);
    double all = peak(data, data.length());
    double ratio = all / tenth;
    return List.of(
        new Figure(name(), data.of("tasks, pages of 1,000"), "peak live heap", Unit.BYTES)
            .ours(all)
            .baseline("a tenth of the walk", tenth)
            .ratio(new Spread(ratio, ratio, ratio), Target.atMost(1.1, Unit.TIMES)));
  }

  /**
   * Returns what lives at most while so many tasks are walked through, beyond what lived before.
   */
  private static double peak(Lists data, long tasks) {
    long before = live();
    long[] peak = {0};
    long[] walked = {0};
    long step = Math.max(1, tasks / MEASURED);
    try (Stream<Task> walk =
        Pages.stream(page -> data.storage().tasks().list(Lists.TASKS, page), PAGE)) {
      walk.limit(tasks)
          .forEach(
              task -> {
                if (++walked[0] % step == 0) {
                  peak[0] = Math.max(peak[0], live() - before);
                }
              });
    }
    return peak[0];
  }

  private static long live() {
    System.gc();
    return MEMORY.getHeapMemoryUsage().getUsed();
  }
}
