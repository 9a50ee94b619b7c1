package info.powow.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

  @Test
  void sendsEachWhenItIsDueAndNotBefore() {
    OpenLoop loop = new OpenLoop(100 * MS, 10 * MS, 3);
    List<Long> sent = new ArrayList<>();
    assertThat(loop.runDue(99 * MS, 10, sent::add)).isEqualTo(100 * MS);
    assertThat(sent).isEmpty();
    assertThat(loop.runDue(100 * MS, 10, sent::add)).isEqualTo(110 * MS);
    assertThat(loop.runDue(109 * MS, 10, sent::add)).isEqualTo(110 * MS);
    assertThat(loop.runDue(120 * MS, 10, sent::add)).isEqualTo(OpenLoop.DONE);
    assertThat(sent).containsExactly(100 * MS, 110 * MS, 120 * MS);
  }

  @Test
  void whatIsLateStillCountsFromWhenItWasMeantToBeSent() {
    OpenLoop loop = new OpenLoop(0, 10 * MS, 100);
    List<Long> sent = new ArrayList<>();
    loop.runDue(500 * MS, 1000, sent::add);
    assertThat(sent).hasSize(51).startsWith(0L, 10 * MS).endsWith(490 * MS, 500 * MS);
  }

  @Test
  void sendsNoMoreThanABatchAtATime() {
    OpenLoop loop = new OpenLoop(0, MS, 100);
    List<Long> sent = new ArrayList<>();
    long next = loop.runDue(50 * MS, 8, sent::add);
    assertThat(sent).hasSize(8);
    assertThat(next).isEqualTo(8 * MS);
  }

  @Test
  void keepsItsRateOverALongRunAndAcrossTheEndOfTheClock() {
    long start = Long.MAX_VALUE - 5 * MS;
    OpenLoop loop = new OpenLoop(start, 1e9 / 3, 3_000_001);
    long[] last = new long[1];
    for (int i = 0; i < 3_000_001; i++) {
      loop.runDue(start + TimeUnit.SECONDS.toNanos(1_000_000), 1, due -> last[0] = due);
    }
    assertThat(last[0] - start).isCloseTo(TimeUnit.SECONDS.toNanos(1_000_000), within(1000L));
  }

  /// A server that answers in 1 ms but stalls for a second in the middle of ten. Measuring from the
  /// actual sending, one request at a time, shows a single slow message; in truth, a tenth of all
  /// messages were delayed.
  @Test
  void aServerThatStallsShowsInEveryMessageThatItHeldUp() {
    long stallFrom = TimeUnit.SECONDS.toNanos(4);
    long stallTo = TimeUnit.SECONDS.toNanos(5);
    long count = 1000;
    OpenLoop loop = new OpenLoop(0, 10 * MS, count);
    Histogram latencies = Latency.histogram();
    Queue<Long> underWay = new ArrayDeque<>();
    long clock = 0;
    while (latencies.getTotalCount() < count) {
      loop.runDue(clock, 64, underWay::add);
      clock += MS;
      boolean stalled = clock >= stallFrom && clock < stallTo;
      while (!stalled && !underWay.isEmpty()) {
        Latency.record(latencies, clock - underWay.remove());
      }
    }

    Latency latency = Latency.of(latencies);
    assertThat(latency.count()).isEqualTo(count);
    assertThat(latency.p50()).isCloseTo(1, within(0.1));
    // The stall delays 100 of 1,000 messages, so the 99th percentile is in its slowest tenth.
    assertThat(latency.p99()).isCloseTo(900, within(20.0));
    assertThat(latency.p90()).isLessThan(30);
    assertThat(latency.max()).isCloseTo(1000, within(10.0));
  }

  /// The same if the load generator stalls: its own garbage collection may make figures worse, but
  /// never better.
  @Test
  void aLoadGeneratorThatStallsShowsAsWell() {
    OpenLoop loop = new OpenLoop(0, 10 * MS, 1000);
    Histogram latencies = Latency.histogram();
    long[] clock = new long[1];
    while (latencies.getTotalCount() < 1000) {
      loop.runDue(clock[0], 64, intended -> Latency.record(latencies, clock[0] + MS - intended));
      clock[0] += clock[0] == 4000 * MS ? 1000 * MS : MS;
    }
    assertThat(Latency.of(latencies).p99()).isCloseTo(900, within(20.0));
  }
}
