package dev.kecs.storage.benchmark;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What a run was asked for.
 *
 * @param size the factor of the sizes of all data
 * @param only what a workload's name must contain, as a regular expression
 */
record Options(double size, Pattern only, Rounds rounds) {
  private static final int ROUNDS = 25;
  private static final Duration TURN = Duration.ofMillis(200);
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  static Options fromProperties() {
    return new Options(
        Double.parseDouble(System.getProperty("benchmark.size", "1")),
        Pattern.compile(System.getProperty("benchmark.only", "")),
        new Rounds(Integer.getInteger("benchmark.rounds", ROUNDS), TURN, WARM_UP));
  }

  /** Returns a size of data, of which a run at least needs some pages. */
  long scaled(long full) {
    return Math.max(Math.round(full * size), Math.min(full, 10L * Lists.PAGE));
  }

  boolean selects(Workload workload) {
    return only.matcher(workload.name()).find();
  }

  @Override
  public String toString() {
    return "size factor %s, %d rounds of %d ms a side"
        .formatted(size, rounds.count(), rounds.turn().toMillis());
  }
}
