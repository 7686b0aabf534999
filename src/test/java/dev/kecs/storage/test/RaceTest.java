package dev.kecs.storage.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RaceTest {
  @Test
  void allRunAtOnceAndTellInOrder() {
    CountDownLatch all = new CountDownLatch(8);
    Race<Integer> race =
        Race.of(
            8,
            number -> {
              all.countDown();
              all.await();
              return number;
            });
    assertThat(race.results()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(race.failures()).isEmpty();
  }

  @Test
  void whatOneThrowsDoesNotEndTheOthers() {
    AtomicInteger first = new AtomicInteger();
    Race<String> race =
        Race.of(
            8,
            number -> {
              if (first.getAndIncrement() > 0) {
                throw new IllegalStateException("lost");
              }
              return "won";
            });
    assertThat(race.results()).containsExactly("won");
    assertThat(race.failures())
        .hasSize(7)
        .allSatisfy(e -> assertThat(e).isInstanceOf(IllegalStateException.class));
  }

  @Test
  void eachMayDoItsOwn() {
    Race<Object> race = Race.between(() -> "one", () -> 2);
    assertThat(race.results()).containsExactly("one", 2);
  }

  @Test
  void anAssertionThatFailsInARunnerFailsTheRace() {
    assertThatThrownBy(
            () ->
                Race.of(
                    2,
                    number -> {
                      assertThat(number).isZero();
                      return number;
                    }))
        .isInstanceOf(AssertionError.class)
        .hasRootCauseInstanceOf(AssertionError.class);
  }
}
