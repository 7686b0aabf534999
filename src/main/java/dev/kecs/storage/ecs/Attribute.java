package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name, with or without a value, on a container instance. Tasks are placed by attributes.
 *
 * @param targetType the type of its target: {@link #CONTAINER_INSTANCE}, as in AWS
 * @param targetArn the container instance
 * @param name 1 to 128 letters, digits and {@code - _ . / \}, unique on its target
 * @param value 1 to 128 letters, digits, {@code - _ . @ / \ :} and inner spaces; null if it has
 *     none
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Attribute.html">Attribute</a>
 */
public record Attribute(
    String targetType, ContainerInstanceArn targetArn, String name, @Nullable String value) {
  /** The only type of target that AWS has. */
  public static final String CONTAINER_INSTANCE = "container-instance";

  /**
   * How many custom attributes a target has at most: {@value}. Those that the agent brings, whose
   * names begin with {@code ecs.} or {@code com.amazonaws.ecs.}, are not counted.
   */
  public static final int MAX_COUNT = 10;

  private static final Pattern VALUE = Pattern.compile("(?! )[A-Za-z0-9_.@/\\\\: -]{1,128}(?<! )");

  private static final Check CHECK = new Check("attribute");

  public Attribute {
    AttributeKey.check(CHECK, targetType, targetArn, name);
    CHECK.form("value", value, VALUE, "1 to 128 letters, digits, - _ . @ / \\ : and inner spaces");
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
