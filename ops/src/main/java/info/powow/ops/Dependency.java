package info.powow.ops;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Something that Powow calls and that may be slow or unavailable: counts its calls, measures their
/// latency, and may have a circuit breaker in front of it.
///
/// ```java
/// long began = search.enter();
/// if (began == Dependency.REFUSED) {
///   throw unavailable();
/// }
/// …
/// search.ended(Outcome.SUCCESS, began, null);
/// ```
public final class Dependency {
  private static final Logger LOG = LoggerFactory.getLogger(Dependency.class);

  /// The answer of [#enter] while the circuit is open.
  public static final long REFUSED = 0;

  private static final int SECONDS = 10;

  /// The health reflects this many seconds, so operators soon see that a fault is over.
  private static final int HEALTH_SECONDS = 3;

  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// The circuit has just closed. Nothing is known until a whole second has passed.
  private static final int JUST_CLOSED = -1;

  private final String name;
  private final @Nullable CircuitBreaker breaker;
  private final RollingCounts counts = new RollingCounts();
  private final LatencyWindow latency = new LatencyWindow(SECONDS);
  private final CallsInFlight inFlight = new CallsInFlight();
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger secondsClosed = new AtomicInteger(HEALTH_SECONDS);
  private final AtomicBoolean probing = new AtomicBoolean();
  private volatile long changedNanos = System.nanoTime();
  private volatile @Nullable Supplier<Pool> pool;
  private volatile @Nullable Runnable probe;
  private volatile boolean stalled;
  private volatile boolean slow;

  // only used by tick()
  private long successesBeforeProbe;

  /// The capacity for calls of a dependency.
  ///
  /// @param active calls in flight
  /// @param waiting calls that wait for capacity
  /// @param size the most calls in flight
  public record Pool(int active, int waiting, int size) {}

  /// The circuit, for operators.
  public enum Circuit {
    /// There is no breaker.
    NONE,
    CLOSED,
    HALF_OPEN,
    OPEN,
    /// An operator opened it.
    FORCED_OPEN,
    /// An operator switched it off.
    DISABLED
  }

  Dependency(String name, @Nullable CircuitBreaker breaker) {
    this.name = name;
    this.breaker = breaker;
    if (breaker != null) {
      breaker
          .getEventPublisher()
          .onStateTransition(event -> {
            changedNanos = System.nanoTime();
            if (event.getStateTransition().getToState() == CircuitBreaker.State.CLOSED) {
              secondsClosed.set(JUST_CLOSED);
            }
          });
    }
  }

  public String name() {
    return name;
  }

  /// Sets where the capacity for its calls is read.
  public void pool(Supplier<Pool> source) {
    pool = source;
  }

  /// Sets a call to probe with. It should take only milliseconds, and is counted like any other
  /// call. It is made in each second with hardly any other call, so a fault and its end are noticed
  /// even if nobody uses the dependency. Its exceptions are ignored.
  public void probe(Runnable call) {
    probe = call;
  }

  // --- calls ----------------------------------------------------------------------------------

  /// Begins a call.
  ///
  /// @return to be passed to [#ended]; [#REFUSED] if the circuit is open, and the call must not be
  ///     made
  public long enter() {
    CircuitBreaker guard = breaker;
    if (guard != null && !guard.tryAcquirePermission()) {
      counts.count(Outcome.SHORT_CIRCUITED);
      return REFUSED;
    }
    long began = System.nanoTime();
    began = began == REFUSED ? 1 : began;
    active.incrementAndGet();
    inFlight.began(began);
    return began;
  }

  /// Ends a call.
  ///
  /// @param began the answer of [#enter]
  /// @param failure for the breaker; null if there is none
  public void ended(Outcome outcome, long began, @Nullable Throwable failure) {
    active.decrementAndGet();
    inFlight.ended(began);
    long nanos = System.nanoTime() - began;
    note(outcome, nanos);
    CircuitBreaker guard = breaker;
    if (guard == null) {
      return;
    }
    switch (outcome) {
      case SUCCESS, BAD_REQUEST -> guard.onSuccess(nanos, TimeUnit.NANOSECONDS);
      case TIMEOUT, FAILURE ->
          guard.onError(
              nanos,
              TimeUnit.NANOSECONDS,
              failure == null ? new IllegalStateException(outcome.word()) : failure);
      case REJECTED, SHORT_CIRCUITED -> guard.releasePermission();
    }
  }

  /// Ends a call that says nothing about the dependency, such as one that was never sent.
  public void released(long began) {
    active.decrementAndGet();
    inFlight.ended(began);
    if (breaker != null) {
      breaker.releasePermission();
    }
  }

  /// Records a call that has no circuit breaker.
  public void note(Outcome outcome, long nanos) {
    counts.count(outcome);
    latency.record(nanos);
  }

  /// Records a call that a breaker elsewhere refused.
  public void shortCircuited() {
    counts.count(Outcome.SHORT_CIRCUITED);
  }

  /// Records a call that was not made, for lack of capacity.
  public void rejected() {
    counts.count(Outcome.REJECTED);
  }

  /// Closes the circuit, because another instance has replaced the dependency.
  public void reset() {
    if (breaker != null) {
      breaker.reset();
    }
  }

  // --- for operators --------------------------------------------------------------------------

