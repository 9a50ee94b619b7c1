package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.client.Receipt;
import info.powow.client.Refused;
import info.powow.client.StompConnection;
import info.powow.standalone.e2e.TestPeople.Answer;
import info.powow.standalone.e2e.TestPeople.Person;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Attacks that client libraries do not allow. Each uses the wrong person or the wrong form and is
/// refused, while the server continues to serve others.
@ExtendWith(SharedPowow.class)
class AttackE2E {
  private static final String SECRET = "the words between Ada and Bob " + UUID.randomUUID();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final PowowProcess powow;
  private final TestPeople people;
  private Person ada;
  private Person bob;
  private Person eve;
  private String chat;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  AttackE2E(PowowProcess powow) {
    this.powow = powow;
    this.people = new TestPeople(http, powow.http());
  }

  @BeforeEach
  void adaAndBobHaveAPrivateChat() throws Exception {
    ada = people.signUp("ada");
    bob = people.signUp("bob");
    eve = people.signUp("eve");
    StompConnection adas = StompConnection.open(http, powow.socket(), ada.token(), (_, _) -> {});
    Receipt opened =
        StompConnection.await(adas.send("/app/direct/open", Map.of("key", "k", "with", bob.id())));
    chat = String.valueOf(opened.conversation());
    Receipt unused =
        StompConnection.await(
            adas.send("/app/conversations/" + chat + "/send", Map.of("key", "k", "text", SECRET)));
    adas.disconnect();
  }

  @AfterEach
  void theServerStillServes() throws Exception {
    StompConnection bobs = StompConnection.open(http, powow.socket(), bob.token(), (_, _) -> {});
    Receipt unused =
        StompConnection.await(
            bobs.send(
                "/app/conversations/" + chat + "/send",
                Map.of("key", UUID.randomUUID().toString(), "text", "still well")));
    bobs.disconnect();
    // Closing would wait for connections of a failed test.
    http.shutdownNow();
  }

  private RawSocket connected(Person person) throws IOException {
    RawSocket socket = RawSocket.open(powow.port(), Map.of());
    socket.stomp(
        "CONNECT\naccept-version:1.2\nhost:powow\nAuthorization:Bearer " + person.token() + "\n\n");
    assertThat(socket.readUntil("CONNECTED")).isNotEmpty();
    return socket;
  }

  @Test
  void aPageOfAnotherSiteCannotUseTheVisitorsSession() throws Exception {
    for (String origin :
        List.of(
            "https://evil.example",
            "null",
            "http://127.0.0.1.evil.example",
            "chrome-extension://x")) {
      try (RawSocket socket = RawSocket.open(powow.port(), Map.of("Origin", origin))) {
        assertThat(socket.status()).as(origin).isEqualTo(403);
      }
    }
    try (RawSocket socket =
        RawSocket.open(powow.port(), Map.of("Origin", "http://127.0.0.1:" + powow.port()))) {
      assertThat(socket.status()).isEqualTo(101);
    }
  }

  @Test
  void headersInjectedIntoAFrameOpenNoOthersQueue() throws Exception {
    Queue<JsonNode> heard = new ConcurrentLinkedQueue<>();
    CompletableFuture<Void> fence = new CompletableFuture<>();
    StompConnection eves =
        StompConnection.open(
            http,
            powow.socket(),
            eve.token(),
            (_, body) -> {
              heard.add(body);
              if (body.path("text").asString("").equals("the fence")) {
                fence.complete(null);
              }
            });
    StompConnection.await(eves.subscribe("/user/queue/events", Map.of()));
    for (String destination :
        List.of(
            "/user/queue/events\ndestination:/topic/conversations/" + chat,
            "/user/queue/events\rdestination:/topic/conversations/" + chat,
            "/topic/conversations/" + chat,
            "/topic/conversations/" + chat + "\nx:y",
            "/topic/conversations/" + chat + ":",
            "/topic/conversations/\\n" + chat)) {
      assertThat(refusal(eves.subscribe(destination, Map.of())))
          .as(destination)
          .isIn("forbidden_destination", "conversation_not_found");
    }
    try (RawSocket socket = connected(eve)) {
      // Of a repeated header, only the first counts.
      socket.stomp(
          "SUBSCRIBE\nid:1\ndestination:/user/queue/errors\ndestination:/topic/conversations/"
              + chat
              + "\nreceipt:r\n\n");
      assertThat(socket.readUntil("RECEIPT")).contains("receipt-id:r");
      writeAsBob();
      sayAsEve("the fence");
      fence.get(20, java.util.concurrent.TimeUnit.SECONDS);
      socket.stomp("DISCONNECT\nreceipt:bye\n\n");
      List<String> all = socket.readThrough("RECEIPT");
      assertThat(all).hasSize(1);
      assertThat(all.getFirst()).contains("receipt-id:bye");
    }
    assertThat(heard.toString()).doesNotContain(SECRET).doesNotContain("written by Bob");
    eves.disconnect();
  }

