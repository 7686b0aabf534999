package dev.kecs.storage.test.resource;

import dev.kecs.storage.transaction.Stores;
import java.time.Instant;
import java.util.function.ObjIntConsumer;

/**
 * A method that deletes as many as it is told to.
 *
 * @param method the store and its method, such as {@code tasks.deleteStopped}
 * @param store stores so many that it can delete, where the samples of the parents are stored
 */
public record BulkDeletion(String method, ObjIntConsumer<Stores> store, Deletion deletion) {
  /** A time that everything happened before. */
  public static final Instant FUTURE = Instant.parse("2999-01-01T00:00:00Z");

  /** Deletes. */
  @FunctionalInterface
  public interface Deletion {
    /** Returns how many it deleted. */
    int delete(Stores stores, int limit);
  }

  @Override
  public String toString() {
    return method;
  }
}
