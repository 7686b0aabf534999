package dev.kecs.storage.model;

import dev.kecs.storage.internal.check.ArnKey;
import dev.kecs.storage.internal.check.ScopeParts;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The globally unique name of a resource: {@code arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE}.
 * Each type of resource has its own ARN class, so that one cannot be taken for another. The storage
 * defines all of them, and keeps nothing under any other subclass.
 *
 * <p>Only the long format, with the cluster's name in it, is accepted. The partition is always the
 * region's (see {@link Scope#partition()}). ARNs are compared by their texts, code unit by code
 * unit, which is also how the database orders them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html">Amazon
 *     Resource Names of ECS</a>
 */
public abstract class Arn implements Comparable<Arn> {
  private static final int ACCOUNT_LENGTH = 12;

  private final String text;
  private final int resource;
  private @Nullable UUID key;

  /** Takes a text that has been checked, and the index where its resource part begins. */
  protected Arn(String text, int resource) {
    this.text = text;
    this.resource = resource;
  }

  /**
   * Returns the key that rows are found by: the first 16 bytes of the SHA-256 of its text, which
   * the schema's function {@code arn_key} returns too. It is computed once.
   */
  public final UUID key() {
    UUID known = key;
    if (known == null) {
      known = ArnKey.of(text);
      key = known;
    }
    return known;
  }

  /** Returns the partition, such as {@code aws}; it is {@link Scope#partition()}. */
  public final String partition() {
    return ScopeParts.partition(text, regionStart());
  }

  /** Returns the region, such as {@code eu-west-1}. */
  public final String region() {
    return text.substring(regionStart(), accountStart() - 1);
  }

  /** Returns the twelve digits of the account. */
  public final String account() {
    return text.substring(accountStart(), resource - 1);
  }

  /** Returns the account and the region. */
  public final Scope scope() {
    return new Scope(account(), region());
  }

  private int regionStart() {
    return text.lastIndexOf(':', accountStart() - 2) + 1;
  }

  private int accountStart() {
    return resource - 1 - ACCOUNT_LENGTH;
  }

  /** Returns a segment of the resource part, which slashes separate; segment 0 is the type. */
  protected final String segment(int index) {
    int start = startOf(index);
    int end = text.indexOf('/', start);
    return end < 0 ? text.substring(start) : text.substring(start, end);
  }

  /** Returns the resource part from that segment to the end. */
  protected final String segmentsFrom(int index) {
    return text.substring(startOf(index));
  }

  private int startOf(int index) {
    int start = resource;
    for (int i = 0; i < index; i++) {
      start = text.indexOf('/', start) + 1;
    }
    return start;
  }

  /** Returns {@code arn:PARTITION:SERVICE:REGION:ACCOUNT:}. */
  protected final String beforeResource() {
    return text.substring(0, resource);
  }

  /**
   * Returns the index where the resource part begins, the same in all ARNs of a service in a scope.
   */
  protected final int resource() {
    return resource;
  }

  @Override
  public final int compareTo(Arn other) {
    return text.compareTo(other.text);
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof Arn arn && text.equals(arn.text);
  }

  @Override
  public final int hashCode() {
    return text.hashCode();
  }

  /** Returns the ARN as it was parsed. */
  @Override
  public final String toString() {
    return text;
  }
}
