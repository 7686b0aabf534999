package dev.kecs.storage.benchmark;

import org.jspecify.annotations.Nullable;

/**
 * A line of the result.
 *
 * @param measured what was measured, in words
 * @param against what the baseline is, null where there is none
 * @param ratio of ours to the baseline, as {@code measured} says
 * @param target of the ratio, or of ours where there is none; null where ours is only told
 */
record Figure(
    String workload,
    String size,
    String measured,
    Unit unit,
    double ours,
    @Nullable String against,
    double baseline,
    @Nullable Spread ratio,
    @Nullable Target target) {
  Figure(String workload, String size, String measured, Unit unit) {
    this(workload, size, measured, unit, Double.NaN, null, Double.NaN, null, null);
  }

  Figure ours(double value) {
    return new Figure(workload, size, measured, unit, value, against, baseline, ratio, target);
  }

  Figure baseline(String name, double value) {
    return new Figure(workload, size, measured, unit, ours, name, value, ratio, target);
  }

  Figure ratio(Spread spread, Target of) {
    return new Figure(workload, size, measured, unit, ours, against, baseline, spread, of);
  }

  Figure target(Target of) {
    return new Figure(workload, size, measured, unit, ours, against, baseline, ratio, of);
  }

  boolean isMissed() {
    return target != null && !target.isMetBy(ratio == null ? ours : ratio.median());
  }

  String oursText() {
    return unit.text(ours);
  }

  String baselineText() {
    return against == null ? "" : unit.text(baseline) + " (" + against + ")";
  }

  String ratioText() {
    return ratio == null
        ? ""
        : "%s (%s–%s)"
            .formatted(
                Unit.TIMES.text(ratio.median()),
                Unit.TIMES.text(ratio.low()).replace(" ×", ""),
                Unit.TIMES.text(ratio.high()).replace(" ×", ""));
  }

  String targetText() {
    return target == null ? "" : target.toString();
  }

  String verdict() {
    return target == null ? "" : isMissed() ? "missed" : "met";
  }

  @Override
  public String toString() {
    return "%s: %s, %s %s %s"
        .formatted(measured, oursText(), baselineText(), ratioText(), verdict());
  }
}
