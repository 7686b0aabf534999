package dev.kecs.storage;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.ecs.Cluster;
import dev.kecs.storage.ecs.ClusterArn;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.test.Wire;
import dev.kecs.storage.test.resource.Calls;
import dev.kecs.storage.transaction.Transaction;
import dev.kecs.storage.transaction.TransactionOptions;
import dev.kecs.storage.transaction.TransactionOptions.Isolation;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How often what the storage has beside its stores waits for the server, counted on the wire. */
@ExtendWith(StorageExtension.class)
class TransactionRoundTripTest {
  private Wire wire;
  private Storage storage;

  @BeforeEach
  void open(Storage shared) {
    Samples.storedCluster(shared);
    TestDatabase database = SharedDatabase.get();
    wire = Wire.to(database.server().address());
    storage =
        Storage.open(
            StorageExtension.config(database.url(Role.RUNNER, wire.address()))
                .maxPoolSize(1)
                .build());
  }

  @AfterEach
  void close() {
    storage.close();
    wire.close();
  }

  @Test
  void aTransactionCostsItsCallsAndACommit() throws Exception {
    costs(3, i -> storage.inTransaction(stores -> readTwice(stores.clusters()::get)));
    costs(
        2,
        i -> {
          try (Transaction transaction = storage.begin()) {
            Cluster cluster = transaction.clusters().get(CLUSTER);
            transaction.commit();
            return cluster;
          }
        });
    costs(0, i -> storage.inTransaction(stores -> ""));
  }

  @Test
  void theOptionsOfATransactionCostNothing() throws Exception {
    TransactionOptions options =
        TransactionOptions.DEFAULT
            .withIsolation(Isolation.SERIALIZABLE)
            .withReadOnly()
            .withTimeout(Duration.ofSeconds(20));

    costs(3, i -> storage.inTransaction(options, stores -> readTwice(stores.clusters()::get)));
    costs(
        5,
        i ->
            storage.inTransaction(
                options,
                stores -> stores.inTransaction(nested -> readTwice(nested.clusters()::get))));
  }

  @Test
  void healthAndInventoryAreOne() throws Exception {
    costs(1, i -> storage.health());
    costs(1, i -> storage.inventory());
  }

  /** Calls again and again, with a number that counts from 0, and each time counts. */
  private void costs(int roundTrips, Call call) throws Exception {
    for (int i = 0; i < Calls.OFTEN; i++) {
      int number = i;
      List<String> trips = wire.roundTripsOf(() -> assertThat(call.run(number)).isNotNull());
      // The pool's probe of a connection that was idle for a while: a matter of the test's pace.
      trips.removeIf(String::isEmpty);
      assertThat(trips).as("call %d", number).hasSize(roundTrips);
    }
  }

  @FunctionalInterface
  private interface Call {
    Object run(int number);
  }

  private static List<Cluster> readTwice(Function<ClusterArn, Cluster> get) {
    return List.of(get.apply(CLUSTER), get.apply(CLUSTER));
  }
}
