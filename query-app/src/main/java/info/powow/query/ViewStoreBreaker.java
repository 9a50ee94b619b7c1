package info.powow.query;

import com.mongodb.MongoException;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.projector.ViewFault;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The circuit breaker in front of the store of the views. It opens after the first failures, then
/// fails fast, and lets one call per second probe the store.
public final class ViewStoreBreaker {
  private static final Logger logger = LoggerFactory.getLogger(ViewStoreBreaker.class);

  private final CircuitBreaker breaker =
      CircuitBreaker.of(
          "views",
          CircuitBreakerConfig.custom()
              .slidingWindowSize(4)
              .minimumNumberOfCalls(2)
              .failureRateThreshold(50)
              .permittedNumberOfCallsInHalfOpenState(1)
              .waitDurationInOpenState(Duration.ofSeconds(1))
              .recordExceptions(MongoException.class)
              .build());

  ViewStoreBreaker() {
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> logger.warn("Circuit breaker of the views: {}", event.getStateTransition()));
  }

  /// Runs a query.
  ///
  /// @throws Rejected `views_unavailable` if the store is unavailable
  public <T> T ask(Supplier<T> question) {
    try {
      return breaker.executeSupplier(question);
    } catch (CallNotPermittedException _) {
      throw new Rejected(Reason.VIEWS_UNAVAILABLE);
    } catch (MongoException e) {
      logger.debug("the views do not answer", e);
      throw new Rejected(Reason.VIEWS_UNAVAILABLE);
    } catch (ViewFault e) {
      logger.error("Cannot read a view: {}", e.getMessage());
      throw new Rejected(Reason.VIEWS_UNAVAILABLE);
    }
  }

  /// @throws Rejected `views_unavailable` if the store is known to be unavailable
  void requireThere() {
    if (breaker.getState() == CircuitBreaker.State.OPEN) {
      throw new Rejected(Reason.VIEWS_UNAVAILABLE);
    }
  }
}
