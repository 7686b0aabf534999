package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What identifies an {@link Attribute}.
 *
 * @param targetType the type of its target: {@link Attribute#CONTAINER_INSTANCE}
 * @param targetArn the container instance
 * @param name 1 to 128 letters, digits and {@code - _ . / \}
 */
public record AttributeKey(String targetType, ContainerInstanceArn targetArn, String name) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./\\\\-]{1,128}");

  private static final Check CHECK = new Check("attributeKey");

  public AttributeKey {
    check(CHECK, targetType, targetArn, name);
  }

  /** Returns the key of an attribute of a container instance. */
  public static AttributeKey of(ContainerInstanceArn target, String name) {
    return new AttributeKey(Attribute.CONTAINER_INSTANCE, target, name);
  }

  static void check(
      Check check,
      @Nullable String targetType,
      @Nullable ContainerInstanceArn targetArn,
      @Nullable String name) {
    check.text("targetType", targetType);
    if (!Attribute.CONTAINER_INSTANCE.equals(targetType)) {
      throw check.wrong("targetType", "is not " + Attribute.CONTAINER_INSTANCE);
    }
    check.required("targetArn", targetArn);
    check.required("name", name);
    check.form("name", name, NAME, "1 to 128 letters, digits and - _ . / \\");
  }

  /** Returns the name and the target, as messages show them. */
  @Override
  public String toString() {
    return Check.quoted(name) + " of " + targetArn;
  }
}
