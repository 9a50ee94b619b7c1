package info.powow.notify.webpush;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import info.powow.domain.notification.Device;
import info.powow.notify.push.PushOutcome;
import info.powow.notify.push.RetryAfter;
import info.powow.ops.Dependency;
import info.powow.ops.Outcome;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends push messages to browsers.
///
/// Each push service has its own circuit breaker and limit of requests in flight, so a service that
/// hangs does not delay the others. Without redirects, cookies and proxies; answers are not read.
public final class WebPushSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebPushSender.class);
  private static final int MAX_ORIGINS = 10_000;
  private static final int MAX_THREADS = 32;
  private static final Duration BUSY = Duration.ofSeconds(1);
  private static final Duration OPEN = Duration.ofSeconds(30);
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

  private final HttpClient client;
  private final VapidKeys keys;
  private final Duration timeout;
  private final Clock clock;
  private final Dependency push;
  private final LoadingCache<String, Origin> origins;

  /// The state of one push service.
  private record Origin(CircuitBreaker breaker, Semaphore permits) {}

  /// @param concurrency requests in flight to one push service
  /// @param timeout of a request
  /// @param push counts the calls to all push services
  /// @param allowedOrigins push services that may be in private networks, for development
  public WebPushSender(
      VapidKeys keys,
      int concurrency,
      Duration timeout,
      Set<String> allowedOrigins,
      Dependency push,
      Clock clock) {
    this.push = push;
    this.keys = keys;
    this.timeout = timeout;
    this.clock = clock;
    this.client = new HttpClient();
    this.origins =
        Caffeine.newBuilder()
            .maximumSize(MAX_ORIGINS)
            .build(origin -> new Origin(breaker(origin), new Semaphore(concurrency)));
    client.setFollowRedirects(false);
    client.setConnectTimeout(timeout.toMillis());
    client.setIdleTimeout(timeout.multipliedBy(3).toMillis());
    client.setMaxConnectionsPerDestination(concurrency);
    client.setMaxRequestsQueuedPerDestination(concurrency);
    client.setDestinationIdleTimeout(TimeUnit.MINUTES.toMillis(5));
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setUserAgentField(null);
    client.setName("powow-push");
    Set<String> allowed = new HashSet<>();
    for (String origin : allowedOrigins) {
      URI uri = URI.create(origin);
      int port = uri.getPort() < 0 ? (origin.startsWith("https:") ? 443 : 80) : uri.getPort();
      allowed.add(uri.getHost() + ':' + port);
    }
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("powow-push");
    threads.setDaemon(true);
    Scheduler scheduler = new ScheduledExecutorScheduler("powow-push-timer", true);
    client.setExecutor(threads);
    client.setScheduler(scheduler);
    client.setSocketAddressResolver(
        new PublicAddresses(
            new SocketAddressResolver.Async(threads, scheduler, timeout.toMillis()), allowed));
    try {
      client.start();
      // Treat redirects and challenges like any other answer.
      client.getProtocolHandlers().clear();
      client.getContentDecoderFactories().clear();
    } catch (Exception e) {
      throw new IllegalStateException("the client of push services does not start", e);
    }
  }

  private static CircuitBreaker breaker(String origin) {
    CircuitBreaker breaker =
        CircuitBreaker.of(
            "push",
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
            event -> LOG.warn("Push service {}: {}", origin, event.getStateTransition()));
    return breaker;
  }

  /// Sends one message.
  ///
  /// @param body encrypted
  /// @param topic a push service keeps only the newest message of a topic; 32 characters
  /// @param timeToLive how long the message is worth delivering
  /// @param urgent whether it should wake a device that is saving battery
  public CompletableFuture<PushOutcome> send(
      Device.Registered device, byte[] body, String topic, Duration timeToLive, boolean urgent) {
    String keyId = device.keyId();
    VapidKeys.Key key = keyId == null ? null : keys.find(keyId);
    if (key == null) {
      // The device subscribed with a key that this server never had.
      return CompletableFuture.completedFuture(new PushOutcome.Gone());
    }
    Origin origin = origins.get(device.origin());
    if (!origin.permits().tryAcquire()) {
      push.rejected();
      return CompletableFuture.completedFuture(new PushOutcome.Paused(BUSY));
    }
    if (!origin.breaker().tryAcquirePermission()) {
      origin.permits().release();
      push.shortCircuited();
      return CompletableFuture.completedFuture(new PushOutcome.Paused(OPEN));
    }
    Instant now = clock.instant();
    CompletableFuture<PushOutcome> answer = new CompletableFuture<>();
    Request request =
        client
            .newRequest(URI.create(device.endpoint()))
            .method(HttpMethod.POST)
            .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .headers(headers ->
                headers
                    .add(
                        new HttpField(
                            "Authorization",
                            keys.authorization(key, device.origin(), now.plus(TOKEN_LIFETIME))))
                    .add("Content-Encoding", "aes128gcm")
                    .add("TTL", Long.toString(timeToLive.toSeconds()))
                    .add("Topic", topic)
                    .add("Urgency", urgent ? "high" : "normal"))
            .body(new BytesRequestContent("application/octet-stream", body));
    long began = push.enter();
    request.send(result -> {
      origin.permits().release();
      PushOutcome outcome = outcome(result);
      long took = System.nanoTime() - began;
      push.ended(
          result.getFailure() instanceof TimeoutException ? Outcome.TIMEOUT : outcomeOf(outcome),
          began,
          null);
      switch (outcome) {
        case PushOutcome.Failed _, PushOutcome.Refused _ ->
            origin
                .breaker()
                .onError(took, TimeUnit.NANOSECONDS, new IllegalStateException(outcome.name()));
        case PushOutcome.Forbidden _, PushOutcome.Paused _, PushOutcome.Unconfigured _ ->
            origin.breaker().releasePermission();
        case PushOutcome.Sent _, PushOutcome.Gone _, PushOutcome.TooLarge _ ->
            origin.breaker().onSuccess(took, TimeUnit.NANOSECONDS);
      }
      answer.complete(outcome);
    });
    return answer;
  }

  private static Outcome outcomeOf(PushOutcome outcome) {
    return switch (outcome) {
      case PushOutcome.Sent _, PushOutcome.Gone _ -> Outcome.SUCCESS;
      case PushOutcome.TooLarge _, PushOutcome.Forbidden _ -> Outcome.BAD_REQUEST;
      case PushOutcome.Paused _, PushOutcome.Unconfigured _ -> Outcome.REJECTED;
      case PushOutcome.Failed _, PushOutcome.Refused _ -> Outcome.FAILURE;
    };
  }

  private PushOutcome outcome(Result result) {
    Throwable failure = result.getFailure();
    if (failure != null) {
      return failure instanceof PublicAddresses.ForbiddenAddress
              || failure.getCause() instanceof PublicAddresses.ForbiddenAddress
          ? new PushOutcome.Forbidden()
          : new PushOutcome.Failed(null);
    }
    int status = result.getResponse().getStatus();
    return switch (status) {
      case 200, 201, 202, 204 -> new PushOutcome.Sent();
      case 404, 410 -> new PushOutcome.Gone();
      case 413 -> new PushOutcome.TooLarge();
      case 400, 401, 403 -> new PushOutcome.Refused(status);
      default ->
          new PushOutcome.Failed(
              RetryAfter.read(
                  result.getResponse().getHeaders().get("Retry-After"), clock.instant()));
    };
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      LOG.warn("the client of push services did not stop: {}", e.getClass().getName());
    }
  }
}
