package info.powow.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MockClock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Over a socket on loopback, as a StatsD server reads it.
@Timeout(30)
class StatsdExportTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final MockClock clock = new MockClock();
  private DatagramSocket server;
  private StatsdExport export;

  @BeforeEach
  void open() throws IOException {
    server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    export = new StatsdExport("127.0.0.1:" + server.getLocalPort(), INTERVAL, clock);
  }

  @AfterEach
  void close() {
    export.close();
    server.close();
  }

  @Test
  void whatHappenedInAnIntervalIsOneLine() throws IOException {
    export.counter("powow.calls", "dependency", "search", "outcome", "success").increment(3);
    export.counter("powow.calls", "dependency", "search", "outcome", "success").increment(4);
    export.timer("powow.append").record(20, TimeUnit.MILLISECONDS);
    export.timer("powow.append").record(40, TimeUnit.MILLISECONDS);
    export.gauge("powow.queue", new AtomicInteger(5));
    export.gauge("powow.drift", new AtomicInteger(-2));
    export.counter("powow.never");
    clock.add(INTERVAL);

    assertThat(published(1))
        .containsExactlyInAnyOrder(
            "powow.calls.search.success:7|c",
            "powow.append.count:2|c",
            "powow.append.mean:30|g",
            "powow.append.max:40|g",
            "powow.queue:5|g",
            "powow.drift:0|g",
            "powow.drift:-2|g");
  }

  @Test
  void aTagCannotEndALineOrBeTakenForASeparator() throws IOException {
    export.gauge(
        "powow.requests",
        List.of(io.micrometer.core.instrument.Tag.of("uri", "/api/{id}:9|c\n#x@1")),
        new AtomicInteger(1));

    assertThat(published(1)).containsExactly("powow.requests._api_id_9_c_x_1:1|g");
  }

  @Test
  void manyMetricsAreSeveralPacketsNoneOfWhichIsCut() throws IOException {
    for (int i = 0; i < 100; i++) {
      export.gauge("powow.a.rather.long.name.number." + i, new AtomicInteger(i));
    }

    List<String> lines = published(3);

    assertThat(lines).hasSize(100).allMatch(line -> line.matches("powow[.a-z]+\\d+:\\d+\\|g"));
  }

  @Test
  void anAddressIsAHostAndAPort() {
    for (String wrong : List.of("localhost", ":8125", "localhost:0", "localhost:70000", "a:b")) {
      assertThatThrownBy(() -> new StatsdProperties(wrong, INTERVAL))
          .as(wrong)
          .hasMessageContaining("powow.statsd.address");
    }
  }

  private List<String> published(int packets) throws IOException {
    export.publish();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < packets; i++) {
      DatagramPacket packet = new DatagramPacket(new byte[9_000], 9_000);
      server.receive(packet);
      assertThat(packet.getLength()).isLessThanOrEqualTo(1_432);
      lines.addAll(
          new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8)
              .lines()
              .toList());
    }
    return lines;
  }
}
