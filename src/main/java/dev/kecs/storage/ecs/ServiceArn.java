package dev.kecs.storage.ecs;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.ArnScanner;
import dev.kecs.storage.internal.check.Check;

/**
 * The ARN of a service: {@code arn:aws:ecs:REGION:ACCOUNT:service/CLUSTER/NAME}. A name is 1 to 255
 * letters, digits, hyphens and underscores.
 */
public final class ServiceArn extends ClusterResourceArn {
  static final String TYPE = "service/";

  ServiceArn(String text, int resource) {
    super(text, resource);
  }

  /**
   * Returns the ARN of this text.
   *
   * @throws InvalidValueException if the text is not a service's ARN
   */
  public static ServiceArn parse(String text) {
    ArnScanner scanner = new ArnScanner("service", text);
    int resource = scanner.header("ecs");
    scanner.literal(TYPE, "resource type");
    scanner.name("cluster name", '/');
    scanner.lastName("service name");
    return new ServiceArn(text, resource);
  }

  /**
   * Returns the ARN of the service of this name in a cluster.
   *
   * @throws InvalidValueException if it is not a valid name
   */
  public static ServiceArn of(ClusterArn cluster, String name) {
    return parse(Check.given("cluster", cluster).owned(TYPE) + Check.given("service name", name));
  }

  /**
   * Returns the ARN for what an API user gives: a name or a full ARN. A full ARN is returned
   * unchanged, even if it belongs to another cluster.
   *
   * @throws InvalidValueException if the text is neither
   */
  public static ServiceArn resolve(ClusterArn cluster, String nameOrArn) {
    return Check.isArn(nameOrArn) ? parse(nameOrArn) : of(cluster, nameOrArn);
  }

  /** Returns the service's name. */
  public String name() {
    return segment(2);
  }

  /** Returns the beginning of the ARNs of its resources of a type. */
  String owned(String type) {
    return beforeResource() + type + segmentsFrom(1) + '/';
  }
}
