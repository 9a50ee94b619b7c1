package info.powow.standalone.search;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedElasticsearchIT {
  private static final Path LAYOUT = Path.of("../search-node/target/search-node");

  private final BlockingQueue<URI> found = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Set<ProcessHandle> others =
      ProcessHandle.current().children().collect(Collectors.toSet());

  private EmbeddedElasticsearch elasticsearch(Path data) {
    SearchNodeLayout layout = SearchNodeLayout.find(LAYOUT, data);
    assertThat(layout.exists()).as("%s is there: build search-node first", layout).isTrue();
    return new EmbeddedElasticsearch(
        layout,
        data.resolve("search"),
        data.resolve("search/node.log"),
        "256m",
        Duration.ofMillis(50),
        new SearchNodeListener() {
          @Override
          public void found(URI address) {
            found.add(address);
          }

          @Override
          public void lost(String cause) {
            lost.add(cause);
          }
        });
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void whatWasIndexedIsFoundAgainAfterTheNodeWasKilled(@TempDir Path data) throws Exception {
    EmbeddedElasticsearch elasticsearch = elasticsearch(data);
    elasticsearch.start();
    try {
      URI first = awaitFound();
      assertThat(send(first, "PUT", "/notes", "{\"settings\":{\"number_of_replicas\":0}}"))
          .contains("true");
      assertThat(send(first, "PUT", "/notes/_doc/1", "{\"text\":\"the kettle is on\"}"))
          .contains("created");

      ProcessHandle node = newChild();
      node.destroyForcibly();

      assertThat(lost.poll(30, SECONDS)).contains("137");
      assertThatThrownBy(() -> send(first, "GET", "/notes/_doc/1", ""))
          .isInstanceOf(IOException.class);

      URI second = awaitFound();
      assertThat(
              send(second, "GET", "/_cluster/health/notes?wait_for_status=green&timeout=30s", ""))
          .contains("green");
      assertThat(send(second, "GET", "/notes/_search?q=kettle", "")).contains("the kettle is on");
      assertThat(Files.size(data.resolve("search/node.log"))).isPositive();
    } finally {
      elasticsearch.stop();
    }

    assertThat(newChildren()).isEmpty();
    assertThat(lost.poll(30, SECONDS)).isEqualTo("the server is stopping");
  }

  private URI awaitFound() throws InterruptedException {
    URI address = found.poll(120, SECONDS);
    assertThat(address).as("the node got ready; it was lost because of %s", lost).isNotNull();
    return address;
  }

  private ProcessHandle newChild() {
    assertThat(newChildren()).hasSize(1);
    return newChildren().getFirst();
  }

  private List<ProcessHandle> newChildren() {
    return ProcessHandle.current().children().filter(child -> !others.contains(child)).toList();
  }

  private String send(URI node, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(node.resolve(path))
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }
}
