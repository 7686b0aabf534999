package dev.kecs.storage;

import dev.kecs.storage.error.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * How a storage is, as a round trip to the server just found.
 *
 * @param serverVersion PostgreSQL's, such as {@code 18.1}
 * @param schemaVersion that of the newest migration, MAJOR.N; null where the schema has never been
 *     migrated
 * @param activeConnections of the pool, in use; 0 where the host brings its own data source, like
 *     the others
 * @param idleConnections of the pool, not in use
 * @param waitingThreads that wait for a connection of the pool
 * @param maxConnections that the pool can have
 * @param lastError the last error that came from the server or the way there, since the storage was
 *     opened; null where there was none
 */
public record Health(
    String serverVersion,
    @Nullable String schemaVersion,
    int activeConnections,
    int idleConnections,
    int waitingThreads,
    int maxConnections,
    @Nullable StorageException lastError) {}
