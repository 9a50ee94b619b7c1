package info.powow.projection.search;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.json.JsonpMapper;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import co.elastic.clients.transport.ElasticsearchTransportBase;
import co.elastic.clients.transport.http.TransportHttpClient;
import co.elastic.clients.transport.rest5_client.Rest5ClientHttpClient;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import info.powow.ops.Dependency;
import info.powow.ops.Outcome;
import info.powow.projection.search.SearchCluster.Place;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends requests to Elasticsearch, with one timeout.
///
/// A circuit breaker avoids waiting for an Elasticsearch that does not answer. It opens after three
/// consecutive failures and fails fast for less than the second between two probes. Then one request probes whether Elasticsearch is
/// back.
public final class SearchClient {
  private static final Logger log = LoggerFactory.getLogger(SearchClient.class);
  static final CircuitBreakerConfig BREAKER =
      CircuitBreakerConfig.custom()
          .slidingWindowSize(3)
          .minimumNumberOfCalls(3)
          .failureRateThreshold(100)
          .waitDurationInOpenState(Duration.ofMillis(700))
          .permittedNumberOfCallsInHalfOpenState(1)
          .build();
  private static final long CONNECT_MILLIS = 1_000;

  /// An index for probes. It need not exist.
  private static final String PROBED = "powow-probe";

  /// A request to Elasticsearch.
  @FunctionalInterface
  public interface Question<T> {
    T ask(ElasticsearchClient client) throws IOException;
  }

  private static final class Transport extends ElasticsearchTransportBase {
    Transport(TransportHttpClient http, JsonpMapper mapper) {
      super(http, null, mapper);
    }
  }

  private record Connection(Place.At place, Rest5Client sockets, ElasticsearchClient client) {}

  private final SearchCluster cluster;
  private final long timeoutMillis;
  private final Dependency search;
  private volatile @Nullable Place guarded;
  private volatile @Nullable Connection connection;

  /// @param timeout of one request
  SearchClient(SearchCluster cluster, Duration timeout, Dependency search) {
    this.cluster = cluster;
    this.search = search;
    this.timeoutMillis = timeout.toMillis();
    // The embedded search node does not support `ping`.
    search.probe(() ->
        ask(elasticsearch ->
            elasticsearch.indices().exists(request -> request.index(PROBED)).value()));
  }

  /// Sends a request.
  ///
  /// @throws SearchUnavailable if Elasticsearch is unavailable, or the breaker is open
  /// @throws ElasticsearchException if Elasticsearch refuses the request
  public <T> T ask(Question<T> question) {
    return switch (cluster.place()) {
      case Place.Nowhere(String why) -> {
        if (cluster.wasFound()) {
          search.shortCircuited();
        }
        throw new SearchUnavailable("Elasticsearch is unavailable: " + why);
      }
      case Place.At at -> ask(at, question);
    };
  }

  /// The current state of Elasticsearch.
  public SearchStatus status() {
    return switch (cluster.place()) {
      case Place.Nowhere(String why) -> new SearchStatus(false, why);
      case Place.At at -> {
        boolean answers = guard(at).circuit() == Dependency.Circuit.CLOSED;
        yield new SearchStatus(
            answers, answers ? at.addresses().toString() : at.addresses() + " does not answer");
      }
    };
  }

  /// A new Elasticsearch gets a closed breaker.
  private Dependency guard(Place.At at) {
    if (guarded != at) {
      synchronized (this) {
        if (guarded != at) {
          if (guarded != null) {
            search.reset();
          }
          guarded = at;
        }
      }
    }
    return search;
  }

  private <T> T ask(Place.At at, Question<T> question) {
    Dependency guard = guard(at);
    long began = guard.enter();
    if (began == Dependency.REFUSED) {
      throw new SearchUnavailable(
          "Elasticsearch is not queried at the moment, because recent requests failed");
    }
    try {
      T answer = question.ask(connected(at).client());
      guard.ended(Outcome.SUCCESS, began, null);
      return answer;
    } catch (ElasticsearchException refused) {
      boolean unknown = refused.status() == 401 || refused.status() == 403;
      if (unknown || refused.status() == 429 || refused.status() >= 500) {
        guard.ended(Outcome.FAILURE, began, refused);
        throw new SearchUnavailable(
            "Elasticsearch answers with status " + refused.status(), refused);
      }
      guard.ended(Outcome.BAD_REQUEST, began, null);
      throw refused;
    } catch (IOException unanswered) {
      guard.ended(outcomeOf(unanswered), began, unanswered);
      throw new SearchUnavailable("Elasticsearch does not answer", unanswered);
    } catch (RuntimeException failed) {
      if (isUnanswered(failed)) {
        guard.ended(outcomeOf(failed), began, failed);
        throw new SearchUnavailable("Elasticsearch does not answer in time", failed);
      }
      guard.released(began);
      if (cluster.place() == at) {
        throw failed;
      }
      throw new SearchUnavailable("Elasticsearch became unavailable", failed);
    }
  }

  private static Outcome outcomeOf(Throwable failed) {
    for (Throwable each = failed; each != null; each = each.getCause()) {
      if (each instanceof SocketTimeoutException || each instanceof TimeoutException) {
        return Outcome.TIMEOUT;
      }
    }
    return Outcome.FAILURE;
  }

  /// A timeout while waiting for a connection of the client arrives wrapped in another exception.
  private static boolean isUnanswered(RuntimeException failed) {
    for (Throwable each = failed.getCause(); each != null; each = each.getCause()) {
      if (each instanceof IOException || each instanceof TimeoutException) {
        return true;
      }
    }
    return false;
  }

  private Connection connected(Place.At at) {
    Connection open = connection;
    return open != null && open.place().equals(at) ? open : connect(at);
  }

  private synchronized Connection connect(Place.At at) {
    Connection open = connection;
    if (open == null || !open.place().equals(at)) {
      disconnect();
      // Timeouts are set on the connections, because this client ignores those of single requests.
      Rest5Client sockets =
          Rest5Client.builder(at.addresses())
              .setDefaultHeaders(headers(at.credentials()))
              .setConnectionConfigCallback(config ->
                  config
                      .setConnectTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                      .setSocketTimeout((int) timeoutMillis, TimeUnit.MILLISECONDS))
              .setRequestConfigCallback(config ->
                  config
                      .setConnectionRequestTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
                      .setResponseTimeout(timeoutMillis, TimeUnit.MILLISECONDS))
              .build();
      open =
          new Connection(
              at,
              sockets,
              new ElasticsearchClient(
                  new Transport(
                      new SinglePacketBodies(new Rest5ClientHttpClient(sockets)),
                      new Jackson3JsonpMapper())));
      connection = open;
    }
    return open;
  }

  private static Header[] headers(@Nullable SearchCredentials credentials) {
    return credentials == null
        ? new Header[0]
        : new Header[] {new BasicHeader(HttpHeaders.AUTHORIZATION, credentials.authorization())};
  }

  synchronized void disconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.sockets().close();
      } catch (IOException leftOpen) {
        log.debug("A connection to Elasticsearch was left open", leftOpen);
      }
    }
  }
}
