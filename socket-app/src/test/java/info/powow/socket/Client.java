package info.powow.socket;

import info.powow.domain.PersonId;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client that sends exactly what the test says, over the JDK's WebSocket.
final class Client implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long PATIENCE_SECONDS = 20;

  private final WebSocket socket;
  private final BlockingQueue<Frame> frames;
  private final CompletableFuture<Integer> closed;
  private int receipts;

  /// A frame from the server.
  record Frame(String command, Map<String, String> headers, String body) {
    String header(String name) {
      String value = headers.get(name);
      if (value == null) {
        throw new AssertionError("no header " + name + " in " + this);
      }
      return value;
    }

    JsonNode json() {
      return JSON.readTree(body);
    }

    String type() {
      return json().path("type").asString("");
    }
  }

  private Client(WebSocket socket, BlockingQueue<Frame> frames, CompletableFuture<Integer> closed) {
    this.socket = socket;
    this.frames = frames;
    this.closed = closed;
  }

  static Client open(SocketServer server) {
    return open(server, "v12.stomp");
  }

  /// @param subProtocols in the order of preference; none requests none
  static Client open(SocketServer server, String... subProtocols) {
    BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    if (subProtocols.length > 0) {
      builder.subprotocols(
          subProtocols[0], Arrays.copyOfRange(subProtocols, 1, subProtocols.length));
    }
    WebSocket socket = builder.buildAsync(server.address(), new Listener(frames, closed)).join();
    return new Client(socket, frames, closed);
  }

  /// Signed in over STOMP 1.2, without heart-beats.
  static Client connect(SocketServer server, PersonId person) {
    return connect(server, SocketServer.token(person));
  }

  static Client connect(SocketServer server, String token) {
    Client client = open(server);
    client.say("CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer " + token + "\n\n\0");
    Frame connected = client.next();
    if (!connected.command().equals("CONNECTED")) {
      throw new AssertionError("not connected: " + connected);
    }
    return client;
  }

  WebSocket socket() {
    return socket;
  }

  void say(String frame) {
    socket.sendText(frame, true).join();
  }

  /// Repeats an action until the server has closed.
  void flood(int times, Runnable something) {
    try {
      for (int i = 0; i < times && !closed.isDone(); i++) {
        something.run();
      }
    } catch (CompletionException _) {
      // Closed meanwhile.
    }
  }

  /// Subscribes, and waits until the subscription is active.
  void subscribe(String id, String destination, String... headers) {
    String receipt = "receipt-" + ++receipts;
    String more = headers.length == 0 ? "" : String.join("\n", headers) + "\n";
    say(
        "SUBSCRIBE\nid:%s\ndestination:%s\nreceipt:%s\n%s\n\0"
            .formatted(id, destination, receipt, more));
    Frame answer = next("RECEIPT");
    if (!answer.header("receipt-id").equals(receipt)) {
      throw new AssertionError(answer.toString());
    }
  }

  /// Sends without waiting.
  String send(String destination, String json) {
    String receipt = "receipt-" + ++receipts;
    say(
        "SEND\ndestination:%s\nreceipt:%s\ncontent-type:application/json\n\n%s\0"
            .formatted(destination, receipt, json));
    return receipt;
  }

  /// Sends, and waits for the receipt.
  Frame ask(String destination, String json) {
    String receipt = send(destination, json);
    while (true) {
      Frame answer = next("RECEIPT");
      if (answer.header("receipt-id").equals(receipt)) {
        return answer;
      }
    }
  }

  /// Returns the next frame with a command, discarding those before it.
  Frame next(String command) {
    while (true) {
      Frame frame = next();
      if (frame.command().equals(command)) {
        return frame;
      }
      if (frame.command().equals("ERROR")) {
        throw new AssertionError(frame.toString());
      }
    }
  }

  Frame next() {
    try {
      Frame frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("nothing came; closed: " + closed.getNow(-1));
      }
      return frame;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Nullable Frame poll() {
    return frames.poll();
  }

  /// The server's close code.
  int closed() {
    return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<Frame> frames;
    private final CompletableFuture<Integer> closed;
    private final StringBuilder begun = new StringBuilder();

    Listener(BlockingQueue<Frame> frames, CompletableFuture<Integer> closed) {
      this.frames = frames;
      this.closed = closed;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      begun.append(data);
      if (last) {
        String message = begun.toString();
        begun.setLength(0);
        if (!message.equals("\n")) {
          frames.add(parse(message));
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.complete(1006);
    }
  }

  /// The server sends one frame per message.
  private static Frame parse(String message) {
    if (message.indexOf('\0') != message.length() - 1) {
      throw new AssertionError("not exactly one frame: " + message);
    }
    int head = message.indexOf("\n\n");
    String[] lines = message.substring(0, head).split("\n", -1);
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon),
          lines[i]
              .substring(colon + 1)
              .replace("\\c", ":")
              .replace("\\n", "\n")
              .replace("\\\\", "\\"));
    }
    String body = message.substring(head + 2, message.length() - 1);
    String length = headers.get("content-length");
    if (length != null
        && Integer.parseInt(length) != body.getBytes(StandardCharsets.UTF_8).length) {
      throw new AssertionError("wrong content-length: " + message);
    }
    return new Frame(lines[0], headers, body);
  }
}
