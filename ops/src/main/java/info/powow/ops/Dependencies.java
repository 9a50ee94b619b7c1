package info.powow.ops;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every dependency of this process, with all circuit breakers in one registry. Thread-safe.
public final class Dependencies {
  private static final Logger LOG = LoggerFactory.getLogger(Dependencies.class);

  private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
  private final Map<String, Dependency> known = new ConcurrentSkipListMap<>();

  /// A dependency whose calls are counted and measured.
  public Dependency observed(String name) {
    return known.computeIfAbsent(name, _ -> new Dependency(name, null));
  }

  /// A dependency with a circuit breaker. Several callers that use the same name share it.
  public Dependency guarded(String name, CircuitBreakerConfig config) {
    return known.computeIfAbsent(
        name,
        _ -> {
          var breaker = breakers.circuitBreaker(name, config);
          breaker
              .getEventPublisher()
              .onStateTransition(event -> {
                StateTransition change = event.getStateTransition();
                // Trying in vain every few seconds is no news.
                if (change != StateTransition.OPEN_TO_HALF_OPEN
                    && change != StateTransition.HALF_OPEN_TO_OPEN) {
                  LOG.warn("Circuit breaker of {}: {}", name, change);
                }
              });
          return new Dependency(name, breaker);
        });
  }

  public Collection<Dependency> all() {
    return known.values();
  }

  public Optional<Dependency> find(String name) {
    return Optional.ofNullable(known.get(name));
  }

  /// Called once a second.
  public void tick() {
    known.values().forEach(Dependency::tick);
  }
}