  /// Called once a second.
  void tick() {
    counts.tick();
    latency.tick();
    var _ = secondsClosed.updateAndGet(seconds -> Math.min(HEALTH_SECONDS, seconds + 1));
    boolean unanswered = probing.get();
    stalled = unanswered && counts.total(Outcome.SUCCESS) == successesBeforeProbe;
    Runnable call = probe;
    if (!unanswered && counts.lastSecond() > 1) {
      // Calls tell more than the last probe did.
      slow = false;
    }
    // At most one call: the probe of the last second is counted too.
    if (call != null && !unanswered && counts.lastSecond() <= 1) {
      successesBeforeProbe = counts.total(Outcome.SUCCESS);
      probing.set(true);
      Thread.ofVirtual().name("powow-probe-" + name).start(() -> runProbe(call));
    }
  }

  private void runProbe(Runnable call) {
    long began = System.nanoTime();
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.debug("{} does not answer", name, e);
    } finally {
      slow = System.nanoTime() - began >= SLOW_NANOS;
      probing.set(false);
    }
  }

  public Circuit circuit() {
    CircuitBreaker guard = breaker;
    return guard == null
        ? Circuit.NONE
        : switch (guard.getState()) {
          case CLOSED -> Circuit.CLOSED;
          case OPEN -> Circuit.OPEN;
          case HALF_OPEN -> Circuit.HALF_OPEN;
          case FORCED_OPEN -> Circuit.FORCED_OPEN;
          case DISABLED, METRICS_ONLY -> Circuit.DISABLED;
        };
  }

  /// Whether calls are refused at the moment.
  public boolean isOpen() {
    return switch (circuit()) {
      case OPEN, FORCED_OPEN -> true;
      case NONE, CLOSED, HALF_OPEN, DISABLED -> false;
    };
  }

  /// Opens the circuit until it is closed again, or lets the breaker decide again.
  ///
  /// @return false if there is no breaker
  public boolean force(boolean open) {
    CircuitBreaker guard = breaker;
    if (guard == null) {
      return false;
    }
    if (open) {
      guard.transitionToForcedOpenState();
    } else {
      guard.transitionToClosedState();
    }
    return true;
  }

  /// The state of a dependency, for operators.
  public enum Health {
    OK,
    /// Some calls of the last three seconds failed, the last probe took longer than a second, or
    /// the circuit is half-open.
    DEGRADED,
    /// Most calls of the last second or of the last three seconds failed, a probe has had no answer
    /// for a second, or the circuit is open. Failures before the circuit closed do not count.
    DOWN
  }

  /// The last ten seconds of a dependency.
  ///
  /// @param rate calls in the last second
  /// @param counts of the last ten seconds, by [Outcome#word]
  /// @param errorPercent of the last ten seconds: calls that were short-circuited, timed out,
  ///     rejected or failed
  /// @param circuitSeconds how long the circuit has been in its state
  /// @param oldestMillis how long the oldest call has been in flight
  /// @param settings of the breaker; absent without one
  public record Reading(
      String name,
      Health health,
      long rate,
      Map<String, Long> counts,
      double errorPercent,
      Circuit circuit,
      long circuitSeconds,
      int active,
      double oldestMillis,
      LatencyWindow.Percentiles latency,
      @Nullable Pool pool,
      @Nullable Settings settings) {}

  /// @param window the number of recent calls that the breaker considers
  /// @param minimum the number of calls that it needs to open
  /// @param failurePercent the failure rate at which it opens
  public record Settings(int window, int minimum, double failurePercent) {}

  public Reading read() {
    Map<String, Long> words = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      words.put(outcome.word(), counts.rolling(outcome));
    }
    Circuit circuit = circuit();
    long now = System.nanoTime();
    Supplier<Pool> room = pool;
    CircuitBreaker guard = breaker;
    return new Reading(
        name,
        health(circuit),
        counts.lastSecond(),
        words,
        errorPercent(SECONDS),
        circuit,
        TimeUnit.NANOSECONDS.toSeconds(now - changedNanos),
        active.get(),
        inFlight.oldestNanos(now) / 1e6,
        latency.percentiles(),
        room == null ? null : room.get(),
        guard == null
            ? null
            : new Settings(
                guard.getCircuitBreakerConfig().getSlidingWindowSize(),
                guard.getCircuitBreakerConfig().getMinimumNumberOfCalls(),
                guard.getCircuitBreakerConfig().getFailureRateThreshold()));
  }

  private double errorPercent(int seconds) {
    long all = 0;
    long wrong = 0;
    for (Outcome outcome : Outcome.values()) {
      long count = counts.rolling(outcome, seconds);
      all += count;
      wrong +=
          switch (outcome) {
            case SUCCESS, BAD_REQUEST -> 0;
            case SHORT_CIRCUITED, TIMEOUT, REJECTED, FAILURE -> count;
          };
    }
    return all == 0 ? 0 : 100.0 * wrong / all;
  }

  private Health health(Circuit circuit) {
    int seconds = secondsClosed.get();
    double errorPercent = errorPercent(seconds);
    Health byErrors =
        stalled || errorPercent >= 50 || errorPercent(Math.min(1, seconds)) >= 50
            ? Health.DOWN
            : slow || errorPercent >= 1 ? Health.DEGRADED : Health.OK;
    return switch (circuit) {
      case OPEN, FORCED_OPEN -> Health.DOWN;
      case HALF_OPEN -> byErrors == Health.DOWN ? Health.DOWN : Health.DEGRADED;
      case NONE, CLOSED, DISABLED -> byErrors;
    };
  }

  /// The number of calls with this outcome since the start.
  public long total(Outcome outcome) {
    return counts.total(outcome);
  }

  /// The latencies of the last ten seconds, to be merged with those of other nodes.
  public Histogram latencies() {
    return latency.merged();
  }
}
