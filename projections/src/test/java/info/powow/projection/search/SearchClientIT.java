package info.powow.projection.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchClientIT {
  private final SearchCluster cluster = new SearchCluster();
  private final SearchClient client = cluster.client(Duration.ofMillis(200));

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void whereNobodyKnowsOfElasticsearchAskingSaysWhy() {
    assertThatThrownBy(this::ask)
        .isInstanceOf(SearchUnavailable.class)
        .hasMessageContaining("not started");
    cluster.lost("it is being moved");
    assertThatThrownBy(this::ask)
        .isInstanceOf(SearchUnavailable.class)
        .hasMessageContaining("moved");
    assertThat(client.status()).isEqualTo(new SearchStatus(false, "it is being moved"));
  }

  @Test
  void whatRefusesConnectionsIsAway() throws IOException {
    int closed;
    try (ServerSocket socket = listening()) {
      closed = socket.getLocalPort();
    }
    cluster.found(List.of(at(closed)), null);

    assertThatThrownBy(this::ask).isInstanceOf(SearchUnavailable.class);
  }

  @Test
  void whatSwallowsQuestionsIsSoonNotAskedAnyMore() throws IOException {
    try (ServerSocket blackHole = listening()) {
      cluster.found(List.of(at(blackHole.getLocalPort())), null);
      assertThat(client.status().there()).isTrue();

      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(this::ask).hasMessage("Elasticsearch does not answer");
      }

      assertThatThrownBy(this::ask).hasMessageContaining("is not queried at the moment");
      assertThat(client.status().there()).isFalse();
      assertThat(client.status().description()).contains("does not answer");
    }
  }

  @Test
  void anotherElasticsearchIsAskedAtOnce() throws IOException {
    try (ServerSocket blackHole = listening();
        ServerSocket another = listening()) {
      cluster.found(List.of(at(blackHole.getLocalPort())), null);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(this::ask).isInstanceOf(SearchUnavailable.class);
      }

      cluster.found(List.of(at(another.getLocalPort())), null);

      assertThat(client.status().there()).isTrue();
      assertThatThrownBy(this::ask).hasMessage("Elasticsearch does not answer");
    }
  }

  private boolean ask() {
    return client.ask(elasticsearch -> elasticsearch.ping().value());
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static URI at(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
