package info.powow.projection.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import info.powow.ops.Dependencies;
import info.powow.ops.Dependency;
import info.powow.ops.Dependency.Health;
import info.powow.projection.search.TcpProxy.Weather;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What operators see of a dependency that is silent, cut or reset, and that comes back.
@Timeout(60)
class SearchChaosIT {
  private static final int CALLS = 3;
  private static final int SECONDS = 10;

  private final Dependencies dependencies = new Dependencies();
  private final SearchCluster cluster = new SearchCluster(dependencies);
  private final SearchClient client = cluster.client(Duration.ofMillis(300));
  private HttpServer elasticsearch;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    elasticsearch =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elasticsearch.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("X-Elastic-Product", "Elasticsearch");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    elasticsearch.start();
    proxy = new TcpProxy(elasticsearch.getAddress().getPort());
    cluster.found(List.of(URI.create("http://127.0.0.1:" + proxy.port())), null);
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
    proxy.close();
    elasticsearch.stop(0);
  }

  @ParameterizedTest
  @CsvSource({"SILENT, timeout", "CUT, failure", "RESET, failure"})
  void aDependencyThatDoesNotAnswerIsDownWithinASecond(Weather weather, String outcome) {
    assertThat(ask()).isTrue();
    assertThat(aSecondLater().health()).isEqualTo(Health.OK);

    proxy.become(weather);
    for (int i = 0; i < CALLS; i++) {
      assertThat(ask()).isFalse();
    }
    assertThat(ask()).isFalse();

    Dependency.Reading down = aSecondLater();
    assertThat(down.health()).isEqualTo(Health.DOWN);
    assertThat(down.circuit()).isEqualTo(Dependency.Circuit.OPEN);
    assertThat(down.counts().get(outcome)).isPositive();
    assertThat(down.counts().get("short_circuited")).isEqualTo(1);
  }

  @Test
  void aDependencyThatComesBackIsHealthyAgain() {
    proxy.become(Weather.RESET);
    for (int i = 0; i < CALLS; i++) {
      assertThat(ask()).isFalse();
    }
    assertThat(aSecondLater().health()).isEqualTo(Health.DOWN);

    proxy.become(Weather.FINE);
    // The breaker looks again after a while, and gives no signal before.
    while (!ask()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    for (int i = 0; i < SECONDS; i++) {
      dependencies.tick();
    }

    assertThat(ask()).isTrue();
    Dependency.Reading back = aSecondLater();
    assertThat(back.circuit()).isEqualTo(Dependency.Circuit.CLOSED);
    assertThat(back.health()).isEqualTo(Health.OK);
  }

  private boolean ask() {
    try {
      return client.ask(asked -> asked.ping().value());
    } catch (SearchUnavailable e) {
      return false;
    }
  }

  private Dependency.Reading aSecondLater() {
    dependencies.tick();
    return dependencies.find("search").orElseThrow().read();
  }
}
