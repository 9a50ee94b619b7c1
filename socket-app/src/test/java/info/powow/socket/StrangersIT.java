package info.powow.socket;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import info.powow.socket.Client.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Clients that know STOMP but not Powow, and malicious ones: each is told what was wrong.
class StrangersIT {
  private static final int PER_PERSON = 5;

  private static SocketServer server;

  @BeforeAll
  static void start() {
    server =
        SocketServer.start(
            Map.of(
                "powow.socket.sessions-per-person",
                PER_PERSON,
                "powow.socket.frame-timeout",
                "200ms",
                "powow.socket.heart-beat",
                "1s",
                "powow.socket.subscriptions",
                9));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String connect(PersonId person, String headers) {
    return "CONNECT\nhost:x\n%sAuthorization:Bearer %s\n\n\0"
        .formatted(headers, SocketServer.token(person));
  }

  private static void assertEnds(Client client, String errorCode, int closeCode) {
    Frame error = client.next();
    assertThat(error.command()).isEqualTo("ERROR");
    assertThat(error.header("code")).isEqualTo(errorCode);
    assertThat(client.closed()).isEqualTo(closeCode);
  }

  // --- refusals
  // -----------------------------------------------------------------------------------

  @Test
  void whoDoesNotSubscribeToTheErrorsIsToldOfARefusedSend() {
    try (Client client = Client.connect(server, server.person("ada"))) {
      client.say("SEND\ndestination:/app/nothing\nreceipt:r1\n\n{}\0");
      Frame told = client.next("MESSAGE");
      assertThat(told.header("destination")).isEqualTo("/user/queue/errors");
      assertThat(told.header("subscription")).isEqualTo("/user/queue/errors");
      assertThat(told.json().path("code").asString()).isEqualTo("forbidden_destination");
      assertThat(told.json().path("receipt").asString()).isEqualTo("r1");
    }
  }

  @Test
  void aRefusedSubscribeIsToldToTheSubscription() {
    try (Client client = Client.connect(server, server.person("ada"))) {
      client.say("SUBSCRIBE\nid:mine\ndestination:/topic/everything\n\n\0");
      Frame told = client.next("MESSAGE");
      assertThat(told.header("subscription")).isEqualTo("mine");
      assertThat(told.json().path("code").asString()).isEqualTo("forbidden_destination");
      assertThat(told.json().path("destination").asString()).isEqualTo("/topic/everything");
      client.say("SUBSCRIBE\nid:other\ndestination:/topic/conversations/no-such\n\n\0");
      told = client.next("MESSAGE");
      assertThat(told.header("subscription")).isEqualTo("other");
      assertThat(told.json().path("code").asString()).isEqualTo("conversation_not_found");
    }
  }

  @Test
  void whoSubscribesToTheErrorsIsToldThereAndNowhereElse() {
    try (Client client = Client.connect(server, server.person("ada"))) {
      client.subscribe("errors-of-mine", "/user/queue/errors");
      client.say("SUBSCRIBE\nid:mine\ndestination:/topic/everything\n\n\0");
      assertThat(client.next("MESSAGE").header("subscription")).isEqualTo("errors-of-mine");
      client.subscribe("signals", "/user/queue/signals");
      assertThat(client.poll()).isNull();
    }
  }

  @Test
  void acknowledgementsByTheClientAreRefused() {
    try (Client client = Client.connect(server, server.person("ada"))) {
      for (String ack : List.of("client", "client-individual", "whenever")) {
        client.say("SUBSCRIBE\nid:1\nack:%s\ndestination:/user/queue/events\n\n\0".formatted(ack));
        assertThat(client.next("MESSAGE").json().path("code").asString())
            .as(ack)
            .isEqualTo("ack_unsupported");
      }
      client.subscribe("1", "/user/queue/events", "ack:auto");
      for (String command : List.of("ACK", "NACK")) {
        client.say(command + "\nid:1\nreceipt:r\n\n\0");
        assertThat(client.next("MESSAGE").json().path("code").asString())
            .isEqualTo("ack_unsupported");
      }
    }
  }

  // --- versions
  // -----------------------------------------------------------------------------------

  @Test
  void theSubProtocolIsTheVersion() {
    PersonId ada = server.person("ada");
    for (String version : List.of("1.0", "1.1", "1.2")) {
      String protocol = "v" + version.replace(".", "") + ".stomp";
      try (Client client = Client.open(server, protocol)) {
        assertThat(client.socket().getSubprotocol()).isEqualTo(protocol);
        client.say(connect(ada, "accept-version:1.0,1.1,1.2\n"));
        assertThat(client.next("CONNECTED").header("version")).isEqualTo(version);
      }
    }
  }

  @Test
  void ofSeveralSubProtocolsTheNewestIsTaken() {
    try (Client client = Client.open(server, "v10.stomp", "v12.stomp", "v11.stomp")) {
      assertThat(client.socket().getSubprotocol()).isEqualTo("v12.stomp");
    }
  }

  @Test
  void whoAcceptsNoVersionThatIsSpokenIsToldWhichAre() {
    PersonId ada = server.person("ada");
    try (Client client = Client.open(server)) {
      client.say(connect(ada, "accept-version:1.1\n"));
      Frame error = client.next();
      assertThat(error.command()).isEqualTo("ERROR");
      assertThat(error.header("version")).isEqualTo("1.2");
      assertThat(client.closed()).isEqualTo(1002);
    }
    try (Client client = Client.open(server, new String[0])) {
      client.say(connect(ada, "accept-version:2.0\n"));
      assertThat(client.next().header("version")).isEqualTo("1.2,1.1,1.0");
    }
  }

  // --- tokens
  // -------------------------------------------------------------------------------------

  @Test
  void aBadTokenIsToldByItsCode() {
    try (Client client = Client.open(server)) {
      client.say("CONNECT\naccept-version:1.2\nhost:x\npasscode:nonsense\n\n\0");
      assertEnds(client, "unauthenticated", 1008);
    }
  }

  // --- limits
  // -------------------------------------------------------------------------------------

  @Test
  void beforeSigningInAFrameIsShort() {
    try (Client client = Client.open(server)) {
      client.say("CONNECT\naccept-version:1.2\npasscode:" + "x".repeat(8_100) + "\n\n\0");
      assertEnds(client, "unauthenticated", 1008);
    }
    try (Client client = Client.open(server)) {
      client.say("CONNECT\naccept-version:1.2\nx:" + "x".repeat(8_192));
      assertEnds(client, "too_large", 1009);
    }
    try (Client client = Client.open(server)) {
      client.say("CONNECT\na:" + "x".repeat(5_000));
      client.say("\nb:" + "x".repeat(5_000));
      assertEnds(client, "too_large", 1009);
    }
  }

  @Test
  void aFrameThatIsTooLongIsAnErrorBeforeTheClose() {
    String long_ = "x".repeat(300_000);
    try (Client client = Client.connect(server, server.person("ada"))) {
      client.say("SEND\ndestination:/app/place\n\n" + long_ + "\0");
      assertEnds(client, "too_large", 1009);
    }
    try (Client client = Client.connect(server, server.person("ada"))) {
      client.say("SEND\ndestination:/app/place\n\n" + long_.substring(0, 200_000));
      client.say(long_.substring(0, 100_000) + "\0");
      assertEnds(client, "too_large", 1009);
    }
  }

  @Test
  void manyTinyMessagesBeforeSigningInAreAnError() {
    try (Client client = Client.open(server)) {
      client.say("CONNECT\nx:");
      client.flood(200, () -> client.say("x"));
      assertEnds(client, "too_many_requests", 1008);
    }
  }

  @Test
  void manyPingsAreAnError() {
    try (Client client = Client.connect(server, server.person("ada"))) {
      client.flood(500, () -> client.socket().sendPing(ByteBuffer.wrap(new byte[] {'x'})).join());
      assertEnds(client, "too_many_requests", 1008);
    }
  }

  @Test
  void idsOfClientsAreShort() {
    String id = "x".repeat(129);
    for (String frame :
        List.of(
            "SUBSCRIBE\nid:%s\ndestination:/user/queue/errors\n\n\0",
            "SEND\ndestination:/app/place\nreceipt:%s\n\n{}\0", "UNSUBSCRIBE\nid:%s\n\n\0")) {
      try (Client client = Client.connect(server, server.person("ada"))) {
        client.say(frame.formatted(id));
        assertEnds(client, "invalid_request", 1002);
      }
    }
  }

  @Test
  void aFrameThatIsBegunHasToEnd() {
    try (Client client = Client.connect(server, server.person("ada"))) {
      client.say("SEND\ndestination:/app/place\n\n{");
      assertEnds(client, "frame_timeout", 1008);
    }
    try (Client client = Client.connect(server, server.person("ada"))) {
      client.socket().sendText("SEND\ndestination", false).join();
      assertEnds(client, "frame_timeout", 1008);
    }
  }

  @Test
  void onePersonHasOnlySoManyConnections() {
    PersonId ada = server.person("ada");
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < PER_PERSON; i++) {
      clients.add(Client.connect(server, ada));
    }
    try (Client client = Client.open(server)) {
      client.say(connect(ada, "accept-version:1.2\n"));
      assertEnds(client, "too_many_connections", 1008);
    }
    Client first = clients.removeFirst();
    first.say("DISCONNECT\nreceipt:bye\n\n\0");
    assertThat(first.next("RECEIPT").header("receipt-id")).isEqualTo("bye");
    assertThat(first.closed()).isEqualTo(1000);
    clients.add(Client.connect(server, ada));
    clients.forEach(Client::close);
  }

