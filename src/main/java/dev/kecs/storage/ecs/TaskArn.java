package dev.kecs.storage.ecs;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.ArnScanner;
import dev.kecs.storage.internal.check.Check;

/**
 * The ARN of a task: {@code arn:aws:ecs:REGION:ACCOUNT:task/CLUSTER/ID}. An id is 1 to 255 letters,
 * digits, hyphens and underscores; AWS gives 32 hexadecimal digits.
 */
public final class TaskArn extends ClusterResourceArn {
  static final String TYPE = "task/";

  TaskArn(String text, int resource) {
    super(text, resource);
  }

  /**
   * Returns the ARN of this text.
   *
   * @throws InvalidValueException if the text is not a task's ARN
   */
  public static TaskArn parse(String text) {
    ArnScanner scanner = new ArnScanner("task", text);
    int resource = scanner.header("ecs");
    scanner.literal(TYPE, "resource type");
    scanner.name("cluster name", '/');
    scanner.lastName("task id");
    return new TaskArn(text, resource);
  }

  /**
   * Returns the ARN of the task of this id in a cluster.
   *
   * @throws InvalidValueException if it is not a valid id
   */
  public static TaskArn of(ClusterArn cluster, String id) {
    return parse(Check.given("cluster", cluster).owned(TYPE) + Check.given("task id", id));
  }

  /**
   * Returns the ARN for what an API user gives: an id or a full ARN. A full ARN is returned
   * unchanged, even if it belongs to another cluster.
   *
   * @throws InvalidValueException if the text is neither
   */
  public static TaskArn resolve(ClusterArn cluster, String idOrArn) {
    return Check.isArn(idOrArn) ? parse(idOrArn) : of(cluster, idOrArn);
  }

  /** Returns the task's id. */
  public String id() {
    return segment(2);
  }
}
