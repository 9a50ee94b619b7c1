package info.powow.bench.report;

import org.jspecify.annotations.Nullable;

/// A measured figure.
///
/// @param bar its reference, if any
public record Figure(String name, double value, @Nullable Bar bar) {
  public Figure(Bar bar, double value) {
    this(bar.work(), value, bar);
  }

  public Figure(String name, double value) {
    this(name, value, null);
  }
}
