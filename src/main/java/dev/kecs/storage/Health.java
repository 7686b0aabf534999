package dev.kecs.storage;

import dev.kecs.storage.error.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * The state of a storage, as a round trip to the server found it.
 *
 * @param serverVersion PostgreSQL's version, such as {@code 18.1}
 * @param schemaVersion the version of the newest migration, MAJOR.N; null if the schema has never
 *     been migrated
 * @param activeConnections connections of the pool that are in use; 0, like the next three numbers,
 *     if the host brings its own data source
 * @param idleConnections connections of the pool that are not in use
 * @param waitingThreads threads that wait for a connection of the pool
 * @param maxConnections the largest number of connections that the pool can have
 * @param lastError the last error that came from the server or the connection to it since the
 *     storage was opened; null if there was none
 */
public record Health(
    String serverVersion,
    @Nullable String schemaVersion,
    int activeConnections,
    int idleConnections,
    int waitingThreads,
    int maxConnections,
    @Nullable StorageException lastError) {}
