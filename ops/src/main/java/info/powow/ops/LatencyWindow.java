package info.powow.ops;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/// The latencies of the last seconds as a histogram, so that percentiles of several nodes can be
/// merged instead of averaged. Recording is wait-free; [#tick] moves the window by one second.
public final class LatencyWindow {
  private static final long MAX_MICROS = 60_000_000;
  private static final int DIGITS = 2;

  private final Recorder recorder = new Recorder(MAX_MICROS, DIGITS);
  private final Histogram[] seconds;
  private int next;

  /// @param seconds the length of the window
  public LatencyWindow(int seconds) {
    this.seconds = new Histogram[seconds];
    Arrays.setAll(this.seconds, _ -> empty());
  }

  private static Histogram empty() {
    return new Histogram(MAX_MICROS, DIGITS);
  }

  public void record(long nanos) {
    recorder.recordValue(Math.clamp(nanos / 1_000, 0, MAX_MICROS));
  }

  /// Called once a second.
  public synchronized void tick() {
    recorder.getIntervalHistogramInto(seconds[next]);
    next = (next + 1) % seconds.length;
  }

  /// All of the window.
  public synchronized Histogram merged() {
    Histogram sum = empty();
    for (Histogram each : seconds) {
      if (each.getTotalCount() > 0) {
        sum.add(each);
      }
    }
    return sum;
  }

  /// @param count how many calls
  /// @param medianMillis and the other percentiles; 0 if there was no call
  public record Percentiles(
      long count,
      double meanMillis,
      double medianMillis,
      double p90Millis,
      double p99Millis,
      double p995Millis,
      double p999Millis,
      double maxMillis) {

    public static Percentiles of(Histogram histogram) {
      return histogram.getTotalCount() == 0
          ? new Percentiles(0, 0, 0, 0, 0, 0, 0, 0)
          : new Percentiles(
              histogram.getTotalCount(),
              histogram.getMean() / 1e3,
              histogram.getValueAtPercentile(50) / 1e3,
              histogram.getValueAtPercentile(90) / 1e3,
              histogram.getValueAtPercentile(99) / 1e3,
              histogram.getValueAtPercentile(99.5) / 1e3,
              histogram.getValueAtPercentile(99.9) / 1e3,
              histogram.getMaxValue() / 1e3);
    }
  }

  public Percentiles percentiles() {
    return Percentiles.of(merged());
  }

  /// A histogram as a node passes it to another: compressed, in Base64.
  public static String encode(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }

  /// The percentiles of the samples of several nodes together.
  ///
  /// @throws IllegalArgumentException if one of them is not a histogram
  public static Histogram merge(List<String> encoded) {
    Histogram sum = empty();
    for (String each : encoded) {
      try {
        sum.add(
            Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(each)), MAX_MICROS));
      } catch (DataFormatException e) {
        throw new IllegalArgumentException("not a histogram", e);
      }
    }
    return sum;
  }
}
