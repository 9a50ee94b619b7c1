package info.powow.operator;

import static info.powow.operator.Reports.NOW;
import static info.powow.operator.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.ConnectException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PeerNodesTest {
  private static final URI QUERY_2 = URI.create("http://query-2:18080");
  private static final URI SOCKET_1 = URI.create("http://socket-1:18080");

  private Instant now = NOW;
  private final List<String> sent = new ArrayList<>();

  /// What each node answers; one that is missing does not answer.
  private final Map<URI, CompletableFuture<NodeClient.Answer>> answers = new LinkedHashMap<>();

  private final PeerNodes peers =
      new PeerNodes(
          nodes(),
          (node, method, path) -> {
            sent.add(method + " " + node.getHost() + path);
            return answers.getOrDefault(node, new CompletableFuture<>());
          },
          new Clock() {
            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          },
          Duration.ofMillis(1));

  private static Map<String, URI> nodes() {
    Map<String, URI> nodes = new LinkedHashMap<>();
    nodes.put("query-2", QUERY_2);
    nodes.put("socket-1", SOCKET_1);
    return nodes;
  }

  private void answers(URI node, String name) {
    answers.put(
        node,
        CompletableFuture.completedFuture(
            new NodeClient.Answer(
                200,
                NodeReport.JSON.writeValueAsBytes(
                    report(name, "query-app", 3, 10, Map.of("a", "1"))))));
  }

  private PeerNodes.Known known(String name) {
    return peers.newest().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aReportArrivesWhole() {
    answers(QUERY_2, "query-2");
    peers.refreshed();

    NodeReport arrived = known("query-2").report();
    assertThat(arrived).isEqualTo(report("query-2", "query-app", 3, 10, Map.of("a", "1")));
  }

  @Test
  void aNodeThatDoesNotAnswerKeepsNobodyWaitingAndIsSilent() {
    answers(QUERY_2, "query-2");

    assertThat(peers.refreshed())
        .extracting(PeerNodes.Known::name, PeerNodes.Known::silentSince, PeerNodes.Known::why)
        .containsExactly(tuple("query-2", null, null), tuple("socket-1", NOW, "timeout"));
  }

  @Test
  void aNodeIsSilentSinceItsLastAnswer() {
    answers(SOCKET_1, "socket-1");
    peers.refreshed();
    now = NOW.plusSeconds(3);
    assertThat(known("socket-1").silentSince()).isNull();

    answers.put(SOCKET_1, CompletableFuture.failedFuture(new ConnectException()));
    now = NOW.plusSeconds(4);
    peers.refreshed();
    assertThat(known("socket-1").silentSince()).isEqualTo(NOW);
    assertThat(known("socket-1").why()).isEqualTo("unreachable");
    assertThat(known("socket-1").last()).isNotNull();

    answers(SOCKET_1, "socket-1");
    now = NOW.plusSeconds(5);
    peers.refreshed();
    assertThat(known("socket-1").silentSince()).isNull();
  }

  @Test
  void whyANodeIsSilentIsTold() {
    answers.put(
        QUERY_2, CompletableFuture.completedFuture(new NodeClient.Answer(401, new byte[0])));
    answers.put(
        SOCKET_1,
        CompletableFuture.completedFuture(new NodeClient.Answer(200, "<html>".getBytes())));

    assertThat(peers.refreshed())
        .extracting(PeerNodes.Known::why)
        .containsExactly("refused", "unreadable");
  }

  @Test
  void aNodeThatHasNotAnsweredYetIsNotAskedAgain() {
    peers.at(now);
    now = now.plusSeconds(10);
    peers.at(now);

    assertThat(sent).containsExactly("GET query-2", "GET socket-1");
  }

  @Test
  void nodesAreAskedOftenOnlyWhileSomebodyLooks() {
    answers(QUERY_2, "query-2");
    answers(SOCKET_1, "socket-1");
    peers.at(now);
    now = now.plusSeconds(1);
    peers.at(now);
    assertThat(sent).hasSize(2);

    peers.watch();
    now = now.plusSeconds(1);
    peers.at(now);
    assertThat(sent).hasSize(4);
  }
}
