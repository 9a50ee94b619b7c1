package info.powow.operator;

import static info.powow.operator.Reports.NOW;
import static info.powow.operator.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import info.powow.ops.HeavyHitters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusMergeTest {
  private static PeerNodes.Known answering(NodeReport report) {
    return new PeerNodes.Known(report.node(), report, report, null, null);
  }

  private static PeerNodes.Known silent(NodeReport last, Instant since) {
    return new PeerNodes.Known(last.node(), null, last, since, "timeout");
  }

  private static ClusterStatus.Node node(ClusterStatus status, String name) {
    return status.nodes().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// One node takes 10 ms, one 1,000 ms: neither their average nor the percentile of one of them.
  @Test
  void percentilesAreThoseOfAllSamplesTogether() {
    ClusterStatus merged =
        StatusMerge.of(
            report("query-1", "query-app", 950, 10, Map.of()),
            List.of(answering(report("query-2", "query-app", 50, 1_000, Map.of()))));

    ClusterStatus.DependencySum search = merged.dependencies().getFirst();
    assertThat(search.latency().count()).isEqualTo(1_000);
    assertThat(search.latency().p99Millis()).isCloseTo(1_000, within(10.0));
    assertThat(search.latency().p90Millis()).isCloseTo(10, within(0.2));
    assertThat(merged.messages().p99Millis()).isCloseTo(1_000, within(10.0));
    assertThat(search.nodes())
        .extracting(ClusterStatus.DependencyOfNode::node)
        .containsExactly("query-1", "query-2");
    assertThat(search.nodes().get(1).p99Millis()).isCloseTo(1_000, within(10.0));
  }

  @Test
  void countsAreAddedAndTimesAreNot() {
    ClusterStatus merged =
        StatusMerge.of(
            report("query-1", "query-app", 30, 10, Map.of()),
            List.of(answering(report("query-2", "query-app", 10, 50, Map.of()))));

    ClusterStatus.DependencySum search = merged.dependencies().getFirst();
    assertThat(search.rate()).isEqualTo(40);
    assertThat(search.counts()).containsEntry("success", 40L);
    assertThat(search.active()).isEqualTo(2);
    assertThat(search.oldestMillis()).isEqualTo(50);
    assertThat(merged.pools().get(0))
        .extracting(ClusterStatus.LevelSum::value, ClusterStatus.LevelSum::limit)
        .containsExactly(200.0, 800.0);
    assertThat(merged.pools().get(1))
        .extracting(ClusterStatus.LevelSum::value, ClusterStatus.LevelSum::limit)
        .containsExactly(0.5, 100.0);
    NodeStatus.Route route = merged.routes().getFirst();
    assertThat(route.perSecond()).isEqualTo(40);
    assertThat(route.meanMillis()).isEqualTo(20);
    assertThat(route.errors()).isEqualTo(2);
    // Each node sees all messages of a conversation, but only what people send to it.
    assertThat(merged.top().conversations()).containsExactly(new HeavyHitters.Rate("c1", 30));
    assertThat(merged.top().people()).containsExactly(new HeavyHitters.Rate("p1", 40));
    assertThat(merged.actions())
        .extracting(OperatorAction::by)
        .containsExactly("query-2", "query-1");
  }

  @Test
  void aSilentNodeIsNamedAndItsOldCountsAreNotAdded() {
    Instant since = NOW.minusSeconds(12);
    ClusterStatus merged =
        StatusMerge.of(
            report("query-1", "query-app", 30, 10, Map.of()),
            List.of(silent(report("socket-1", "socket-app", 500, 10, Map.of()), since)));

    assertThat(merged.nodes())
        .extracting(ClusterStatus.Node::name)
        .containsExactly("query-1", "socket-1");
    ClusterStatus.Node gone = node(merged, "socket-1");
    assertThat(gone.silentSince()).isEqualTo(since);
    assertThat(gone.why()).isEqualTo("timeout");
    assertThat(gone.kind()).isEqualTo("socket-app");
    assertThat(gone.messages()).isNull();
    assertThat(node(merged, "query-1").silentSince()).isNull();
    assertThat(merged.dependencies().getFirst().rate()).isEqualTo(30);
  }

  @Test
  void aNodeWithAnotherSettingIsNamedWithTheSetting() {
    ClusterStatus merged =
        StatusMerge.of(
            report("query-1", "query-app", 1, 1, Map.of("powow.projection.segments", "8")),
            List.of(
                answering(
                    report("query-2", "query-app", 1, 1, Map.of("powow.projection.segments", "4"))),
                answering(
                    report(
                        "query-3", "query-app", 1, 1, Map.of("powow.projection.segments", "8")))));

    assertThat(node(merged, "query-2").differs()).containsExactly("powow.projection.segments");
    assertThat(node(merged, "query-1").differs()).isEmpty();
    assertThat(node(merged, "query-1").fingerprint())
        .isEqualTo(node(merged, "query-3").fingerprint())
        .isNotEqualTo(node(merged, "query-2").fingerprint());
  }
}