  @Test
  void oneSessionHasOnlySoManySubscriptionsAndFewToOneDestination() {
    try (Client client = Client.connect(server, server.person("ada"))) {
      List<String> destinations =
          List.of("/user/queue/errors", "/user/queue/signals", "/user/queue/events");
      int id = 0;
      for (String destination : destinations.subList(0, 2)) {
        for (int i = 0; i < 4; i++) {
          client.subscribe("s" + id++, destination);
        }
        assertThat(refusedSubscribe(client, "s" + id, destination))
            .isEqualTo("too_many_subscriptions");
      }
      client.subscribe("s" + id++, destinations.getLast());
      assertThat(refusedSubscribe(client, "s" + id, destinations.getLast()))
          .isEqualTo("too_many_subscriptions");
    }
  }

  private static String refusedSubscribe(Client client, String id, String destination) {
    client.say("SUBSCRIBE\nid:%s\ndestination:%s\n\n\0".formatted(id, destination));
    String code = client.next("MESSAGE").json().path("code").asString();
    // Each subscription to errors receives it.
    for (int i = 1; i < 4; i++) {
      assertThat(client.next("MESSAGE").json().path("code").asString()).isEqualTo(code);
    }
    return code;
  }

  // --- origins
  // ------------------------------------------------------------------------------------

