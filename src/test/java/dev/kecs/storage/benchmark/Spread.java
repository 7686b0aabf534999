package dev.kecs.storage.benchmark;

import java.util.List;

/** The quartiles of a figure over rounds: half of the rounds lie from low to high. */
record Spread(double low, double median, double high) {
  static Spread of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return new Spread(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  /** Between two values where the place falls between them. */
  private static double at(List<Double> sorted, double part) {
    double place = part * (sorted.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }
}
