package dev.kecs.storage.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * How long two sides run: in turns, and either first in every other round, so that what else the
 * machine does, and what the one leaves to the other, meets both.
 *
 * @param count how many rounds are measured
 * @param turn how long a side runs in a round
 * @param warmUp how long it runs before, unmeasured
 */
record Rounds(int count, Duration turn, Duration warmUp) {
  /** One round: both sides, one right after the other. */
  record Round(Sample ours, Sample baseline) {}

  List<Round> run(int threads, Call ours, Call baseline) throws RunnerException {
    Timed.sample(baseline, threads, warmUp);
    Timed.sample(ours, threads, warmUp);
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (i % 2 == 0) {
        Sample first = Timed.sample(baseline, threads, turn);
        rounds.add(new Round(Timed.sample(ours, threads, turn), first));
      } else {
        Sample first = Timed.sample(ours, threads, turn);
        rounds.add(new Round(first, Timed.sample(baseline, threads, turn)));
      }
    }
    return rounds;
  }
}
