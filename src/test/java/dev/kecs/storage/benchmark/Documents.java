package dev.kecs.storage.benchmark;

import dev.kecs.storage.Storage;
import dev.kecs.storage.ecs.Task;
import dev.kecs.storage.ecs.TaskArn;
import dev.kecs.storage.ecs.TaskBuilder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Tasks with documents of 2 KB in ten clusters, as a control plane of some size has them. */
final class Documents implements Data {
  private static final int CLUSTERS = 10;
  private static final int FAMILIES = 100;
  private static final int SETTINGS = 32;

  private final Installation installation;
  private final Installation distant;
  private final List<TaskArn> arns;
  private final Task model;
  private final AtomicLong created = new AtomicLong();

  private Documents(Installation installation) throws SQLException {
    this.installation = installation;
    this.distant = installation.distant();
    this.arns = arns(installation);
    this.model = storage().tasks().get(arns.get(0));
  }

  static Documents load(Installation installation, long tasks) throws SQLException {
    return new Documents(
        new Rows(installation)
            .clusters(CLUSTERS)
            .definitions(FAMILIES, 1)
            .tasks(tasks, CLUSTERS, FAMILIES, SETTINGS)
            .analysed());
  }

  private static List<TaskArn> arns(Installation installation) throws SQLException {
    List<TaskArn> arns = new ArrayList<>();
    try (Connection connection = installation.pool().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT arn FROM tasks")) {
      while (row.next()) {
        arns.add(TaskArn.parse(row.getString(1)));
      }
    }
    return arns;
  }

  Installation installation() {
    return installation;
  }

  Storage storage() {
    return installation.storage();
  }

  DataSource pool() {
    return installation.pool();
  }

  BareTasks bare() {
    return new BareTasks(pool());
  }

  PlainJooq plainJooq() {
    return installation.plainJooq();
  }

  /** The same data, from further away. */
  Installation distant() {
    return distant;
  }

  TaskArn any() {
    return arns.get(ThreadLocalRandom.current().nextInt(arns.size()));
  }

  /** Returns so many that are there, each once. */
  Set<TaskArn> any(int count) {
    Set<TaskArn> any = new LinkedHashSet<>();
    Random random = ThreadLocalRandom.current();
    while (any.size() < Math.min(count, arns.size())) {
      any.add(arns.get(random.nextInt(arns.size())));
    }
    return any;
  }

  /** Returns tasks as they are now, for each caller to take one and put it back changed. */
  Queue<Task> toChange(int count) {
    Collection<Task> tasks = storage().tasks().getAll(any(count)).values();
    return new ConcurrentLinkedQueue<>(tasks);
  }

  /** Returns a task that is not there yet. */
  Task next() {
    long number = created.incrementAndGet();
    return TaskBuilder.builder(model)
        .arn(TaskArn.of(model.arn().cluster(), "new-" + number))
        .podName("pod-" + number)
        .createdAt(null)
        .updatedAt(null)
        .version(null)
        .build();
  }

  List<Task> next(int count) {
    return Stream.generate(this::next).limit(count).toList();
  }

  @Override
  public void close() {
    distant.close();
    installation.close();
  }

  @Override
  public String toString() {
    return "%,d tasks in %d clusters, 2 KB documents".formatted(arns.size(), CLUSTERS);
  }
}
