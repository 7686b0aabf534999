package dev.kecs.storage.model;

import dev.kecs.storage.error.InvalidValueException;
import dev.kecs.storage.internal.check.Check;
import dev.kecs.storage.internal.check.ScopeParts;

/**
 * An account in a region: what clusters and task definitions belong to.
 *
 * @param account twelve digits
 * @param region such as {@code eu-west-1} or {@code us-gov-west-1}: words of lower-case letters and
 *     a number of one or two digits, joined by hyphens, 32 characters at most. It need not be one
 *     that AWS has.
 */
public record Scope(String account, String region) {
  public Scope {
    Check.given("account", account);
    Check.given("region", region);
    if (!ScopeParts.isAccount(account, 0, account.length())) {
      throw new InvalidValueException("account is not twelve digits: " + Check.quoted(account));
    }
    if (!ScopeParts.isRegion(region, 0, region.length())) {
      throw new InvalidValueException("region is malformed: " + Check.quoted(region));
    }
  }

  /**
   * Returns the partition that the region lies in, by the beginning of its name: {@code aws-cn},
   * {@code aws-us-gov}, {@code aws-iso}, {@code aws-iso-b}, {@code aws-iso-e}, {@code aws-iso-f},
   * {@code aws-eusc} or, for all other regions, {@code aws}.
   *
   * @see <a
   *     href="https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json">AWS's
   *     partitions and their regions</a>
   */
  public String partition() {
    return ScopeParts.partition(region, 0);
  }

  /**
   * Returns the beginning that the ARNs of a service's resources in this scope have, and no other
   * ARNs: {@code arn:PARTITION:SERVICE:REGION:ACCOUNT:}.
   *
   * @param service as ARNs name it, such as {@code ecs}
   */
  public String arnPrefix(String service) {
    return "arn:" + partition() + ":" + service + ":" + region + ":" + account + ":";
  }
}
