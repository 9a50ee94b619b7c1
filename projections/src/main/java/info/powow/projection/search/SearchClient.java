package info.powow.projection.search;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.json.JsonpMapper;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import co.elastic.clients.transport.ElasticsearchTransportBase;
import co.elastic.clients.transport.http.TransportHttpClient;
import co.elastic.clients.transport.rest5_client.Rest5ClientHttpClient;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import info.powow.projection.search.SearchCluster.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks Elasticsearch for one purpose.
///
/// An Elasticsearch that answers nothing must not make everybody wait: after three failures in a
/// row it is not asked for five seconds, and whoever wants to ask is told at once that it is away.
public final class SearchClient {
  private static final Logger log = LoggerFactory.getLogger(SearchClient.class);
  private static final int FAILURES = 3;
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final long CONNECT_MILLIS = 1_000;

  /// Something that asks Elasticsearch.
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
  private final long patienceMillis;
  private final Breaker breaker;
  private volatile @Nullable Connection connection;

  SearchClient(SearchCluster cluster, Duration patience, LongSupplier nanoTime) {
    this.cluster = cluster;
    this.patienceMillis = patience.toMillis();
    this.breaker = new Breaker(FAILURES, PAUSE, nanoTime);
  }

  /// Asks Elasticsearch something.
  ///
  /// @throws SearchAway when it is away, or did not answer of late
  /// @throws ElasticsearchException when it is there and refuses
  public <T> T ask(Question<T> question) {
    return switch (cluster.place()) {
      case Place.Nowhere(String why) -> throw new SearchAway("Elasticsearch is away: " + why);
      case Place.At at -> ask(at, question);
    };
  }

  /// What is known of Elasticsearch now.
  public SearchStatus status() {
    return switch (cluster.place()) {
      case Place.Nowhere(String why) -> new SearchStatus(false, why);
      case Place.At at ->
          new SearchStatus(
              !breaker.isOpen(at),
              breaker.isOpen(at) ? at.addresses() + " does not answer" : at.addresses().toString());
    };
  }

  private <T> T ask(Place.At at, Question<T> question) {
    if (!breaker.permits(at)) {
      throw new SearchAway("Elasticsearch did not answer of late and is not asked again yet");
    }
    try {
      T answer = question.ask(connected(at).client());
      breaker.succeeded();
      return answer;
    } catch (ElasticsearchException refused) {
      boolean unknown = refused.status() == 401 || refused.status() == 403;
      if (unknown || refused.status() == 429 || refused.status() >= 500) {
        breaker.failed();
        throw new SearchAway("Elasticsearch answers with status " + refused.status(), refused);
      }
      breaker.succeeded();
      throw refused;
    } catch (IOException unanswered) {
      breaker.failed();
      throw new SearchAway("Elasticsearch does not answer", unanswered);
    } catch (RuntimeException failed) {
      if (isUnanswered(failed)) {
        breaker.failed();
        throw new SearchAway("Elasticsearch does not answer in time", failed);
      }
      if (cluster.place() == at) {
        throw failed;
      }
      throw new SearchAway("Elasticsearch went away meanwhile", failed);
    }
  }

  /// Whoever waits too long for one of the client's connections is told so in a wrapping of its own.
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
      // The time-outs are the connection's own: this client passes over those of a single request.
      Rest5Client sockets =
          Rest5Client.builder(at.addresses())
              .setDefaultHeaders(headers(at.credentials()))
              .setConnectionConfigCallback(config ->
                  config
                      .setConnectTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                      .setSocketTimeout((int) patienceMillis, TimeUnit.MILLISECONDS))
              .setRequestConfigCallback(config ->
                  config
                      .setConnectionRequestTimeout(patienceMillis, TimeUnit.MILLISECONDS)
                      .setResponseTimeout(patienceMillis, TimeUnit.MILLISECONDS))
              .build();
      open =
          new Connection(
              at,
              sockets,
              new ElasticsearchClient(
                  new Transport(
                      new WholeBodies(new Rest5ClientHttpClient(sockets)),
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
