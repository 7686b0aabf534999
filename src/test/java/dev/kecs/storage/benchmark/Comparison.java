package dev.kecs.storage.benchmark;

import java.util.List;
import java.util.stream.Stream;

/** A workload of two sides that JMH times in turns. */
record Comparison(String name, int threads, Preparation preparation, List<Metric.Goal> goals)
    implements Workload {
  /** Makes ready what the sides use. */
  @FunctionalInterface
  interface Preparation {
    Sides sides(Session session) throws Exception;
  }

  static Comparison of(String name, Preparation preparation, Metric.Goal... goals) {
    return new Comparison(name, 1, preparation, List.of(goals));
  }

  /** Returns the same with several threads, and what else must hold then. */
  Comparison on(int threads, Metric.Goal... more) {
    return new Comparison(
        name + ", " + threads + " threads",
        threads,
        preparation,
        Stream.concat(goals.stream(), Stream.of(more)).toList());
  }

  @Override
  public List<Figure> run(Session session) throws Exception {
    Sides sides = preparation.sides(session);
    List<Rounds.Round> rounds = session.rounds().run(threads, sides.ours(), sides.baseline());
    return goals.stream()
        .map(goal -> goal.metric().figure(name, sides, rounds, goal.target()))
        .toList();
  }
}