  @Test
  void aStrangeOriginIsRefusedWithAProblem() throws IOException {
    for (String origin :
        List.of(
            "http://a:b",
            "http://a:99999999999",
            "null",
            "http://[::1",
            "://",
            "http://127.0.0.1:" + (server.port() + 1),
            "https://127.0.0.1:" + server.port(),
            "http://127.0.0.1.evil.example:" + server.port(),
            "http://127.0.0.1:" + server.port() + "/",
            "http://evil@127.0.0.1:" + server.port())) {
      String answer = handshake(origin);
      assertThat(answer).as(origin).startsWith("HTTP/1.1 403 ").contains("problem+json");
      assertThat(answer).as(origin).contains("\"code\":\"forbidden_origin\"");
    }
    assertThat(handshake("http://127.0.0.1:" + server.port())).startsWith("HTTP/1.1 101 ");
    assertThat(handshake("HTTP://127.0.0.1:" + server.port())).startsWith("HTTP/1.1 101 ");
    assertThat(handshake(null)).startsWith("HTTP/1.1 101 ");
  }

  private static String handshake(@Nullable String origin) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      String request =
          """
          GET /ws HTTP/1.1
          Host: 127.0.0.1:%d
          Upgrade: websocket
          Connection: Upgrade
          Sec-WebSocket-Version: 13
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
          %s
          """
              .formatted(server.port(), origin == null ? "" : "Origin: " + origin + "\n")
              .replace("\n", "\r\n");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[2_000];
      int read = socket.getInputStream().read(answer);
      return new String(answer, 0, read, StandardCharsets.US_ASCII);
    }
  }
}