  private static String refusal(CompletableFuture<Receipt> answer) throws Exception {
    try {
      return "taken: " + StompConnection.await(answer);
    } catch (Refused refused) {
      return refused.code();
    }
  }

  private void sayAsEve(String text) throws Exception {
    StompConnection eves = StompConnection.open(http, powow.socket(), eve.token(), (_, _) -> {});
    Receipt created =
        StompConnection.await(
            eves.send(
                "/app/groups/create",
                Map.of("key", "own", "name", "own", "members", List.of(), "open", false)));
    StompConnection.await(
        eves.send(
            "/app/conversations/" + created.conversation() + "/send",
            Map.of("key", UUID.randomUUID().toString(), "text", text)));
    eves.disconnect();
  }

  private void writeAsBob() throws Exception {
    StompConnection bobs = StompConnection.open(http, powow.socket(), bob.token(), (_, _) -> {});
    Receipt unused =
        StompConnection.await(
            bobs.send(
                "/app/conversations/" + chat + "/send",
                Map.of("key", UUID.randomUUID().toString(), "text", "written by Bob")));
    bobs.disconnect();
  }

  @Test
  void aFrameThatClaimsToBeHugeIsCutOffBeforeItIsRead() throws Exception {
    for (long claimed : new long[] {Long.MAX_VALUE / 2, 1L << 31}) {
      try (RawSocket socket = connected(eve)) {
        socket.write(RawSocket.TEXT, new byte[1_000], claimed);
        assertThat(socket.readToEnd().closeCode()).as("claimed " + claimed).isEqualTo(1009);
      }
    }
  }

  @Test
  void aMessageThatGrowsWithoutEndIsCutOff() throws Exception {
    try (RawSocket socket = connected(eve)) {
      byte[] part = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
      socket.write(RawSocket.TEXT, "SEND\ndestination:/app/x\n\n".getBytes(StandardCharsets.UTF_8));
      // One STOMP frame in WebSocket messages of a permitted size. Written to its end, whatever the
      // server answers.
      for (int i = 0; i < 12; i++) {
        socket.write(RawSocket.TEXT, part);
      }
      RawSocket.End end = socket.readToEnd();
      assertThat(end.closeCode()).isEqualTo(1009);
      assertThat(end.frames()).hasSize(1);
      assertThat(end.frames().getFirst()).startsWith("ERROR\n").contains("code:too_large\n");
    }
  }

