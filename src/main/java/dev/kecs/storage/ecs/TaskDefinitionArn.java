package dev.kecs.storage.ecs;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.ArnScanner;
import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.model.Arn;
import dev.kecs.storage.model.Scope;

/**
 * The ARN of a task definition, which is one revision of a family: {@code
 * arn:aws:ecs:REGION:ACCOUNT:task-definition/FAMILY:REVISION}. A family is 1 to 255 letters,
 * digits, hyphens and underscores; a revision is an int from 1, without leading zeros. For what an
 * API user may give instead, see {@link TaskDefinitionReference}.
 */
public final class TaskDefinitionArn extends Arn {
  private static final String TYPE = "task-definition/";

  private final int revision;

  private TaskDefinitionArn(String text, int resource, int revision) {
    super(text, resource);
    this.revision = revision;
  }

  /**
   * Returns the ARN of this text.
   *
   * @throws InvalidValueException if the text is not a task definition's ARN
   */
  public static TaskDefinitionArn parse(String text) {
    ArnScanner scanner = new ArnScanner("task definition", text);
    int resource = scanner.header("ecs");
    scanner.literal(TYPE, "resource type");
    scanner.name("family", ':');
    int revision = scanner.lastPositive("revision");
    return new TaskDefinitionArn(text, resource, revision);
  }

  /**
   * Returns the ARN of a revision of a family.
   *
   * @throws InvalidValueException if the family or the revision is not valid
   */
  public static TaskDefinitionArn of(Scope scope, String family, int revision) {
    return in(scope, Check.given("task definition family", family) + ':' + revision);
  }

  /** Returns the ARN of a {@code family:revision}. */
  static TaskDefinitionArn in(Scope scope, String familyAndRevision) {
    return parse(Check.given("scope", scope).arnPrefix("ecs") + TYPE + familyAndRevision);
  }

  /** Returns the family's name. */
  public String family() {
    String familyAndRevision = segment(1);
    return familyAndRevision.substring(0, familyAndRevision.indexOf(':'));
  }

  /** Returns the revision, from 1. */
  public int revision() {
    return revision;
  }
}
