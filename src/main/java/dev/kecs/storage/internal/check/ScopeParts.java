package dev.kecs.storage.internal.check;

/**
 * Checks an account and a region, alone or within a longer text. Copies nothing, because every row
 * that is read brings several ARNs.
 */
public final class ScopeParts {
  private static final int ACCOUNT_LENGTH = 12;
  private static final int MAX_REGION_LENGTH = 32;

  /**
   * AWS's partitions but {@code aws}, and the beginnings of their regions, by the patterns of the
   * table that AWS's SDKs share. So a region that the table does not list has its partition too.
   *
   * @see <a
   *     href="https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json">partitions.json</a>
   */
  private static final Partition[] PARTITIONS = {
    new Partition("aws-cn", "cn-"),
    new Partition("aws-us-gov", "us-gov-"),
    new Partition("aws-iso", "us-iso-"),
    new Partition("aws-iso-b", "us-isob-"),
    new Partition("aws-iso-e", "eu-isoe-"),
    new Partition("aws-iso-f", "us-isof-"),
    // The pattern says eusc-de-, the first country.
    new Partition("aws-eusc", "eusc-")
  };

  private ScopeParts() {}

  /**
   * Returns the partition of the region that begins at this index. A region that has no pattern is
   * in {@code aws}, as in the SDKs.
   */
  public static String partition(String text, int region) {
    for (Partition partition : PARTITIONS) {
      if (text.startsWith(partition.regions, region)) {
        return partition.name;
      }
    }
    return "aws";
  }

  /** Tells whether the text between the indexes is twelve digits. */
  public static boolean isAccount(String text, int from, int to) {
    return to - from == ACCOUNT_LENGTH && endOfDigits(text, from, to) == to;
  }

  /**
   * Tells whether the text between the indexes is words of lower-case letters and a number of one
   * or two digits, joined by hyphens.
   */
  public static boolean isRegion(String text, int from, int to) {
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

  /** A partition, and what its regions begin with. */
  private record Partition(String name, String regions) {}
}
