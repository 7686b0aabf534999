package dev.kecs.storage.model;

import dev.kecs.storage.error.InvalidValueException;

/**
 * An account in a region: what clusters and task definitions belong to.
 *
 * @param account twelve digits
 * @param region such as {@code eu-west-1} or {@code us-gov-west-1}: words of small letters and a
 *     number of one or two digits, 32 characters at most. It need not be one that AWS has.
 */
public record Scope(String account, String region) implements Within {
  private static final int ACCOUNT_LENGTH = 12;
  private static final int MAX_REGION_LENGTH = 32;

  public Scope {
    Check.given("account", account);
    Check.given("region", region);
    if (!isAccount(account, 0, account.length())) {
      throw new InvalidValueException("account is not twelve digits: " + Check.quoted(account));
    }
    if (!isRegion(region, 0, region.length())) {
      throw new InvalidValueException("region is malformed: " + Check.quoted(region));
    }
  }

  /**
   * Returns the partition that the region lies in: {@code aws-cn}, {@code aws-us-gov} or, for all
   * other regions, {@code aws}.
   */
  public String partition() {
    return partition(region, 0);
  }

  /**
   * Returns what the ARNs of all clusters of this scope, and no other ARNs, begin with: {@code
   * arn:PARTITION:ecs:REGION:ACCOUNT:cluster/}.
   */
  public String clusterArnPrefix() {
    return arnPrefix("ecs") + ClusterArn.TYPE;
  }

  String arnPrefix(String service) {
    return "arn:" + partition() + ":" + service + ":" + region + ":" + account + ":";
  }

  static String partition(String text, int region) {
    if (text.startsWith("cn-", region)) {
      return "aws-cn";
    }
    return text.startsWith("us-gov-", region) ? "aws-us-gov" : "aws";
  }

  static boolean isAccount(String text, int from, int to) {
    return to - from == ACCOUNT_LENGTH && endOfDigits(text, from, to) == to;
  }

  static boolean isRegion(String text, int from, int to) {
    if (to - from > MAX_REGION_LENGTH) {
      return false;
    }
    int words = 0;
    int position = from;
    while (true) {
      int end = endOfLetters(text, position, to);
      if (end == position) {
        break;
      }
      if (end == to || text.charAt(end) != '-') {
        return false;
      }
      words++;
      position = end + 1;
    }
    int digits = to - position;
    return words >= 2 && digits >= 1 && digits <= 2 && endOfDigits(text, position, to) == to;
  }

  private static int endOfLetters(String text, int from, int to) {
    int position = from;
    while (position < to && text.charAt(position) >= 'a' && text.charAt(position) <= 'z') {
      position++;
    }
    return position;
  }

  private static int endOfDigits(String text, int from, int to) {
    int position = from;
    while (position < to && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
      position++;
    }
    return position;
  }
}
