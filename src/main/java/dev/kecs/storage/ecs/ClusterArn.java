package dev.kecs.storage.ecs;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.ArnScanner;
import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.model.Scope;

/**
 * The ARN of a cluster: {@code arn:aws:ecs:REGION:ACCOUNT:cluster/NAME}. A name is 1 to 255
 * letters, digits, hyphens and underscores.
 */
public final class ClusterArn extends Arn implements Within {
  static final String TYPE = "cluster/";

  ClusterArn(String text, int resource) {
    super(text, resource);
  }

  /**
   * Returns the ARN of this text.
   *
   * @throws InvalidValueException if the text is not a cluster's ARN
   */
  public static ClusterArn parse(String text) {
    ArnScanner scanner = new ArnScanner("cluster", text);
    int resource = scanner.header("ecs");
    scanner.literal(TYPE, "resource type");
    scanner.lastName("cluster name");
    return new ClusterArn(text, resource);
  }

  /**
   * Returns the ARN of the cluster of this name.
   *
   * @throws InvalidValueException if it is not a valid name
   */
  public static ClusterArn of(Scope scope, String name) {
    return parse(
        Check.given("scope", scope).arnPrefix("ecs") + TYPE + Check.given("cluster name", name));
  }

  /**
   * Returns the ARN for what an API user gives: a name or a full ARN. A full ARN is returned
   * unchanged, even if it belongs to another scope.
   *
   * @throws InvalidValueException if the text is neither
   */
  public static ClusterArn resolve(Scope scope, String nameOrArn) {
    return Check.isArn(nameOrArn) ? parse(nameOrArn) : of(scope, nameOrArn);
  }

  /** Returns the cluster's name. */
  public String name() {
    return segment(1);
  }

  /** Returns the beginning of the ARNs of its resources of a type. */
  String owned(String type) {
    return beforeResource() + type + segmentsFrom(1) + '/';
  }
}
