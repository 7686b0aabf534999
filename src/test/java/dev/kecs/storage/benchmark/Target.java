package dev.kecs.storage.benchmark;

/** What a figure must be. */
record Target(Bound bound, double limit, Unit unit) {
  enum Bound {
    AT_MOST("≤ "),
    AT_LEAST("≥ ");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  static Target atMost(double limit, Unit unit) {
    return new Target(Bound.AT_MOST, limit, unit);
  }

  static Target atLeast(double limit, Unit unit) {
    return new Target(Bound.AT_LEAST, limit, unit);
  }

  boolean isMetBy(double value) {
    return bound == Bound.AT_MOST ? value <= limit : value >= limit;
  }

  @Override
  public String toString() {
    return bound.sign + unit.text(limit);
  }
}
