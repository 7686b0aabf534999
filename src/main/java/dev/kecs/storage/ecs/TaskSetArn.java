package dev.kecs.storage.ecs;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.ArnScanner;
import dev.kecs.storage.internal.check.Check;

/**
 * The ARN of a task set: {@code arn:aws:ecs:REGION:ACCOUNT:task-set/CLUSTER/SERVICE/ID}. An id is 1
 * to 255 letters, digits, hyphens and underscores. {@code ecs-svc/} may stand before it, as in the
 * ids that AWS gives.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html">TaskSet</a>
 */
public final class TaskSetArn extends ClusterResourceArn {
  static final String TYPE = "task-set/";

  TaskSetArn(String text, int resource) {
    super(text, resource);
  }

  /**
   * Returns the ARN of this text.
   *
   * @throws InvalidValueException if the text is not a task set's ARN
   */
  public static TaskSetArn parse(String text) {
    ArnScanner scanner = new ArnScanner("task set", text);
    int resource = scanner.header("ecs");
    scanner.literal(TYPE, "resource type");
    scanner.name("cluster name", '/');
    scanner.name("service name", '/');
    scanner.optional("ecs-svc/");
    scanner.lastName("task set id");
    return new TaskSetArn(text, resource);
  }

  /**
   * Returns the ARN of the task set of this id in a service.
   *
   * @throws InvalidValueException if it is not a valid id
   */
  public static TaskSetArn of(ServiceArn service, String id) {
    return parse(Check.given("service", service).owned(TYPE) + Check.given("task set id", id));
  }

  /**
   * Returns the ARN for what an API user gives: an id or a full ARN. A full ARN is returned
   * unchanged, even if it belongs to another service.
   *
   * @throws InvalidValueException if the text is neither
   */
  public static TaskSetArn resolve(ServiceArn service, String idOrArn) {
    return Check.isArn(idOrArn) ? parse(idOrArn) : of(service, idOrArn);
  }

  /** Returns the ARN of its service. */
  public ServiceArn service() {
    return new ServiceArn(
        beforeResource() + ServiceArn.TYPE + segment(1) + '/' + segment(2), resource());
  }

  /** Returns the task set's id. */
  public String id() {
    return segmentsFrom(3);
  }
}
