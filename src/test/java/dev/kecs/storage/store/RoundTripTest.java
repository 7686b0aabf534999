package dev.kecs.storage.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kecs.storage.Storage;
import dev.kecs.storage.test.SharedDatabase;
import dev.kecs.storage.test.StorageExtension;
import dev.kecs.storage.test.TestDatabase;
import dev.kecs.storage.test.TestDatabase.Role;
import dev.kecs.storage.test.Wire;
import dev.kecs.storage.test.resource.Called;
import dev.kecs.storage.test.resource.Calls;
import dev.kecs.storage.test.resource.Calls.Call;
import dev.kecs.storage.test.resource.Resource;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** How often calls that succeed wait for the server, counted on the wire. */
@ParameterizedClass
@MethodSource("resources")
@ExtendWith(StorageExtension.class)
class RoundTripTest {
  private final Resource<?> resource;
  private Wire wire;
  private Storage storage;
  private Called called;

  RoundTripTest(Resource<?> resource) {
    this.resource = resource;
  }

  static Stream<Resource<?>> resources() {
    return Resources.all();
  }

  @BeforeEach
  void open(Storage shared) {
    Resources.prepare(shared, resource);
    TestDatabase database = SharedDatabase.get();
    wire = Wire.to(database.server().address());
    storage =
        Storage.open(
            StorageExtension.config(database.url(Role.RUNNER, wire.address()))
                .maxPoolSize(1)
                .build());
    called = new Called(storage);
  }

  @AfterEach
  void close() {
    storage.close();
    wire.close();
  }

  @TestFactory
  Stream<DynamicTest> everyMethodWaitsForTheServerAsOftenAsItIsToldTo() {
    return Stream.concat(
        calls(resource),
        Stream.of(DynamicTest.dynamicTest("every method is counted", this::assertAllCalled)));
  }

  private <S> Stream<DynamicTest> calls(Resource<S> of) {
    return of.calls().all().stream()
        .map(call -> DynamicTest.dynamicTest(call.name(), () -> count(of, call)));
  }

  private <S> void count(Resource<S> of, Call<S> call) throws Exception {
    for (int i = 0; i < Calls.OFTEN; i++) {
      Consumer<S> prepared = call.before().prepare(StorageExtension.storage(), i);
      List<String> trips = wire.roundTripsOf(() -> prepared.accept(of.in(called)));
      // The pool's probe of a connection that was idle for a while: a matter of the test's pace.
      trips.removeIf(String::isEmpty);
      assertThat(trips).as("call %d", i).hasSize(call.roundTrips());
    }
  }

  private void assertAllCalled() {
    assertThat(called.missing(resource.store())).isEmpty();
  }
}
