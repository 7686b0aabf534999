package dev.kecs.storage.internal.migrate;

import dev.kecs.storage.error.StorageException;
import dev.kecs.storage.internal.jooq.Kecs;
import java.util.Comparator;

/**
 * A schema's version. Versions of the same major only add things, so a library works on any version
 * of its major that is not older than its own.
 */
public record SchemaVersion(int major, int minor) implements Comparable<SchemaVersion> {
  /** The version that this library was built for. */
  public static final SchemaVersion OWN = parse(Kecs.VERSION);

  static SchemaVersion parse(String text) {
    String[] parts = text.split("\\.", -1);
    return new SchemaVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  /** Refuses a schema that another major version of the library made. */
  void refuseOtherMajor() {
    if (major != OWN.major) {
      throw new StorageException(
          "the schema has version "
              + this
              + ", which this library, made for "
              + OWN
              + ", does not know: use a kecs-storage made for major "
              + major
              + ", or another schema");
    }
  }

  @Override
  public int compareTo(SchemaVersion other) {
    return Comparator.comparingInt(SchemaVersion::major)
        .thenComparingInt(SchemaVersion::minor)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
