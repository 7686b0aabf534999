package dev.kecs.storage.benchmark;

import java.util.Locale;

/** What a figure counts, and how people read it. */
enum Unit {
  MICROSECONDS {
    @Override
    String text(double value) {
      return value < 1000 ? number(value) + " µs" : number(value / 1000) + " ms";
    }
  },
  PER_SECOND {
    @Override
    String text(double value) {
      return number(value) + " /s";
    }
  },
  PERCENT {
    @Override
    String text(double value) {
      return number(value) + " %";
    }
  },
  BYTES {
    @Override
    String text(double value) {
      if (value < 1 << 10) {
        return number(value) + " B";
      }
      return value < 1 << 20
          ? number(value / (1 << 10)) + " KiB"
          : number(value / (1 << 20)) + " MiB";
    }
  },
  COUNT {
    @Override
    String text(double value) {
      return number(value);
    }
  },
  TIMES {
    @Override
    String text(double value) {
      return String.format(Locale.ROOT, value < 10 ? "%.2f ×" : "%.1f ×", value);
    }
  };

  abstract String text(double value);

  private static String number(double value) {
    return String.format(
        Locale.ROOT, Math.abs(value) < 100 && value != 0 ? "%.1f" : "%,.0f", value);
  }
}
