package info.powow.bench.report;

import java.util.Locale;

/// Formats figures with a sensible number of digits.
public final class Numbers {
  private Numbers() {}

  /// Three significant digits for small numbers, integers for large ones.
  public static String text(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e15) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    if (size >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
  }
}
