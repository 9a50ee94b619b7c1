package info.powow.notify.push;

import info.powow.ops.Dependency;
import info.powow.ops.Outcome;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Calls one push service for apps. Limits the calls in flight, stops calling while most calls
/// fail, and times out calls that hang.
///
/// If no open connection is known, one call goes first and opens it. Otherwise, a burst would open
/// a connection per call, which Apple treats as an attack.
final class AppPushClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AppPushClient.class);
  private static final int MAX_ANSWER_BYTES = 16_384;
  private static final Duration BUSY = Duration.ofSeconds(1);

  /// How long other calls wait while one opens the connection: at least this, at most twice as
  /// long. Each attempt writes to the outbox twice, so they should not all return at once.
  private static final Duration OPENING = Duration.ofSeconds(1);

  private static final Duration OPEN = Duration.ofSeconds(30);

  /// Less than the 30 s after which the client closes idle connections.
  private static final Duration CONNECTED = Duration.ofSeconds(20);

  private final String name;
  private final HttpClient client;
  private final Duration timeout;
  private final Dependency dependency;
  private final CircuitBreaker breaker;
  private final Semaphore permits;
  private final AtomicBoolean opening = new AtomicBoolean();
  private volatile long answeredNanos = System.nanoTime() - CONNECTED.toNanos();

  /// @param concurrency calls in flight
  /// @param timeout of each request
  /// @param tls null for the platform's default
  AppPushClient(
      String name,
      int concurrency,
      Duration timeout,
      @Nullable SSLContext tls,
      Dependency dependency) {
    this.name = name;
    this.timeout = timeout;
    this.dependency = dependency;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout);
    if (tls != null) {
      builder.sslContext(tls);
    }
    client = builder.build();
    permits = new Semaphore(concurrency);
    breaker =
        CircuitBreaker.of(
            name,
            CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(5)
                .failureRateThreshold(50)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitDurationInOpenState(OPEN)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> LOG.warn("Push service {}: {}", name, event.getStateTransition()));
  }

  /// The outcome of a call.
  ///
  /// @param healthy whether the service works and accepts this server, whatever it says about the
  ///     device
  record Answer(PushOutcome outcome, boolean healthy) {
    static Answer sent() {
      return new Answer(new PushOutcome.Sent(), true);
    }

    static Answer gone() {
      return new Answer(new PushOutcome.Gone(), true);
    }

    /// The service refuses what this server does. If most calls end like this, the circuit opens.
    static Answer refused(int status) {
      return new Answer(new PushOutcome.Refused(status), false);
    }

    /// The service says that the token never belonged to this app. Anybody can register such a
    /// token, so it never counts against the service: nobody can stop everybody's pushes.
    ///
    /// @param proven whether the service has accepted a push from this process. Until then, this
    ///     server may be configured wrongly, and the device stays
    static Answer unknownToken(int status, boolean proven) {
      return proven ? gone() : new Answer(new PushOutcome.Refused(status), true);
    }

    /// The service cannot send to this device, but works otherwise. The device stays, because the
    /// configuration may be wrong.
    static Answer refusedForDevice(int status) {
      return new Answer(new PushOutcome.Refused(status), true);
    }

    /// The service accepts nothing more for this device for now. Other devices are not affected.
    static Answer failedForDevice(Duration retryAfter) {
      return new Answer(new PushOutcome.Failed(retryAfter), true);
    }

    static Answer failed(@Nullable Duration retryAfter) {
      return new Answer(new PushOutcome.Failed(retryAfter), false);
    }
  }

  interface Call {
    Answer run() throws IOException, InterruptedException;
  }

  PushOutcome run(Call call) {
    if (!permits.tryAcquire()) {
      dependency.rejected();
      return new PushOutcome.Paused(BUSY);
    }
    try {
      boolean first = !isConnected();
      if (first && !opening.compareAndSet(false, true)) {
        return new PushOutcome.Paused(OPENING.plusMillis(jitter()));
      }
      try {
        return guarded(call);
      } finally {
        if (first) {
          opening.set(false);
        }
      }
    } finally {
      permits.release();
    }
  }

  private static long jitter() {
    return ThreadLocalRandom.current().nextLong(OPENING.toMillis());
  }

  private boolean isConnected() {
    return System.nanoTime() - answeredNanos < CONNECTED.toNanos();
  }

  private PushOutcome guarded(Call call) {
    if (!breaker.tryAcquirePermission()) {
      dependency.shortCircuited();
      return new PushOutcome.Paused(OPEN);
    }
    long began = dependency.enter();
    Answer answer;
    Outcome how;
    try {
      answer = call.run();
      how = outcomeOf(answer);
    } catch (HttpTimeoutException _) {
      answer = Answer.failed(null);
      how = Outcome.TIMEOUT;
    } catch (IOException e) {
      LOG.debug("Push service {}: {}", name, e.getClass().getName());
      answer = Answer.failed(null);
      how = Outcome.FAILURE;
    } catch (InterruptedException e) {
      abandoned(began);
      Thread.currentThread().interrupt();
      throw new CancellationException("this process ends");
    } catch (RuntimeException e) {
      abandoned(began);
      throw e;
    }
    long took = System.nanoTime() - began;
    dependency.ended(how, began, null);
    if (how == Outcome.REJECTED) {
      breaker.releasePermission();
    } else if (answer.healthy()) {
      breaker.onSuccess(took, TimeUnit.NANOSECONDS);
    } else {
      breaker.onError(
          took, TimeUnit.NANOSECONDS, new IllegalStateException(answer.outcome().name()));
    }
    return answer.outcome();
  }

  private void abandoned(long began) {
    dependency.ended(Outcome.FAILURE, began, null);
    breaker.releasePermission();
  }

  private static Outcome outcomeOf(Answer answer) {
    return switch (answer.outcome()) {
      case PushOutcome.Sent _, PushOutcome.Gone _ -> Outcome.SUCCESS;
      case PushOutcome.TooLarge _, PushOutcome.Forbidden _, PushOutcome.Refused _ ->
          Outcome.BAD_REQUEST;
      case PushOutcome.Paused _, PushOutcome.Unconfigured _ -> Outcome.REJECTED;
      case PushOutcome.Failed _ -> Outcome.FAILURE;
    };
  }

  /// One request of a call.
  HttpResponse<byte[]> exchange(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      HttpResponse<byte[]> response = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      answeredNanos = System.nanoTime();
      return response;
    } catch (TimeoutException _) {
      boolean unused = answer.cancel(true);
      throw new HttpTimeoutException(name);
    } catch (InterruptedException e) {
      boolean unused = answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  /// The body of an answer; a missing node if it is not JSON.
  static JsonNode json(HttpResponse<byte[]> response) {
    try {
      return JsonMapper.shared().readTree(response.body());
    } catch (JacksonException _) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
