package info.powow.standalone.search;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.projection.search.SearchCredentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedElasticsearchIT {
  private static final Path LAYOUT = Path.of("../search-node/target/search-node");

  private record Found(URI address, SearchCredentials credentials) {}

  private final BlockingQueue<Found> found = new LinkedBlockingQueue<>();
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
          public void found(URI address, SearchCredentials credentials) {
            found.add(new Found(address, credentials));
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
      Found first = awaitFound();
      assertThat(send(first, "PUT", "/notes", "{\"settings\":{\"number_of_replicas\":0}}"))
          .contains("true");
      assertThat(send(first, "PUT", "/notes/_doc/1", "{\"text\":\"the kettle is on\"}"))
          .contains("created");

      assertClosed(first);
      assertKeptSecret(first, data);
      ProcessHandle node = newChild();
      node.destroyForcibly();

      assertThat(lost.poll(30, SECONDS)).contains("137");
      assertThatThrownBy(() -> send(first, "GET", "/notes/_doc/1", ""))
          .isInstanceOf(IOException.class);

      Found second = awaitFound();
      assertThat(second.credentials().password()).isNotEqualTo(first.credentials().password());
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

  private Found awaitFound() throws InterruptedException {
    Found node = found.poll(120, SECONDS);
    assertThat(node).as("the node got ready; it was lost because of %s", lost).isNotNull();
    return node;
  }

  private ProcessHandle newChild() {
    assertThat(newChildren()).hasSize(1);
    return newChildren().getFirst();
  }

  private List<ProcessHandle> newChildren() {
    return ProcessHandle.current().children().filter(child -> !others.contains(child)).toList();
  }

  private String send(Found node, String method, String path, String body)
      throws IOException, InterruptedException {
    return send(node.address(), authorization(node.credentials()), method, path, body).body();
  }

  private static String authorization(SearchCredentials credentials) {
    String pair = credentials.username() + ":" + credentials.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> send(
      URI node, @Nullable String authorization, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(node.resolve(path))
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (authorization != null) {
      request.header("authorization", authorization);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /// What the node says to everybody who can connect to it, which is every user of the machine.
  private void assertClosed(Found node) throws IOException, InterruptedException {
    String wrong =
        authorization(
            new SearchCredentials("powow", "0".repeat(node.credentials().password().length())));
    for (String authorization : Arrays.asList(null, "", "Basic", wrong, "Bearer " + wrong)) {
      for (String path :
          List.of(
              "/", "/_cat/indices", "/notes", "/notes/_search?q=kettle", "/nowhere", "/_nodes")) {
        assertThat(send(node.address(), authorization, "GET", path, "").statusCode())
            .as("%s with %s", path, authorization)
            .isEqualTo(401);
      }
      assertThat(
              send(node.address(), authorization, "PUT", "/notes/_doc/1", "{\"text\":\"mine\"}")
                  .statusCode())
          .isEqualTo(401);
      assertThat(send(node.address(), authorization, "DELETE", "/notes", "").statusCode())
          .isEqualTo(401);
    }
  }

  /// Neither what others can read of a process nor what it leaves on the disk has the secret.
  private void assertKeptSecret(Found node, Path data) throws IOException {
    String secret = node.credentials().password();
    assertThat(newChild().info().commandLine().orElse("")).doesNotContain(secret);
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
      }
    }
  }
}
