package dev.kecs.storage.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.kecs.storage.Storage;
import dev.kecs.storage.config.MigrationMode;
import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.config.StorageConfig;
import dev.kecs.storage.config.StorageKind;
import dev.kecs.storage.model.Json;
import dev.kecs.storage.model.Task;
import dev.kecs.storage.model.TaskArn;
import dev.kecs.storage.model.TaskDefinitionArn;
import dev.kecs.storage.page.PageRequest;
import dev.kecs.storage.store.TaskQuery;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Compares the task store with {@link BareTasks} on one pool, call by call in turns, so that noise
 * meets both: run by hand with {@code mvn test -Dtest=JdbcComparison}. It prints medians of wall
 * time and of the client's CPU, and their ratios; it asserts nothing, for machines differ.
 */
class JdbcComparison {
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
  private static final int BLOCKS = 120;
  private static final String DOCUMENT =
      "[{\"name\":\"app\",\"environment\":[{\"name\":\"A\",\"value\":\""
          + "x".repeat(1900)
          + "\"}]}]";

  private int number;

  @Test
  void compare() throws Exception {
    try (TestDatabase database = TestDatabase.create();
        HikariDataSource pool = pool(database)) {
      StorageExtension.migrate(database);
      try (Storage storage =
          Storage.open(
              StorageConfig.builder()
                  .storage(StorageKind.POSTGRES)
                  .dataSource(pool)
                  .schema(StorageExtension.SCHEMA)
                  .migrationMode(MigrationMode.NONE)
                  .build())) {
        compare(storage, new BareTasks(pool));
      }
    }
  }

  private void compare(Storage storage, BareTasks bare) throws Exception {
    Samples.storedCluster(storage);
    TaskDefinitionArn definition = Samples.registered(storage, "web");
    List<TaskArn> arns = new ArrayList<>();
    for (int batch = 0; batch < 20; batch++) {
      List<Task> tasks = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        tasks.add(next(definition));
      }
      storage.tasks().createAll(tasks).forEach(task -> arns.add(task.arn()));
    }
    System.out.printf(
        Locale.ROOT,
        "%-16s %10s %10s %6s   %10s %10s %6s%n",
        "",
        "bare µs",
        "ours µs",
        "ratio",
        "bare CPU",
        "ours CPU",
        "ratio");

    row("get", 50, i -> bare.get(arns.get(i % 2000)), i -> storage.tasks().get(arns.get(i % 2000)));
    row(
        "page of 100",
        2,
        i -> bare.firstPage(Samples.CLUSTER.toString(), 100),
        i -> storage.tasks().list(TaskQuery.of(Samples.CLUSTER), PageRequest.first()));
    row(
        "create",
        20,
        i -> bare.create(next(definition)),
        i -> storage.tasks().create(next(definition)));
    Task[] updated = {storage.tasks().get(arns.get(0)), storage.tasks().get(arns.get(1))};
    row(
        "update",
        20,
        i -> updated[0] = bare.update(updated[0]),
        i -> updated[1] = storage.tasks().update(updated[1]));
    row(
        "createAll of 100",
        1,
        i -> {
          for (int task = 0; task < 100; task++) {
            bare.create(next(definition));
          }
        },
        i -> {
          List<Task> tasks = new ArrayList<>();
          for (int task = 0; task < 100; task++) {
            tasks.add(next(definition));
          }
          storage.tasks().createAll(tasks);
        });
  }

  private Task next(TaskDefinitionArn definition) {
    return Samples.task("task-" + number++, definition)
        .withContainers(Json.of(DOCUMENT))
        .withCpu("256")
        .withMemory("512")
        .withGroup("service:web")
        .withStartedBy("ecs-svc/1234567890")
        .withLaunchType("FARGATE")
        .withStartedAt(Instant.now())
        .withTags(Map.of("team", "storage", "stage", "prod"));
  }

  private static void row(String name, int calls, Call bare, Call ours) throws Exception {
    for (int i = 0; i < 200; i++) {
      measure(calls, bare, 0);
      measure(calls, ours, 0);
    }
    double[][] times = new double[4][BLOCKS];
    for (int block = 0; block < BLOCKS; block++) {
      double[] first = measure(calls, bare, block * calls);
      double[] second = measure(calls, ours, block * calls);
      times[0][block] = first[0];
      times[1][block] = second[0];
      times[2][block] = first[1];
      times[3][block] = second[1];
    }
    for (double[] column : times) {
      Arrays.sort(column);
    }
    int middle = BLOCKS / 2;
    System.out.printf(
        Locale.ROOT,
        "%-16s %10.1f %10.1f %6.2f   %10.1f %10.1f %6.2f%n",
        name,
        times[0][middle],
        times[1][middle],
        times[1][middle] / times[0][middle],
        times[2][middle],
        times[3][middle],
        times[3][middle] / times[2][middle]);
  }

  /** Returns the microseconds that a call takes, of wall time and of CPU. */
  private static double[] measure(int calls, Call call, int from) throws Exception {
    long wall = System.nanoTime();
    long cpu = CPU.getCurrentThreadCpuTime();
    for (int i = 0; i < calls; i++) {
      call.run(from + i);
    }
    return new double[] {
      (System.nanoTime() - wall) / 1e3 / calls, (CPU.getCurrentThreadCpuTime() - cpu) / 1e3 / calls
    };
  }

  private static HikariDataSource pool(TestDatabase database) {
    HikariConfig config = new HikariConfig();
    PostgresUrl url = PostgresUrl.parse(database.url(Role.RUNNER));
    config.setJdbcUrl(url.jdbcUrl());
    config.setUsername(url.user());
    config.setPassword(url.password());
    config.setConnectionInitSql("SET search_path TO " + StorageExtension.SCHEMA);
    config.setMaximumPoolSize(4);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  @FunctionalInterface
  private interface Call {
    void run(int number) throws Exception;
  }
}
