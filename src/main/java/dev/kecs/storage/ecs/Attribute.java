package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import org.jspecify.annotations.Nullable;

/**
 * A name, with or without a value, on a container instance. Tasks are placed by attributes.
 *
 * @param targetType the type of its target: {@link #CONTAINER_INSTANCE}, as in AWS
 * @param targetArn the container instance
 * @param name 1 to 128 characters, unique on its target
 * @param value null if it has none
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Attribute.html">Attribute</a>
 */
public record Attribute(
    String targetType, ContainerInstanceArn targetArn, String name, @Nullable String value) {
  /** The only type of target that AWS has. */
  public static final String CONTAINER_INSTANCE = "container-instance";

  /** How many attributes a target has at most: {@value}. */
  public static final int MAX_COUNT = 10;

  private static final Check CHECK = new Check("attribute");

  public Attribute {
    AttributeKey.check(CHECK, targetType, targetArn, name);
    CHECK.optionalText("value", value);
  }

  /** Returns the attribute of a container instance. */
  public static Attribute of(ContainerInstanceArn target, String name, @Nullable String value) {
    return new Attribute(CONTAINER_INSTANCE, target, name, value);
  }

  /** Returns what identifies it. */
  public AttributeKey key() {
    return new AttributeKey(targetType, targetArn, name);
  }
}
