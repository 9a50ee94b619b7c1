package info.powow.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tests `deploy/haproxy.cfg` with a real HAProxy, in front of small servers that report their
/// names.
@ExtendWith(NeedsHaProxy.class)
@Timeout(120)
class HaProxyIT {
  private static final Map<String, String> GENEROUS =
      Map.of(
          "POWOW_CONNECTIONS_PER_10S", "100000",
          "POWOW_CONNECTIONS_AT_A_TIME", "100000",
          "POWOW_REQUESTS_PER_10S", "100000");

  private final Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<NamedNode> nodes = new ArrayList<>();

  HaProxyIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void startNodes() throws IOException {
    for (String name :
        List.of(
            "command-1",
            "command-2",
            "query-1",
            "query-2",
            "socket-1",
            "socket-2",
            "socket-3",
            "notify-1",
            "staff-1")) {
      nodes.add(NamedNode.start(name));
    }
  }

  @AfterEach
  void stopNodes() {
    nodes.forEach(NamedNode::close);
    http.close();
  }

  private NamedNode node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
  }

  private HaProxyProcess proxy(Map<String, String> limits)
      throws IOException, InterruptedException {
    HaProxyProcess proxy =
        HaProxyProcess.start(
            folder,
            nodes.stream().collect(Collectors.toMap(NamedNode::name, NamedNode::port)),
            limits);
    for (NamedNode node : nodes) {
      proxy.await(node.name(), "UP");
    }
    return proxy;
  }

  private HttpResponse<String> send(HaProxyProcess proxy, String method, String path)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(proxy.http() + path))
            .method(
                method,
                method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"))
            .header("X-Forwarded-For", "203.0.113.9")
            .build(),
        BodyHandlers.ofString());
  }

  /// The nodes that answer.
  private Set<String> answering(HaProxyProcess proxy, String method, String path)
      throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < 20; i++) {
      names.add(send(proxy, method, path).headers().firstValue("Node").orElse("none"));
    }
    return names;
  }

  @Test
  void readsGoToQueryNodesWritesToCommandNodes() throws Exception {
    try (HaProxyProcess proxy = proxy(GENEROUS)) {
      assertThat(answering(proxy, "GET", "/api/me")).containsExactly("query-1", "query-2");
      assertThat(answering(proxy, "GET", "/openapi.json")).containsExactly("query-1", "query-2");
      // Any node answers operators for all.
      assertThat(answering(proxy, "GET", "/api/ops/status")).containsExactly("query-1", "query-2");
      assertThat(answering(proxy, "POST", "/api/ops/dependencies/search/circuit"))
          .containsExactly("query-1", "query-2");
      for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
        assertThat(answering(proxy, method, "/api/direct"))
            .containsExactly("command-1", "command-2");
      }
      assertThat(answering(proxy, "GET", "/asyncapi.json"))
          .containsExactly("socket-1", "socket-2", "socket-3");
    }
  }

  @Test
  void auditorsAndAnalystsHaveAProcessOfTheirOwn() throws Exception {
    try (HaProxyProcess proxy = proxy(GENEROUS)) {
      for (String method : List.of("GET", "POST")) {
        for (String path :
            List.of(
                "/api/audit/cases", "/api/analytics/queries", "/api/replays", "/api/replays/r1")) {
          assertThat(answering(proxy, method, path)).as(path).containsExactly("staff-1");
        }
        assertThat(answering(proxy, method, "/api/staff/roles"))
            .containsExactly("command-1", "command-2");
      }
      // The pages are where all pages are.
      assertThat(answering(proxy, "GET", "/audit")).containsExactly("query-1", "query-2");
    }
  }

  @Test
  void whatIsKnownOfNotificationsIsAskedOfTheProcessThatNotifies() throws Exception {
    try (HaProxyProcess proxy = proxy(GENEROUS)) {
      for (String path :
          List.of(
              "/api/push/key",
              "/api/me/devices",
              "/api/me/pushes/p1",
              "/api/conversations/c1/messages/7/notification")) {
        assertThat(answering(proxy, "GET", path)).as(path).containsExactly("notify-1");
      }
      assertThat(answering(proxy, "POST", "/api/me/devices/d1/test")).containsExactly("notify-1");
      assertThat(answering(proxy, "POST", "/api/me/devices"))
          .containsExactly("command-1", "command-2");
      assertThat(answering(proxy, "GET", "/api/conversations/c1/messages"))
          .containsExactly("query-1", "query-2");
    }
  }

  @Test
  void aWebSocketGoesToTheNodeWithTheFewest() throws Exception {
    try (HaProxyProcess proxy = proxy(GENEROUS)) {
      List<RawWebSocket> open = new ArrayList<>();
      Set<String> names = new TreeSet<>();
      for (int i = 0; i < 3; i++) {
        RawWebSocket socket = RawWebSocket.open(proxy.port());
        open.add(socket);
        names.add(socket.node());
      }
      assertThat(names).containsExactly("socket-1", "socket-2", "socket-3");
      for (RawWebSocket socket : open) {
        assertThat(socket.echo("hello")).isEqualTo("hello");
        socket.close();
      }
    }
  }

  @Test
  void aNodeThatIsNotReadyIsSentNothingAndKeepsItsSockets() throws Exception {
    try (HaProxyProcess proxy = proxy(GENEROUS)) {
      RawWebSocket socket = RawWebSocket.open(proxy.port());
      node(socket.node()).ready(false);
      node("query-1").ready(false);
      proxy.await(socket.node(), "DOWN");
      proxy.await("query-1", "DOWN");

      assertThat(answering(proxy, "GET", "/api/me")).containsExactly("query-2");
      assertThat(socket.echo("still there")).isEqualTo("still there");
      socket.close();
    }
  }

  @Test
  void whereNoNodeIsReadyTheRefusalIsAProblem() throws Exception {
    try (HaProxyProcess proxy = proxy(GENEROUS)) {
      for (String name : List.of("command-1", "command-2")) {
        node(name).ready(false);
        proxy.await(name, "DOWN");
      }
      HttpResponse<String> refused = send(proxy, "POST", "/api/direct");

      assertThat(refused.statusCode()).isEqualTo(503);
      assertProblem(refused, "log_unavailable");
      assertThat(send(proxy, "GET", "/api/me").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void nobodySaysForThemselvesWhereTheyComeFrom() throws Exception {
    try (HaProxyProcess proxy = proxy(GENEROUS)) {
      assertThat(send(proxy, "GET", "/api/me").body()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void whatANodeCompressesArrivesCompressed() throws Exception {
    try (HaProxyProcess proxy = proxy(GENEROUS)) {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(proxy.http() + "/api/long"));
      HttpResponse<byte[]> plain = http.send(request.build(), BodyHandlers.ofByteArray());
      HttpResponse<byte[]> packed =
          http.send(request.header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());

      assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(new String(plain.body(), StandardCharsets.UTF_8)).isEqualTo(NamedNode.LONG);
      assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
      assertThat(packed.headers().firstValue("Vary")).hasValue("Accept-Encoding");
      assertThat(packed.body()).hasSizeLessThan(plain.body().length / 10);
      try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
        assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo(NamedNode.LONG);
      }
    }
  }

  @Test
  void noNodeHearsOfABodyThatDoesNotCome() throws Exception {
    try (HaProxyProcess proxy = proxy(GENEROUS);
        Socket slow = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      slow.setSoTimeout(30_000);
      slow.getOutputStream()
          .write(
              "POST /api/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"handle\":"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(slow.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer)
          .startsWith("HTTP/1.1 408")
          .contains("application/problem+json")
          .contains("\"code\":\"too_slow\"");
      assertThat(nodes).allSatisfy(node -> assertThat(node.posts()).isZero());
      // A complete body is forwarded.
      assertThat(send(proxy, "POST", "/api/direct").statusCode()).isEqualTo(200);
      assertThat(nodes.stream().mapToInt(NamedNode::posts).sum()).isEqualTo(1);
    }
  }

  @Test
  void whatIsForOperatorsIsNotForwarded() throws Exception {
    try (HaProxyProcess proxy = proxy(GENEROUS)) {
      for (String path :
          List.of(
              "/actuator", "/actuator/health", "/%61ctuator/health", "//actuator", "/Actuator")) {
        HttpResponse<String> answer = send(proxy, "GET", path);
        assertThat(answer.statusCode()).as(path).isEqualTo(404);
        assertProblem(answer, "not_found");
        assertThat(answer.headers().firstValue("Node")).as(path).isEmpty();
      }
    }
  }

  @Test
  void whoAsksTooMuchIsRefused() throws Exception {
    Map<String, String> strict =
        Map.of(
            "POWOW_CONNECTIONS_PER_10S", "100000",
            "POWOW_CONNECTIONS_AT_A_TIME", "100000",
            "POWOW_REQUESTS_PER_10S", "10");
    try (HaProxyProcess proxy = proxy(strict)) {
      for (int i = 0; i < 10; i++) {
        assertThat(send(proxy, "GET", "/api/me").statusCode()).isEqualTo(200);
      }
      HttpResponse<String> refused = send(proxy, "GET", "/api/me");

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("10");
      assertProblem(refused, "too_many_requests");
    }
  }

  @Test
  void whoConnectsTooOftenIsTurnedAway() throws Exception {
    Map<String, String> strict =
        Map.of(
            "POWOW_CONNECTIONS_PER_10S", "5",
            "POWOW_CONNECTIONS_AT_A_TIME", "100000",
            "POWOW_REQUESTS_PER_10S", "100000");
    try (HaProxyProcess proxy = proxy(strict)) {
      List<RawWebSocket> open = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        open.add(RawWebSocket.open(proxy.port()));
      }
      assertThatThrownBy(() -> RawWebSocket.open(proxy.port())).isInstanceOf(IOException.class);
      for (RawWebSocket socket : open) {
        assertThat(socket.echo("mine")).isEqualTo("mine");
        socket.close();
      }
    }
  }

  private static void assertProblem(HttpResponse<String> answer, String code) {
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = JsonMapper.shared().readTree(answer.body());
    assertThat(problem.path("code").asString()).isEqualTo(code);
    assertThat(problem.path("status").asInt()).isEqualTo(answer.statusCode());
    assertThat(problem.path("type").asString()).isEqualTo("urn:powow:problem:" + code);
  }
}
