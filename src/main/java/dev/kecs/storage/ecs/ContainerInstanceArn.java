package dev.kecs.storage.ecs;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.ArnScanner;
import dev.kecs.storage.internal.check.Check;

/**
 * The ARN of a container instance: {@code
 * arn:aws:ecs:REGION:ACCOUNT:container-instance/CLUSTER/ID}. An id is 1 to 255 letters, digits,
 * hyphens and underscores; AWS gives 32 hexadecimal digits.
 */
public final class ContainerInstanceArn extends ClusterResourceArn {
  static final String TYPE = "container-instance/";

  ContainerInstanceArn(String text, int resource) {
    super(text, resource);
  }

  /**
   * Returns the ARN of this text.
   *
   * @throws InvalidValueException if the text is not a container instance's ARN
   */
  public static ContainerInstanceArn parse(String text) {
    ArnScanner scanner = new ArnScanner("container instance", text);
    int resource = scanner.header("ecs");
    scanner.literal(TYPE, "resource type");
    scanner.name("cluster name", '/');
    scanner.lastName("container instance id");
    return new ContainerInstanceArn(text, resource);
  }

  /**
   * Returns the ARN of the container instance of this id in a cluster.
   *
   * @throws InvalidValueException if it is not a valid id
   */
  public static ContainerInstanceArn of(ClusterArn cluster, String id) {
    return parse(
        Check.given("cluster", cluster).owned(TYPE) + Check.given("container instance id", id));
  }

  /**
   * Returns the ARN for what an API user gives: an id or a full ARN. A full ARN is returned
   * unchanged, even if it belongs to another cluster.
   *
   * @throws InvalidValueException if the text is neither
   */
  public static ContainerInstanceArn resolve(ClusterArn cluster, String idOrArn) {
    return Check.isArn(idOrArn) ? parse(idOrArn) : of(cluster, idOrArn);
  }

  /** Returns the container instance's id. */
  public String id() {
    return segment(2);
  }
}