  @Test
  void thousandsOfSubscriptionsAreNotTaken() throws Exception {
    StompConnection eves = StompConnection.open(http, powow.socket(), eve.token(), (_, _) -> {});
    int ofOneDestination = 0;
    for (int round = 0; round < 40; round++) {
      List<CompletableFuture<Receipt>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(eves.subscribe("/user/queue/signals", Map.of()));
      }
      // A client that sends requests faster than it reads the answers is disconnected.
      ofOneDestination += taken(answers);
    }
    assertThat(ofOneDestination).isEqualTo(4);
    List<CompletableFuture<Receipt>> answers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Receipt created =
          StompConnection.await(
              eves.send(
                  "/app/groups/create",
                  Map.of("key", "g" + i, "name", "g", "members", List.of(), "open", false)));
      for (int j = 0; j < 4; j++) {
        answers.add(eves.subscribe("/topic/conversations/" + created.conversation(), Map.of()));
      }
    }
    // There are already four to signals and one to errors.
    assertThat(taken(answers)).as("of one session").isEqualTo(95);
    eves.disconnect();
  }

  /// The number accepted; all others were refused as too many.
  private static int taken(List<CompletableFuture<Receipt>> answers) throws Exception {
    int taken = 0;
    for (CompletableFuture<Receipt> answer : answers) {
      String refusal = refusal(answer);
      if (refusal.startsWith("taken")) {
        taken++;
      } else {
        assertThat(refusal).isEqualTo("too_many_subscriptions");
      }
    }
    return taken;
  }

  @Test
  void aFloodOfPingsIsCutOff() throws Exception {
    try (RawSocket socket = connected(eve)) {
      for (int i = 0; i < 300; i++) {
        socket.write(RawSocket.PING, new byte[100]);
      }
      RawSocket.End end = socket.readToEnd();
      assertThat(end.closeCode()).isEqualTo(1008);
      assertThat(end.frames()).hasSize(1);
      assertThat(end.frames().getFirst()).contains("code:too_many_requests\n");
    }
  }

  @Test
  void whoTakesNothingIsCutOffHoweverLittleIsSaid() throws Exception {
    try (RawSocket socket = connected(eve)) {
      byte[] refused =
          "SEND\ndestination:/app/x\n\n\0".repeat(100).getBytes(StandardCharsets.UTF_8);
      try {
        // The answers exceed the buffers of both ends.
        for (int i = 0; i < 1_000; i++) {
          socket.write(RawSocket.TEXT, refused);
        }
      } catch (SocketException _) {
        // Disconnected while still sending.
        return;
      }
      assertThat(socket.readToEnd().closeCode()).isIn(1013, 1006);
    }
  }

  @Test
  void aHandshakeThatNeverEndsHoldsNothingUp() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), powow.port());
        socket
            .getOutputStream()
            .write("GET /ws HTTP/1.1\r\nHost: x\r\nX-".getBytes(StandardCharsets.US_ASCII));
        slow.add(socket);
      }
      writeAsBob();
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void whoOpensASocketAndSaysNothingIsSentAway() throws Exception {
    try (RawSocket socket = RawSocket.open(powow.port(), Map.of())) {
      assertThat(socket.readToEnd().closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void unmaskedAndBrokenWebSocketFramesEndTheConnection() throws Exception {
    for (byte[] bytes :
        new byte[][] {
          {(byte) 0x81, 0x05, 'h', 'e', 'l', 'l', 'o'}, // not masked
          {(byte) 0xff, (byte) 0x80, 0, 0, 0, 0}, // reserved bits and opcode
          {0x00, (byte) 0x80, 0, 0, 0, 0}, // continuation without a beginning
        }) {
      try (RawSocket socket = connected(eve)) {
        socket.socket().getOutputStream().write(bytes);
        assertThat(socket.readToEnd().closeCode()).isEqualTo(1002);
      }
    }
    try (RawSocket socket = connected(eve)) {
      // A control frame may have at most 125 bytes.
      socket.write(RawSocket.PING, new byte[256]);
      assertThat(socket.readToEnd().closeCode()).isEqualTo(1002);
    }
    try (RawSocket socket = connected(eve)) {
      // Text that is not valid UTF-8.
      socket.write(RawSocket.TEXT, new byte[] {'S', 'E', 'N', 'D', '\n', (byte) 0xc3, 0x28, 0});
      assertThat(socket.readToEnd().closeCode()).isEqualTo(1007);
    }
  }

  @Test
  void aMemberWhoIsRemovedHearsNothingMoreWhereverSubscribed() throws Exception {
    Queue<JsonNode> heard = new ConcurrentLinkedQueue<>();
    StompConnection adas = StompConnection.open(http, powow.socket(), ada.token(), (_, _) -> {});
    CompletableFuture<Void> fence = new CompletableFuture<>();
    StompConnection eves =
        StompConnection.open(
            http,
            powow.socket(),
            eve.token(),
            (_, body) -> {
              heard.add(body);
              if (body.path("text").asString("").equals("the fence")) {
                fence.complete(null);
              }
            });
    String group =
        String.valueOf(
            StompConnection.await(
                    adas.send(
                        "/app/groups/create",
                        Map.of(
                            "key", "g", "name", "g", "members", List.of(eve.id()), "open", false)))
                .conversation());
    StompConnection.await(eves.subscribe("/user/queue/events", Map.of()));
    StompConnection.await(eves.subscribe("/topic/conversations/" + group, Map.of()));
    StompConnection.await(eves.subscribe("/topic/conversations/" + group, Map.of()));
    StompConnection.await(
        adas.send("/app/conversations/" + group + "/remove", Map.of("personId", eve.id())));
    for (int i = 0; i < 100; i++) {
      StompConnection.await(
          adas.send(
              "/app/conversations/" + group + "/send",
              Map.of("key", "after-" + i, "text", "after Eve")));
    }
    String withEve =
        String.valueOf(
            StompConnection.await(
                    adas.send("/app/direct/open", Map.of("key", "d", "with", eve.id())))
                .conversation());
    StompConnection.await(
        adas.send(
            "/app/conversations/" + withEve + "/send", Map.of("key", "f", "text", "the fence")));
    fence.get(20, java.util.concurrent.TimeUnit.SECONDS);
    assertThat(heard.toString()).contains("memberRemoved").doesNotContain("after Eve");
    adas.disconnect();
    eves.disconnect();
  }

  @Test
  void guessedIdsFindNothing() throws Exception {
    List<String> guesses = new ArrayList<>(List.of(ada.id(), bob.id(), ada.handle()));
    for (int i = 0; i < 200; i++) {
      guesses.add("d%032x".formatted(i));
    }
    for (String guess : guesses) {
      Answer answer = people.get(eve, "/api/conversations/" + guess + "/messages");
      assertThat(answer.status()).as(guess).isEqualTo(404);
    }
    assertThat(people.get(eve, "/api/conversations").body().toString()).doesNotContain(chat);
  }

  @Test
  void operatorsAndQuerySyntaxInInputAreOnlyText() throws Exception {
    // A person without conversations would get an answer without a search.
    sayAsEve("findable");
    String own = "";
    for (int i = 0; i < 1_200 && !own.contains("findable"); i++) {
      own = search("findable").body().toString();
      // A new message is found after a short delay, for which there is no signal.
      Thread.sleep(100);
    }
    assertThat(own).contains("findable");
    for (String query :
        List.of(
            "*",
            "\"",
            "text:*",
            "_exists_:text",
            "{\"match_all\":{}}",
            "* OR 1=1",
            "/.*/",
            "(((",
            "$where",
            "{\"$gt\":\"\"}")) {
      Answer answer = search(query);
      assertThat(answer.status()).as(query).isEqualTo(200);
      assertThat(answer.body().toString())
          .as(query)
          .doesNotContain(SECRET)
          .doesNotContain("findable");
    }
    for (Object handle : List.of(Map.of("$ne", ""), List.of("a"), 1, true)) {
      Answer answer =
          people.post(
              null, "/api/sessions", Map.of("handle", handle, "password", Map.of("$ne", "")));
      assertThat(answer.status()).isIn(400, 401);
    }
  }

  private Answer search(String query) throws Exception {
    return people.get(eve, "/api/search?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
  }

  @Test
  void guessingAPasswordIsSlowedDown() throws Exception {
    Person victim = people.signUp("victim");
    int status = 0;
    for (int i = 0; i < 50 && status != 429; i++) {
      status =
          people
              .post(
                  null, "/api/sessions", Map.of("handle", victim.handle(), "password", "guess" + i))
              .status();
    }
    assertThat(status).isEqualTo(429);
    assertThat(people.get(victim, "/api/me").status())
        .as("the victim's session goes on")
        .isEqualTo(200);
  }

  @Test
  void requestsThatSmuggleOthersAreNotUnderstood() throws Exception {
    for (String request :
        List.of(
            "POST /api/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/me HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST /api/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}{}{}",
            "GET /api/me HTTP/1.1\r\nHost: x\r\nAuthorization : Bearer x\r\n\r\n",
            "GET /api/me HTTP/1.1\r\nHost: x\r\nX: y\nAuthorization: Bearer z\r\n\r\n",
            "TRACE /api/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\nConnection: close\r\n\r\n",
            "GET http://elsewhere/api/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "GET /api/../actuator/env HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            "GET /api/;/../actuator/heapdump HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), powow.port())) {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        byte[] start = socket.getInputStream().readNBytes(12);
        String answer = new String(start, StandardCharsets.US_ASCII);
        assertThat(answer).as(request).matches("HTTP/1.1 4\\d\\d|");
      }
    }
  }

  /// The answer to one request on a new connection.
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), powow.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder answer = new StringBuilder();
      byte[] part = new byte[1_024];
      int length;
      // A problem is one flat object; the connection may stay open.
      while (answer.indexOf("}") < 0 && (length = socket.getInputStream().read(part)) > 0) {
        answer.append(new String(part, 0, length, StandardCharsets.UTF_8));
      }
      return answer.toString();
    }
  }

  private static void assertProblem(String request, String answer, int status, String code) {
    assertThat(answer)
        .as(request.substring(0, Math.min(80, request.length())))
        .startsWith("HTTP/1.1 " + status)
        .containsIgnoringCase("content-type: application/problem+json")
        .contains("\"code\":\"" + code + "\"");
  }

  @Test
  void aBodyThatIsTooLongIsRefusedHoweverItComes() throws Exception {
    String words = "x".repeat(70_000);
    for (String path : List.of("/api/sessions", "/api/people", "/api/direct", "/api/nowhere")) {
      String head = "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
      for (String request :
          List.of(
              head + "Content-Length: 70000\r\n\r\n" + words,
              head + "Content-Length: 70000\r\n\r\n" + " ".repeat(70_000),
              head + "Content-Length: 94371840\r\nExpect: 100-continue\r\n\r\n",
              head + "Transfer-Encoding: chunked\r\n\r\n11170\r\n" + words + "\r\n0\r\n\r\n")) {
        String answer = raw(request);
        assertProblem(request, answer, 413, "too_large");
        assertThat(answer).containsIgnoringCase("connection: close");
      }
    }
  }

  @Test
  void aTextAsLongAsAllowedComesThroughOverHttp() throws Exception {
    Answer sent =
        people.send(
            HttpRequest.newBuilder(powow.http().resolve("/api/conversations/" + chat + "/messages"))
                .header("Authorization", "Bearer " + ada.token())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"text\":\"" + "\\\"".repeat(64 << 10) + "\"}"))
                .build());
    assertThat(sent.status()).isEqualTo(201);
  }

  @Test
  void bodiesThatDoNotComeHoldNobodyUp() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), powow.port());
        socket
            .getOutputStream()
            .write(
                ("POST /api/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 1000\r\n\r\n{\"handle\":\"")
                    .getBytes(StandardCharsets.US_ASCII));
        slow.add(socket);
      }
      // If each occupied a thread, nobody else would be answered.
      assertThat(people.get(bob, "/api/me").status()).isEqualTo(200);
      writeAsBob();
      // A client that stops sending is told so.
      Socket first = slow.getFirst();
      first.setSoTimeout(30_000);
      assertThat(new String(first.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 408");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void halfSentUploadsClosePicturesToNobody() throws Exception {
    List<Person> senders = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      senders.add(people.signUp("half" + i));
    }
    List<Socket> half = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), powow.port());
        socket
            .getOutputStream()
            .write(
                ("POST /api/images HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                        + senders.get(i % 10).token()
                        + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000"
                        + "\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\";"
                        + " filename=\"x.png\"\r\n\r\n"
                        + "x".repeat(10_000))
                    .getBytes(StandardCharsets.US_ASCII));
        half.add(socket);
      }
      // Processed as a picture and rejected by the workshop.
      String form =
          "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.png\"\r\n\r\nno picture"
              + "\r\n--b--\r\n";
      String request =
          "POST /api/images HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
              + bob.token()
              + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
              + form.length()
              + "\r\n\r\n"
              + form;
      assertProblem("an upload", raw(request), 400, "invalid_image");
    } finally {
      for (Socket socket : half) {
        socket.close();
      }
    }
  }

  @Test
  void whatIsRefusedBelowTheApplicationHasTheSameForm() throws Exception {
    Map<String, Integer> requests =
        Map.of(
            "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
            414,
            "GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(9_000) + "\r\n\r\n",
            431,
            "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            400,
            "GET /api/conversations/a%2fb HTTP/1.1\r\nHost: x\r\n\r\n",
            400,
            "GET /api/me;x=1 HTTP/1.1\r\nHost: x\r\n\r\n",
            400,
            "GET /api/me HTTP/1.1\r\n\r\n",
            400,
            "GET /api/me HTTP/1.1\r\nHost: a b\r\n\r\n",
            400,
            "TRACE /api/me HTTP/1.1\r\nHost: x\r\n\r\n",
            400,
            "BREW /api/me HTTP/1.1\r\nHost: x\r\n\r\n",
            400);
    for (Map.Entry<String, Integer> request : requests.entrySet()) {
      int status = request.getValue();
      assertProblem(
          request.getKey(),
          raw(request.getKey()),
          status,
          status == 400 ? "invalid_request" : "too_large");
    }
  }

  @Test
  void anOriginThatIsNoneIsRefusedAndItsTokenIsNotInTheLog() throws Exception {
    String secret = "secret-" + UUID.randomUUID();
    for (String path : List.of("/ws", "/api/me", "/")) {
      for (String origin : List.of("http://a:b", "http://", "http://a b", "http://[zz]")) {
        String request =
            "GET %s?access_token=%s HTTP/1.1\r\nHost: x\r\nOrigin: %s\r\n%s\r\n"
                .formatted(
                    path,
                    secret,
                    origin,
                    path.equals("/ws")
                        ? "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        : "");
        assertProblem(request, raw(request), 403, "forbidden_origin");
      }
    }
    assertThat(powow.output()).doesNotContain(secret);
  }

  @Test
  void aForwardedHeaderOpensNothingToOperatorsOnly() throws Exception {
    for (String header :
        List.of(
            "X-Forwarded-For: 127.0.0.1",
            "Forwarded: for=127.0.0.1",
            "X-Forwarded-Host: localhost",
            "X: y")) {
      String answer =
          raw("GET /actuator/metrics HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n");
      assertThat(answer).as(header).matches("(?s)HTTP/1.1 40[14].*").doesNotContain("names");
    }
    assertThat(raw("GET /actuator/health/readiness HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .contains("{\"status\":\"UP\"}");
  }

  @Test
  void metricsAreForOperatorsAndNameNobody() throws Exception {
    assertThat(people.get(eve, "/actuator/prometheus").status()).isIn(401, 403, 404);
    var metrics =
        http.send(
            HttpRequest.newBuilder(powow.management().resolve("/actuator/prometheus")).build(),
            java.net.http.HttpResponse.BodyHandlers.ofString());
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body())
        .contains("powow_log_", "powow_projection_", "powow_socket_", "http_server_requests_")
        .doesNotContain(eve.id(), eve.handle(), chat);
  }

  @Test
  void jsonIsCompressedForWhoTakesIt() throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(powow.http().resolve("/openapi.json"));
    var plain = http.send(request.build(), java.net.http.HttpResponse.BodyHandlers.ofByteArray());
    var packed =
        http.send(
            request.header("Accept-Encoding", "gzip").build(),
            java.net.http.HttpResponse.BodyHandlers.ofByteArray());
    assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(packed.body().length * 4).isLessThan(plain.body().length);
    try (var in =
        new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(packed.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain.body());
    }
  }

  @Test
  void whatOperatorsSeeIsNotForEverybody() throws Exception {
    for (String path :
        List.of(
            "/actuator/env",
            "/actuator/heapdump",
            "/actuator/beans",
            "/actuator/configprops",
            "/actuator/loggers",
            "/actuator/threaddump",
            "/actuator/mappings",
            "/actuator/shutdown",
            "/h2-console",
            "/.env",
            "/.git/config")) {
      assertThat(people.get(eve, path).status()).as(path).isIn(401, 403, 404);
    }
  }

  @Test
  void apiAnswersAreForScriptsOfOurPageOnly() throws Exception {
    HttpRequest preflight =
        HttpRequest.newBuilder(powow.http().resolve("/api/me"))
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", "https://evil.example")
            .header("Access-Control-Request-Method", "GET")
            .header("Access-Control-Request-Headers", "authorization")
            .build();
    var answer = http.send(preflight, java.net.http.HttpResponse.BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
  }

  @Test
  void neitherWordsNorTokensNorPasswordsAreInTheLog() throws Exception {
    StompConnection eves = StompConnection.open(http, powow.socket(), eve.token(), (_, _) -> {});
    String marker = "unlikely-" + UUID.randomUUID();
    for (String body :
        List.of(
            "{\"key\":\"k\",\"text\":\"" + marker + "\"}",
            "{\"key\":\"k\",\"text\":{\"" + marker + "\":1}}",
            "{\"text\":\"" + marker)) {
      assertThat(eves.send("/app/conversations/" + chat + "/send", body))
          .failsWithin(java.time.Duration.ofSeconds(20));
    }
    eves.disconnect();
    people.post(null, "/api/sessions", Map.of("handle", eve.handle(), "password", marker));
    people.post(null, "/api/people", Map.of("handle", marker, "password", Map.of("x", marker)));
    people.get(eve, "/api/conversations/" + marker);
    assertThat(powow.output())
        .doesNotContain(marker)
        .doesNotContain(SECRET)
        .doesNotContain(eve.token())
        .doesNotContain(eve.password());
  }
}
