package dev.kecs.storage.benchmark;

import org.jspecify.annotations.Nullable;

/**
 * A line of the result.
 *
 * @param measured what was measured, in words
 * @param instead what stands where ours does, null where ours does
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
    @Nullable String instead,
    @Nullable String against,
    double baseline,
    @Nullable Spread ratio,
    @Nullable Target target) {
  Figure(String workload, String size, String measured, Unit unit) {
    this(workload, size, measured, unit, Double.NaN, null, null, Double.NaN, null, null);
  }

  Figure ours(double value) {
    return new Figure(
        workload, size, measured, unit, value, instead, against, baseline, ratio, target);
  }

  Figure instead(@Nullable String name) {
    return new Figure(workload, size, measured, unit, ours, name, against, baseline, ratio, target);
  }

  Figure baseline(String name, double value) {
    return new Figure(workload, size, measured, unit, ours, instead, name, value, ratio, target);
  }

  Figure ratio(Spread spread, @Nullable Target of) {
    return new Figure(workload, size, measured, unit, ours, instead, against, baseline, spread, of);
  }

  Figure target(Target of) {
    return new Figure(workload, size, measured, unit, ours, instead, against, baseline, ratio, of);
  }

  boolean isMissed() {
    return target != null && !target.isMetBy(ratio == null ? ours : ratio.median());
  }

  String oursText() {
    return instead == null ? unit.text(ours) : unit.text(ours) + " (" + instead + ")";
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
