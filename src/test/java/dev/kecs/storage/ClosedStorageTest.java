package dev.kecs.storage;

import static dev.kecs.storage.test.Samples.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kecs.storage.store.Resources;
import dev.kecs.storage.test.Race;
import dev.kecs.storage.test.Samples;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.test.resource.Called;
import dev.kecs.storage.test.resource.Calls.Call;
import dev.kecs.storage.test.resource.Resource;
import dev.kecs.storage.transaction.Stores;
import dev.kecs.storage.transaction.Transaction;
import dev.kecs.storage.transaction.TransactionOptions;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A storage that was closed says so, whatever it is asked for. */
@ExtendWith(StorageExtension.class)
class ClosedStorageTest {
  private Storage closed;

  @BeforeEach
  void openAndClose() {
    closed = open();
    closed.close();
  }

  private static Storage open() {
    return Storage.open(StorageExtension.config(SharedDatabase.get(), Role.RUNNER).build());
  }

  static Stream<Resource<?>> resources() {
    return Resources.all();
  }

  @ParameterizedTest
  @MethodSource("resources")
  <S> void everyMethodOfEveryStoreIsRefused(Resource<S> resource, Storage storage) {
    Resources.prepare(storage, resource);
    Called called = new Called(closed);
    for (Call<S> each : resource.calls().all()) {
      Consumer<S> call = each.before().prepare(storage, 0);
      assertRefused(each.name(), () -> call.accept(resource.in(called)));
      call.accept(resource.in(storage));
    }
    assertThat(called.missing(resource.store())).isEmpty();
  }

  @Test
  void everyOtherMethodIsRefused() throws Exception {
    try (Connection connection = SharedDatabase.get().connect(Role.RUNNER)) {
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              closed::health,
              closed::inventory,
              closed::begin,
              () -> closed.begin(TransactionOptions.DEFAULT),
              () -> closed.inTransaction(stores -> "done"),
              () -> closed.inTransaction(TransactionOptions.DEFAULT, stores -> "done"),
              () -> closed.on(connection))) {
        assertRefused("", call);
      }
    }
    closed.close();
  }

  @Test
  void whatIsInProgressWhenItIsClosedIsRefusedAndRolledBack(Storage storage) {
    Storage closing = open();
    Transaction transaction = closing.begin();
    transaction.clusters().create(Samples.cluster(CLUSTER));
    closing.close();

    assertRefused("", () -> transaction.clusters().find(CLUSTER));
    assertRefused("", transaction::commit);
    transaction.close();
    assertThat(storage.clusters().find(CLUSTER)).isEmpty();
  }

  @Test
  void storesOnAConnectionOfTheHostAreRefusedToo() throws Exception {
    Storage closing = open();
    try (Connection connection = SharedDatabase.get().connect(Role.RUNNER)) {
      connection.setAutoCommit(false);
      Stores stores = closing.on(connection);
      closing.close();

      assertRefused("", () -> stores.clusters().find(CLUSTER));
    }
  }

  /** The pool is closed under threads that are about to take a connection. */
  @Test
  void closingRacesWithNoOtherError() {
    Storage closing = open();
    CountDownLatch busy = new CountDownLatch(4);

    Race<String> race =
        Race.of(
            5,
            number -> {
              if (number == 0) {
                busy.await();
                closing.close();
                return "closed";
              }
              while (true) {
                closing.begin().close();
                busy.countDown();
              }
            });

    assertThat(race.results()).containsExactly("closed");
    assertThat(race.failures()).hasSize(4).hasOnlyElementsOfType(IllegalStateException.class);
  }

  private static void assertRefused(String what, ThrowingCallable call) {
    assertThatThrownBy(call)
        .as(what)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the storage is closed");
  }
}
