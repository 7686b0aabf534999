package dev.kecs.storage.ecs;

import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.model.Scope;

/**
 * A setting of a principal, or the account's default for the principals that have none of that
 * name.
 *
 * @param scope the account and the region that it applies to
 * @param principalArn the ARN of a user, a role or the root user, 1 to 620 characters; {@link
 *     #DEFAULT} for the account's default
 * @param name such as {@code containerInsights}, 1 to 128 characters
 * @param value such as {@code enabled}
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Setting.html">Setting</a>
 */
public record AccountSetting(Scope scope, String principalArn, String name, String value) {
  /** Stands for all principals that have no value of their own. */
  public static final String DEFAULT = "default";

  // The longest path and name of IAM, and the text before them. An index can hold that.
  private static final int MAX_PRINCIPAL = 620;
  private static final int MAX_NAME = 128;

  private static final Check CHECK = new Check("accountSetting");

  public AccountSetting {
    CHECK.required("scope", scope);
    CHECK.name("principalArn", principalArn, MAX_PRINCIPAL);
    CHECK.name("name", name, MAX_NAME);
    CHECK.text("value", value);
  }
}
