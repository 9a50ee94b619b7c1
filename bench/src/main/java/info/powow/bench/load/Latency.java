package info.powow.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Statistics of a histogram of nanoseconds, in milliseconds.
public record Latency(
    long count, double mean, double p50, double p90, double p99, double p999, double max) {
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

  public static Histogram histogram() {
    return new Histogram(LONGEST, 3);
  }

  /// Records a time, clamped to the range of the histogram.
  public static void record(Histogram histogram, long nanos) {
    histogram.recordValue(Math.clamp(nanos, 0, LONGEST));
  }

  public static Latency of(Histogram histogram) {
    return new Latency(
        histogram.getTotalCount(),
        millis(histogram.getMean()),
        at(histogram, 50),
        at(histogram, 90),
        at(histogram, 99),
        at(histogram, 99.9),
        millis(histogram.getMaxValue()));
  }

  private static double at(Histogram histogram, double percentile) {
    return millis(histogram.getValueAtPercentile(percentile));
  }

  private static double millis(double nanos) {
    return Math.round(nanos / 1e3) / 1e3;
  }
}
