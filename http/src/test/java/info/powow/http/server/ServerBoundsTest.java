package info.powow.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.identity.SignedIn;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/// The handlers in a Jetty without sockets.
@Timeout(60)
class ServerBoundsTest {
  private static final String GOOD = "Authorization: Bearer good\r\n";

  private final Refusals refusals =
      new Refusals(
          JsonMapper.builder()
              .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
              .build());
  private final Server server = new Server();
  private final LocalConnector connector = new LocalConnector(server);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CountDownLatch bothWait = new CountDownLatch(2);
  private final Path folder;
  private BodyHandler bodies;
  private ResponseBuffers answers;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  ServerBoundsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /// What a request leaves to Jetty of its form.
  private final CompletableFuture<Boolean> leavesForm = new CompletableFuture<>();

  private final class Watch extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      return super.handle(
          request,
          response,
          new Callback.Nested(callback) {
            @Override
            public void succeeded() {
              leavesForm.complete(request.getAttribute(MultiPartFormData.class.getName()) != null);
              super.succeeded();
            }
          });
    }
  }

  @BeforeEach
  void start() throws Exception {
    HttpProperties properties =
        new HttpProperties(
            DataSize.ofBytes(1_000),
            DataSize.ofKilobytes(64),
            DataSize.ofMegabytes(8),
            2,
            Duration.ofMillis(300),
            DataSize.ofBytes(100),
            DataSize.ofMegabytes(1),
            2,
            100,
            100,
            List.of("10.0.0.0/8"));
    Clients clients = new Clients(properties.trustedProxies());
    bodies =
        new BodyHandler(
            properties,
            List.of(
                BodyRoute.inMemory(HttpMethod.POST, "/large/{id}", 3_000),
                BodyRoute.toFile(
                    HttpMethod.POST, "/file", 500_000, folder, Reason.IMAGE_TOO_LARGE)),
            token -> {
              if (!token.equals("good")) {
                throw new Rejected(Reason.TOKEN_EXPIRED);
              }
              return new SignedIn(new PersonId("ada"), Instant.MAX);
            },
            clients,
            refusals);
    answers = new ResponseBuffers(properties, clients, refusals);
    RequestGate gate = new RequestGate(properties.maxRequests(), refusals);
    gate.setHandler(new Echo());
    Watch watch = new Watch();
    watch.setHandler(gate);
    bodies.setHandler(watch);
    OriginGuard origins = new OriginGuard(refusals);
    origins.setHandler(bodies);
    answers.setHandler(origins);
    server.setHandler(answers);
    server.setErrorHandler(new ProblemErrors(refusals));
    server.addConnector(connector);
    connector
        .getConnectionFactory(HttpConnectionFactory.class)
        .getHttpConfiguration()
        .addCustomizer(new TrustedProxies(clients));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    goOn.countDown();
    server.stop();
  }

  /// Reports the number and the content of received bytes, or does what its path says.
  private final class Echo extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      switch (Request.getPathInContext(request)) {
        case "/wait" -> {
          bothWait.countDown();
          goOn.await();
          callback.succeeded();
        }
        case "/forbidden" -> {
          response.setStatus(403);
          response.write(true, ByteBuffer.allocate(0), callback);
        }
        case "/broken-form" -> {
          // What reading a form leaves that is none.
          request.setAttribute(
              MultiPartFormData.class.getName(),
              CompletableFuture.failedFuture(new EOFException("unexpected EOF")));
          callback.succeeded();
        }
        case "/fails" -> throw new IllegalStateException("secret");
        case "/much" ->
            response.write(
                true,
                ByteBuffer.wrap("y".repeat(100_000).getBytes(StandardCharsets.UTF_8)),
                callback);
        default -> {
          String body = Content.Source.asString(request, StandardCharsets.UTF_8);
          response.getHeaders().put("Asking", Request.getRemoteAddr(request));
          response.getHeaders().put("Scheme", request.getHttpURI().getScheme());
          Content.Sink.write(response, true, body.length() + " bytes", callback);
        }
      }
      return true;
    }
  }

  /// Otherwise Jetty throws when the request is over, and the next one on the connection fails.
  @Test
  void aBrokenFormDoesNotDisturbTheNextRequest() throws Exception {
    assertThat(ask(post("/broken-form", "", "x"))).startsWith("HTTP/1.1 200");

    assertThat(leavesForm.get(20, TimeUnit.SECONDS)).isFalse();
  }

  private String ask(String request) throws Exception {
    return connector.getResponse(request, 20, TimeUnit.SECONDS);
  }

  /// A client sees its answer slightly before everything is released.
  private void awaitNothingHeld() {
    while (bodies.arriving() > 0 || bodies.memoryTaken() > 0 || answers.memoryTaken() > 0) {
      Thread.onSpinWait();
    }
  }

  private static String post(String path, String headers, String body) {
    return "POST %s HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(path, headers, body.length(), body);
  }

  private static String chunked(String path, String headers, String body) {
    return "POST %s HTTP/1.1\r\nHost: x\r\n%sTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
        .formatted(path, headers, body.length(), body);
  }

  private static void assertProblem(String answer, int status, String code) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status)
        .contains("Content-Type: application/problem+json")
        .contains("\"code\":\"" + code + "\"")
        .contains("\"status\":" + status);
  }

  @Test
  void aBodyUpToTheLimitComesThroughWhole() throws Exception {
    assertThat(ask(post("/", "", "x".repeat(1_000)))).contains("1000 bytes");
    assertThat(ask(chunked("/", "", "x".repeat(1_000)))).contains("1000 bytes");
    awaitNothingHeld();
  }

  @Test
  void aLongerOneIsRefusedHoweverItComes() throws Exception {
    for (String request :
        List.of(
            post("/", "", "x".repeat(1_001)),
            post("/", "", " ".repeat(1_001)),
            chunked("/", "", "x".repeat(1_001)),
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000\r\nExpect: 100-continue\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n" + "x".repeat(1_001))) {
      String answer = ask(request);
      assertProblem(answer, 413, "too_large");
      assertThat(answer).contains("Connection: close");
    }
    awaitNothingHeld();
  }

  @Test
  void aRouteMayAllowMore() throws Exception {
    assertThat(ask(post("/large/1", "", "x".repeat(3_000)))).contains("3000 bytes");
    assertProblem(ask(post("/large/1", "", "x".repeat(3_001))), 413, "too_large");
    assertProblem(ask(post("/large/1/2", "", "x".repeat(3_000))), 413, "too_large");
    assertProblem(
        ask(post("/large/1", "", "x".repeat(3_000)).replace("POST", "PUT")), 413, "too_large");
  }

  @Test
  void aBodyThatIsPackedIsNotUnpacked() throws Exception {
    assertProblem(ask(post("/", "Content-Encoding: gzip\r\n", "xyz")), 415, "invalid_request");
  }

  @Test
  void aBodyThatStopsComingIsRefusedAndHoldsNothing() throws Exception {
    try (LocalConnector.LocalEndPoint slow =
        connector.executeRequest("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nxx")) {
      String answer = slow.getResponse(false, 20, TimeUnit.SECONDS);
      assertProblem(answer, 408, "too_slow");
    }
    awaitNothingHeld();
  }

  @Test
  void anUploadGoesToAFileThatIsGoneAfterwards() throws Exception {
    assertThat(ask(post("/file", GOOD, "x".repeat(400_000)))).contains("400000 bytes");
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
    assertProblem(ask(post("/file", GOOD, "x".repeat(500_001))), 413, "image_too_large");
  }

  @Test
  void onlyWhoIsSignedInMayUpload() throws Exception {
    assertProblem(ask(post("/file", "", "x")), 401, "unauthenticated");
    assertProblem(ask(post("/file", "Authorization: Bearer old\r\n", "x")), 401, "token_expired");
  }

  @Test
  void onePersonHasSoManyUploadsAtATime() throws Exception {
    // Enough to satisfy the minimum rate for the duration of the test.
    String half =
        "POST /file HTTP/1.1\r\nHost: x\r\n"
            + GOOD
            + "Content-Length: 400000\r\n\r\n"
            + "x".repeat(8_000);
    try (LocalConnector.LocalEndPoint one = connector.executeRequest(half);
        LocalConnector.LocalEndPoint two = connector.executeRequest(half)) {
      while (bodies.arriving() < 2) {
        Thread.onSpinWait();
      }
      String third = ask(post("/file", GOOD, "x"));
      assertProblem(third, 429, "too_many_requests");
      assertThat(third).contains("Retry-After:");
      assertThat(one.isOpen() && two.isOpen()).isTrue();
    }
  }

  @Test
  void moreRequestsThanCanBeWorkedOnAreShed() throws Exception {
    String waits = "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n";
    try (LocalConnector.LocalEndPoint one = connector.executeRequest(waits);
        LocalConnector.LocalEndPoint two = connector.executeRequest(waits)) {
      assertThat(bothWait.await(20, TimeUnit.SECONDS)).isTrue();
      assertProblem(ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), 503, "overloaded");
      goOn.countDown();
      assertThat(one.getResponse(false, 20, TimeUnit.SECONDS)).contains(" 200 ");
      assertThat(two.getResponse(false, 20, TimeUnit.SECONDS)).contains(" 200 ");
    }
    // A request counts until shortly after its answer has arrived.
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    String answer;
    do {
      answer = ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    } while (answer.contains(" 503 ") && System.nanoTime() < deadline);
    assertThat(answer).contains(" 200 ");
  }

  @Test
  void whatTheServerItselfRefusesHasTheSameForm() throws Exception {
    assertProblem(
        ask("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414, "too_large");
    assertProblem(
        ask("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(9_000) + "\r\n\r\n"), 431, "too_large");
    assertProblem(ask("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"), 400, "invalid_request");
    assertProblem(ask("GET / HTTP/1.1\r\n\r\n"), 400, "invalid_request");
    assertProblem(ask("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"), 400, "invalid_request");
    assertProblem(ask("GET /forbidden HTTP/1.1\r\nHost: x\r\n\r\n"), 403, "invalid_request");
    assertProblem(
        ask("GET / HTTP/1.1\r\nHost: x\r\nOrigin: http://a:b\r\n\r\n"), 403, "forbidden_origin");
    assertThat(ask("GET /fails HTTP/1.1\r\nHost: x\r\n\r\n"))
        .satisfies(answer -> assertProblem(answer, 500, "internal"))
        .doesNotContain("secret");
  }

  @Test
  void aLongAnswerKeepsItsLengthAndLeavesNothingBehind() throws Exception {
    assertThat(ask("GET /much HTTP/1.1\r\nHost: x\r\n\r\n"))
        .contains("Content-Length: 100000")
        .hasSizeGreaterThan(100_000);
    awaitNothingHeld();
  }

  @Test
  void whoIsNoTrustedProxySaysNothingOfOthers() throws Exception {
    // In this Jetty, clients have no address.
    assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n"))
        .doesNotContain("192.0.2.1");
  }
}
