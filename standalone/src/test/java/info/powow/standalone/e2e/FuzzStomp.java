package info.powow.standalone.e2e;

import info.powow.standalone.e2e.RawSocket.Received;
import info.powow.standalone.e2e.TestPeople.Person;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One frame over STOMP after another, made after `/asyncapi.json`. Each gets a RECEIPT or is
/// refused, and the connection stays, whatever is in it.
final class FuzzStomp implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final List<String> ODD_IDS =
      List.of("", " ", "..", "%00", "a".repeat(65), "ä", "{id}", "a/b", "nobody", "-");

  private static final List<String> ODD_VALUES =
      List.of(
          "",
          " ",
          "NaN",
          "1e400",
          "0x1p3",
          "1d",
          "91",
          "-181",
          "1,5",
          "100001",
          "-1",
          "9999999999",
          "null",
          "[]",
          "{",
          "{\"a\":1}",
          "{\"a\":-2}",
          "{\"a\":1.5}",
          "{\"a\":9223372036854775808}",
          "{\"a\":1,\"a\":2}",
          "{\"ä\":1}",
          "{}}");

  /// Shorter than a server waits for the answer to a ping.
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final int port;
  private final JsonNode asyncApi;
  private final FuzzJson json;
  private final Set<String> codes;
  private final FuzzReport report;
  private final List<Channel> channels = new ArrayList<>();
  private final Map<Person, Connection> connections = new HashMap<>();
  private int number;

  private record Channel(String address, JsonNode payload) {}

  private record Connection(RawSocket socket, long usedAt) {}

  FuzzStomp(int port, JsonNode asyncApi, FuzzJson json, Set<String> codes, FuzzReport report) {
    this.port = port;
    this.asyncApi = asyncApi;
    this.json = json;
    this.codes = codes;
    this.report = report;
    for (JsonNode operation : asyncApi.path("operations")) {
      JsonNode channel = json.resolve(operation.path("channel"));
      String address = channel.path("address").asString("");
      if (operation.path("action").asString().equals("receive") && !address.isEmpty()) {
        JsonNode message = json.resolve(json.resolve(operation.path("messages").get(0)));
        channels.add(new Channel(address, message.path("payload")));
      }
    }
    if (channels.size() < 10) {
      throw new IllegalStateException("there are hardly any destinations: " + channels);
    }
  }

  void ask(Person person, RandomGenerator random) throws IOException {
    if (FuzzJson.chance(10, random)) {
      subscribe(person, random);
    } else {
      send(person, random);
    }
  }

  private void send(Person person, RandomGenerator random) throws IOException {
    Channel channel = FuzzJson.pick(channels, random);
    boolean right = FuzzJson.chance(40, random);
    String id =
        !right && FuzzJson.chance(10, random)
            ? FuzzJson.pick(ODD_IDS, random)
            : json.valid(JSON.readTree("{}"), "conversations", random).asString();
    String address = channel.address().replace("{id}", id);
    JsonNode valid = json.valid(channel.payload(), "body", random);
    if (channel.address().endsWith("/refresh")) {
      right = false;
    }
    byte[] body = right ? JSON.writeValueAsBytes(valid) : json.mutated(valid, random);
    String receipt = "r" + ++number;
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(
        ("SEND\ndestination:"
                + address
                + "\nreceipt:"
                + receipt
                + "\ncontent-type:application/json\ncontent-length:"
                + body.length
                + "\n\n")
            .getBytes(StandardCharsets.UTF_8));
    frame.writeBytes(body);
    frame.write(0);
    String asked = "SEND " + address + " " + new String(body, StandardCharsets.UTF_8);
    // A text message has to be UTF-8 (RFC 6455, 8.1); what is not comes as a binary one.
    exchange(
        person, RawSocket.BINARY, frame.toByteArray(), receipt, channel.address(), right, asked);
  }

  private void subscribe(Person person, RandomGenerator random) throws IOException {
    String destination =
        FuzzJson.pick(
            List.of(
                "/user/queue/nearby",
                "/user/queue/events",
                "/user/queue/signals",
                "/topic/conversations/" + FuzzJson.pick(ODD_IDS, random),
                "/user/queue/nothing",
                "/topic/**"),
            random);
    String receipt = "r" + ++number;
    StringBuilder frame =
        new StringBuilder(
            "SUBSCRIBE\ndestination:" + destination + "\nreceipt:" + receipt + "\nid:" + receipt);
    for (String header : List.of("lat", "lon", "radius", "resume", "selector", "ack")) {
      if (FuzzJson.chance(40, random)) {
        frame.append('\n').append(header).append(':');
        frame.append(FuzzJson.pick(ODD_VALUES, random).replace(":", "\\c"));
      }
    }
    String asked = frame.toString();
    byte[] bytes = (asked + "\n\n\0").getBytes(StandardCharsets.UTF_8);
    if (exchange(person, RawSocket.TEXT, bytes, receipt, "SUBSCRIBE", false, asked)) {
      connection(person).stomp("UNSUBSCRIBE\nid:" + receipt + "\n\n");
    }
  }

  /// @return whether it was done
  private boolean exchange(
      Person person,
      int opcode,
      byte[] frame,
      String receipt,
      String what,
      boolean right,
      String asked)
      throws IOException {
    RawSocket socket = connection(person);
    socket.write(opcode, frame);
    while (true) {
      Received received = socket.read();
      String text = received.text();
      if (received.isEnd() || text.startsWith("ERROR")) {
        report.answered("STOMP end");
        report.found(what + ": the connection ended", asked + " -> " + text);
        close(person);
        return false;
      }
      if (received.opcode() == RawSocket.PING) {
        socket.write(RawSocket.PONG, received.payload());
      }
      if (text.startsWith("RECEIPT\n") && text.contains("receipt-id:" + receipt + "\n")) {
        report.answered("STOMP RECEIPT");
        return true;
      }
      if (text.startsWith("MESSAGE\n") && text.contains("destination:/user/queue/errors\n")) {
        JsonNode refusal =
            JSON.readTree(text.substring(text.indexOf("\n\n") + 2).replace("\0", ""));
        if (refusal.path("receipt").asString("").equals(receipt)) {
          refused(refusal, what, right, asked);
          return false;
        }
      }
    }
  }

  private void refused(JsonNode refusal, String what, boolean right, String asked) {
    String code = refusal.path("code").asString("");
    report.answered("STOMP refusal");
    if (!codes.contains(code)) {
      report.found(what + ": refused with no documented code", asked);
    }
    if (code.equals("internal")) {
      report.found(what + ": internal", asked);
    }
    if (code.equals("invalid_request") && FuzzHttp.lacksField(refusal)) {
      report.found(what + ": invalid_request without field, expected or received", asked);
    }
    if (right && code.equals("invalid_request")) {
      report.found(
          what + ": fits the schema and is refused: " + refusal.path("message").asString(), asked);
    }
  }

  private RawSocket connection(Person person) throws IOException {
    long now = System.nanoTime();
    Connection open = connections.get(person);
    if (open != null && now - open.usedAt() < IDLE.toNanos()) {
      connections.put(person, new Connection(open.socket(), now));
      return open.socket();
    }
    // Whoever answers no ping for long is cut off, and nobody has read this connection meanwhile.
    close(person);
    RawSocket socket = RawSocket.open(port, Map.of());
    socket.stomp(
        "CONNECT\naccept-version:1.2\nhost:powow\nAuthorization:Bearer " + person.token() + "\n\n");
    if (socket.readUntil("CONNECTED").isEmpty()) {
      throw new IOException("no connection");
    }
    socket.stomp("SUBSCRIBE\nid:errors\ndestination:/user/queue/errors\nreceipt:errors\n\n");
    if (socket.readUntil("RECEIPT").isEmpty()) {
      throw new IOException("no subscription");
    }
    connections.put(person, new Connection(socket, now));
    return socket;
  }

  private void close(Person person) throws IOException {
    Connection open = connections.remove(person);
    if (open != null) {
      open.socket().close();
    }
  }

  @Override
  public void close() throws IOException {
    for (Connection open : connections.values()) {
      open.socket().close();
    }
    connections.clear();
  }
}
