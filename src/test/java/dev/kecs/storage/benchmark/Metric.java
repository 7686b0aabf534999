package dev.kecs.storage.benchmark;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What two sides are compared by.
 *
 * @param inverse whether the ratio is the baseline's to ours, not ours to the baseline's
 */
record Metric(String words, Unit unit, ToDoubleFunction<Sample> value, boolean inverse) {
  static final Metric TIME = new Metric("time", Unit.MICROSECONDS, Sample::micros, false);
  static final Metric CPU = new Metric("client CPU", Unit.MICROSECONDS, Sample::cpuMicros, false);
  static final Metric SPEED = new Metric("times as fast", Unit.MICROSECONDS, Sample::micros, true);
  static final Metric RATE =
      new Metric("calls a second", Unit.PER_SECOND, Sample::perSecond, false);

  /** By what, and what the ratio of the two sides must be; null where it is only told. */
  record Goal(Metric metric, @Nullable Target target) {}

  Goal told() {
    return new Goal(this, null);
  }

  Goal atMost(double ratio) {
    return new Goal(this, Target.atMost(ratio, Unit.TIMES));
  }

  Goal atLeast(double ratio) {
    return new Goal(this, Target.atLeast(ratio, Unit.TIMES));
  }

  Figure figure(String workload, Sides sides, List<Rounds.Round> rounds, @Nullable Target target) {
    List<Double> ours = rounds.stream().map(round -> of(round.ours())).toList();
    List<Double> baseline = rounds.stream().map(round -> of(round.baseline())).toList();
    return new Figure(workload, sides.size(), words, unit)
        .ours(Spread.of(ours).median())
        .instead(sides.instead())
        .baseline(sides.against(), Spread.of(baseline).median())
        .ratio(Spread.of(rounds.stream().map(this::ratio).toList()), target);
  }

  private double of(Sample sample) {
    return value.applyAsDouble(sample);
  }

  private double ratio(Rounds.Round round) {
    return inverse
        ? of(round.baseline()) / of(round.ours())
        : of(round.ours()) / of(round.baseline());
  }
}
