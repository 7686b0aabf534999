package dev.kecs.storage.benchmark;

import dev.kecs.storage.config.PostgresUrl;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;

/**
 * The ways to the database.
 *
 * @param direct without anything between
 * @param distant by a {@link Latency}
 */
record Routes(PostgresUrl direct, PostgresUrl distant) {
  static Routes to(TestDatabase database, Latency latency) {
    return new Routes(
        PostgresUrl.parse(database.url(Role.OWNER)),
        PostgresUrl.parse(database.url(Role.OWNER, latency.address())));
  }
}
