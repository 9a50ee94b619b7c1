package info.powow.ops;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

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
  /// The answer of [#enter] while the circuit is open.
  public static final long REFUSED = 0;

  private static final int SECONDS = 10;

  private final String name;
  private final @Nullable CircuitBreaker breaker;
  private final RollingCounts counts = new RollingCounts();
  private final LatencyWindow latency = new LatencyWindow(SECONDS);
  private final CallsInFlight inFlight = new CallsInFlight();
  private final AtomicInteger active = new AtomicInteger();
  private volatile long changedNanos = System.nanoTime();
  private volatile @Nullable Supplier<Pool> pool;

  /// The room for calls of a dependency.
  ///
  /// @param active calls that are under way
  /// @param waiting calls that wait for room
  /// @param size how many may be under way
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
      breaker.getEventPublisher().onStateTransition(_ -> changedNanos = System.nanoTime());
    }
  }

  public String name() {
    return name;
  }

  /// Names the room for its calls.
  public void pool(Supplier<Pool> source) {
    pool = source;
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

  /// Notes a call that nothing guards.
  public void note(Outcome outcome, long nanos) {
    counts.count(outcome);
    latency.record(nanos);
  }

  /// Notes a call that a breaker elsewhere refused.
  public void shortCircuited() {
    counts.count(Outcome.SHORT_CIRCUITED);
  }

  /// Notes a call that was not made, because there was no room.
  public void rejected() {
    counts.count(Outcome.REJECTED);
  }

  /// Closes the circuit, because the dependency is another one than before.
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

  /// How an operator should look at it.
  public enum Health {
    OK,
    /// Some calls fail, or the circuit is being tried.
    DEGRADED,
    /// Most calls fail, or the circuit is open.
    DOWN
  }

  /// Ten seconds of a dependency.
  ///
  /// @param rate calls in the last second
  /// @param counts of the last ten seconds, by [Outcome#word]
  /// @param errorPercent of the last ten seconds: what was short-circuited, timed out, rejected or
  ///     failed
  /// @param circuitSeconds for how long the circuit has been in its state
  /// @param oldestMillis how long the oldest call has been under way
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

  /// @param window how many of the last calls the breaker looks at
  /// @param minimum how many calls it needs to open
  /// @param failurePercent at which it opens
  public record Settings(int window, int minimum, double failurePercent) {}

  public Reading read() {
    Map<Outcome, Long> rolling = new EnumMap<>(Outcome.class);
    long all = 0;
    for (Outcome outcome : Outcome.values()) {
      long count = counts.rolling(outcome);
      rolling.put(outcome, count);
      all += count;
    }
    long wrong = 0;
    Map<String, Long> words = new LinkedHashMap<>();
    for (Map.Entry<Outcome, Long> each : rolling.entrySet()) {
      words.put(each.getKey().word(), each.getValue());
      wrong +=
          switch (each.getKey()) {
            case SUCCESS, BAD_REQUEST -> 0;
            case SHORT_CIRCUITED, TIMEOUT, REJECTED, FAILURE -> each.getValue();
          };
    }
    double errorPercent = all == 0 ? 0 : 100.0 * wrong / all;
    Circuit circuit = circuit();
    long now = System.nanoTime();
    Supplier<Pool> room = pool;
    CircuitBreaker guard = breaker;
    return new Reading(
        name,
        health(circuit, errorPercent),
        counts.lastSecond(),
        words,
        errorPercent,
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

  private static Health health(Circuit circuit, double errorPercent) {
    Health byErrors =
        errorPercent >= 50 ? Health.DOWN : errorPercent >= 1 ? Health.DEGRADED : Health.OK;
    return switch (circuit) {
      case OPEN, FORCED_OPEN -> Health.DOWN;
      case HALF_OPEN -> byErrors == Health.DOWN ? Health.DOWN : Health.DEGRADED;
      case NONE, CLOSED, DISABLED -> byErrors;
    };
  }

  /// All calls that ended like this since the start.
  public long total(Outcome outcome) {
    return counts.total(outcome);
  }

  /// The latencies of the last ten seconds, to be merged with those of other nodes.
  public Histogram latencies() {
    return latency.merged();
  }
}
