package info.powow.query;

import com.mongodb.MongoException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.ops.Dependencies;
import info.powow.ops.Dependency;
import info.powow.ops.Outcome;
import info.powow.projection.mongo.ViewStore;
import info.powow.projector.ViewFault;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The circuit breaker in front of the store of the views. It opens after the first failures, then
/// fails fast, and lets one call per second probe the store.
public final class ViewStoreBreaker {
  private static final Logger logger = LoggerFactory.getLogger(ViewStoreBreaker.class);

  private static final CircuitBreakerConfig BREAKER =
      CircuitBreakerConfig.custom()
          .slidingWindowSize(4)
          .minimumNumberOfCalls(2)
          .failureRateThreshold(50)
          .permittedNumberOfCallsInHalfOpenState(1)
          // Less than the second between two probes.
          .waitDurationInOpenState(Duration.ofMillis(700))
          .build();

  private final Dependency views;

  ViewStoreBreaker(Dependencies dependencies, ViewStore store) {
    this.views = dependencies.guarded("views", BREAKER);
    views.probe(() -> ask(store::ping));
  }

  /// Runs a query.
  ///
  /// @throws Rejected `views_unavailable` if the store is unavailable
  public <T> T ask(Supplier<T> question) {
    long began = views.enter();
    if (began == Dependency.REFUSED) {
      throw new Rejected(Reason.VIEWS_UNAVAILABLE);
    }
    try {
      T answer = question.get();
      views.ended(Outcome.SUCCESS, began, null);
      return answer;
    } catch (MongoException e) {
      views.ended(
          e instanceof MongoTimeoutException || e instanceof MongoSocketReadTimeoutException
              ? Outcome.TIMEOUT
              : Outcome.FAILURE,
          began,
          e);
      logger.debug("the views do not answer", e);
      throw new Rejected(Reason.VIEWS_UNAVAILABLE);
    } catch (ViewFault e) {
      views.ended(Outcome.BAD_REQUEST, began, null);
      logger.error("Cannot read a view: {}", e.getMessage());
      throw new Rejected(Reason.VIEWS_UNAVAILABLE);
    } catch (RuntimeException | Error e) {
      // The store answered; the query is at fault.
      views.ended(Outcome.BAD_REQUEST, began, null);
      throw e;
    }
  }

  /// @throws Rejected `views_unavailable` if the store is known to be unavailable
  void requireThere() {
    if (views.isOpen()) {
      throw new Rejected(Reason.VIEWS_UNAVAILABLE);
    }
  }
}
