package dev.kecs.storage.test;

/** The database that all tests share which need none of their own: made once a run. */
public final class SharedDatabase {
  private static final class Made {
    private static final TestDatabase DATABASE = TestDatabase.create();
  }

  private SharedDatabase() {}

  /** The one of this run. Nothing closes it: it goes with the JVM. */
  public static TestDatabase get() {
    return Made.DATABASE;
  }
}
