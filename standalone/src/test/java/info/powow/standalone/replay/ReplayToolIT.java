package info.powow.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayToolIT {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/sessions", each -> answer(each, 201, "{\"token\":\"t\"}"));
    server.createContext("/api/staff/tokens", each -> answer(each, 201, "{\"token\":\"s\"}"));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    http.shutdownNow();
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    asked.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private int replay(String... options) throws InterruptedException {
    return new ReplayTool(
            http,
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(progress, true, StandardCharsets.UTF_8))
        .replay("ada", "password", "why", List.of(options));
  }

  @Test
  void aStreamThatWasCutGoesOnWhereItEnded() throws Exception {
    AtomicInteger times = new AtomicInteger();
    server.createContext(
        "/api/replays",
        each -> {
          if (each.getRequestMethod().equals("GET")) {
            answer(
                each,
                200,
                times.getAndIncrement() == 0
                    ? "{\"index\":7}\n\n{\"index\":8}\n{\"ind"
                    : "{\"index\":9}\n{\"type\":\"replayed\",\"events\":3,\"unknown\":0}\n");
          } else {
            answer(
                each,
                each.getRequestMethod().equals("POST") ? 201 : 204,
                each.getRequestMethod().equals("POST") ? "{\"replayId\":\"r1\",\"events\":3}" : "");
          }
        });

    int code = replay("from=7", "to=2026-11-24T10:00:00Z", "type=messageSent", "speed=60");

    assertThat(code).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "{\"index\":7}",
            "{\"index\":8}",
            "{\"index\":9}",
            "{\"type\":\"replayed\",\"events\":3,\"unknown\":0}");
    assertThat(asked)
        .contains("GET /api/replays/r1/events?after=0 ", "GET /api/replays/r1/events?after=8 ")
        .contains("DELETE /api/replays/r1 ")
        .anyMatch(each ->
            each.equals(
                "POST /api/replays {\"from\":{\"index\":7},\"to\":{\"at\":\"2026-11-24T10:00:00Z\"},"
                    + "\"speed\":\"60\",\"filter\":{\"types\":[\"messageSent\"]}}"));
    assertThat(progress.toString(StandardCharsets.UTF_8)).contains("Done: 3 events");
  }

  @Test
  void whatOtherLimitsWouldHaveRefusedIsATable() throws Exception {
    server.createContext(
        "/api/replays",
        each ->
            answer(
                each,
                201,
                each.getRequestURI().getPath().endsWith("/dry-runs")
                    ? "{\"messages\":9,\"refused\":2,\"undecidable\":0,\"leftOut\":0,\"people\":1,"
                        + "\"rules\":[{\"rule\":\"slow_mode\",\"refused\":2,\"people\":1}],"
                        + "\"days\":[{\"day\":\"2026-11-24\",\"refused\":{\"slow_mode\":2}}],"
                        + "\"samples\":[{\"rule\":\"slow_mode\",\"index\":7}]}"
                    : "{\"replayId\":\"r1\",\"events\":9}"));

    assertThat(replay("slow-mode=10", "cascading=true")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "2 of 9 messages would have been refused, of 1 people",
            "0 events that build on them are left out",
            "",
            "rule       refused  people  first events",
            "---------  -------  ------  ------------",
            "slow_mode  2        1       7",
            "",
            "day         slow_mode",
            "----------  ---------",
            "2026-11-24  2");
    assertThat(asked)
        .anyMatch(each ->
            each.startsWith("POST /api/replays/r1/dry-runs")
                && each.contains("\"slowModeSeconds\":10")
                && each.contains("\"cascading\":true"));
  }

  @Test
  void aRefusalIsSaidAndIsNoSuccess() throws Exception {
    server.createContext(
        "/api/replays",
        each -> answer(each, 503, "{\"code\":\"replays_busy\",\"detail\":\"No.\"}"));

    assertThat(replay()).isEqualTo(1);
    assertThat(out.size()).isZero();
    assertThat(progress.toString(StandardCharsets.UTF_8)).contains("replays_busy: No.");
  }
}
