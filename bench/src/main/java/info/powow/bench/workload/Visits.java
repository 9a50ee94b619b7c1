package info.powow.bench.workload;

import info.powow.bench.load.Latency;
import info.powow.bench.load.OpenLoop;
import info.powow.bench.load.Pacer;
import info.powow.bench.load.ProgressTimeout;
import info.powow.bench.server.Observed;
import info.powow.bench.server.Usage;
import info.powow.bench.stomp.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Short connections at a rate.
final class Visits {
  private static final long HEAD_START = TimeUnit.MILLISECONDS.toNanos(100);

  /// The rest counts as failed after this long without any end.
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private static final double PATIENCE_SECONDS = 3;
  private static final int COMPLAINTS_KEPT = 5;

  /// A short connection, on its lane.
  interface Visit {
    /// Begins, and reports its end to `done`.
    void begin(Lane lane, Done done);

    /// Aborts.
    void cut();
  }

  /// Receives the end of a visit, on the lane.
  interface Done {
    void well();

    void badly(String why);
  }

  /// Creates visits.
  interface Source {
    Visit next();
  }

  /// The visits at one rate, by their intended start.
  ///
  /// @param time from the intended start to the end
  record Run(
      double rate,
      long begun,
      long done,
      double donePerSecond,
      Latency time,
      boolean overloaded,
      Usage usage,
      List<String> complaints) {
    boolean holds(double limitMillis) {
      return isComplete() && time.p99() < limitMillis;
    }

    boolean isComplete() {
      return !overloaded && begun == done && complaints.isEmpty();
    }

    String summary() {
      return "%,.0f/s: %s, p50 %.2f p99 %.2f ms, CPU %s%s"
          .formatted(
              rate,
              overloaded ? "overloaded" : "%,d of %,d done".formatted(done, begun),
              time.p50(),
              time.p99(),
              Cpu.summary(usage),
              complaints.isEmpty() ? "" : ", " + complaints.getFirst());
    }
  }

  private final Setting setting;
  private final List<Lane> lanes;
  private final Source source;

  Visits(Setting setting, List<Lane> lanes, Source source) {
    this.setting = setting;
    this.lanes = lanes;
    this.source = source;
  }

  /// Runs visits at a rate and discards the result.
  void warmUp(double rate, Duration duration) throws InterruptedException {
    if (duration.isPositive()) {
      setting.progress().say("Warming up");
      run(rate, Duration.ZERO, duration);
    }
  }

  Run run(double rate, Duration warmUp, Duration measured) throws InterruptedException {
    long start = System.nanoTime() + HEAD_START;
    long from = start + warmUp.toNanos();
    long to = from + measured.toNanos();
    double interval = 1e9 / rate;
    double every = interval * lanes.size();
    List<LaneVisits> all = new ArrayList<>();
    for (Lane lane : lanes) {
      long first = start + (long) (all.size() * interval);
      OpenLoop schedule =
          new OpenLoop(first, every, Math.max(0, (long) Math.ceil((to - first) / every)));
      LaneVisits visits =
          new LaneVisits(lane, from, to, (long) (100 + rate * PATIENCE_SECONDS / lanes.size()));
      all.add(visits);
      lane.execute(() -> visits.start(schedule));
    }
    Observed observed = setting.server().observed();
    Observed.Moment begin = observed.at(from);
    Observed.Moment end = observed.at(to);
    CompletableFuture<Void> drained =
        CompletableFuture.allOf(
            all.stream().map(visits -> visits.drained).toArray(CompletableFuture[]::new));
    if (!ProgressTimeout.await(drained, SILENCE, () -> ended(all))) {
      setting.progress().say("some visits did not end");
    }
    Run run = sum(rate, all, begin.until(end));
    setting.progress().say(run.summary());
    return run;
  }

  private static long ended(List<LaneVisits> all) {
    return all.stream().mapToLong(visits -> visits.lane.ask(() -> visits.ended).join()).sum();
  }

  private static Run sum(double rate, List<LaneVisits> all, Usage usage) {
    Histogram times = Latency.histogram();
    List<String> complaints = new ArrayList<>();
    long begun = 0;
    long done = 0;
    boolean overloaded = false;
    for (LaneVisits visits : all) {
      visits.lane.ask(visits::cutWhatIsLeft).join();
      times.add(visits.times);
      complaints.addAll(visits.complaints);
      begun += visits.begun;
      done += visits.done;
      overloaded |= visits.overloaded;
    }
    return new Run(
        rate,
        begun,
        done,
        done / usage.seconds(),
        Latency.of(times),
        overloaded,
        usage,
        List.copyOf(complaints));
  }

  /// The visits on one lane, accessed only by it while running.
  private final class LaneVisits {
    private final Lane lane;
    private final long from;
    private final long to;
    private final long timeout;
    private final Histogram times = Latency.histogram();
    private final Set<Visit> inside = new HashSet<>();
    private final List<String> complaints = new ArrayList<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private boolean sending = true;
    private boolean overloaded;
    private long begun;
    private long done;
    private long ended;

    LaneVisits(Lane lane, long from, long to, long timeout) {
      this.lane = lane;
      this.from = from;
      this.to = to;
      this.timeout = timeout;
    }

    void start(OpenLoop schedule) {
      Pacer[] pacer = new Pacer[1];
      pacer[0] =
          Pacer.start(
              lane,
              schedule,
              intended -> {
                begin(intended);
                if (inside.size() > timeout) {
                  overloaded = true;
                  pacer[0].stop();
                }
              });
      pacer[0]
          .done()
          .whenComplete((_, failure) -> {
            if (failure != null) {
              complaints.add("beginning failed: " + failure);
            }
            sending = false;
            drainedIfEmpty();
          });
    }

    private void begin(long intended) {
      boolean counts = intended - from >= 0 && intended - to < 0;
      if (counts) {
        begun++;
      }
      Visit visit = source.next();
      inside.add(visit);
      visit.begin(
          lane,
          new Done() {
            @Override
            public void well() {
              if (inside.remove(visit)) {
                ended++;
                if (counts) {
                  done++;
                  Latency.record(times, System.nanoTime() - intended);
                }
                drainedIfEmpty();
              }
            }

            @Override
            public void badly(String why) {
              if (inside.remove(visit)) {
                ended++;
                if (complaints.size() < COMPLAINTS_KEPT) {
                  complaints.add(why);
                }
                drainedIfEmpty();
              }
            }
          });
    }

    private void drainedIfEmpty() {
      if (!sending && inside.isEmpty()) {
        drained.complete(null);
      }
    }

    private int cutWhatIsLeft() {
      List<Visit> left = List.copyOf(inside);
      inside.clear();
      left.forEach(Visit::cut);
      return left.size();
    }
  }
}
