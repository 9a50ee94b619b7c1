package info.powow.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One connection to Powow: STOMP 1.2 over a WebSocket.
///
/// A command returns a future. It completes with the RECEIPT, or fails: with a [Refused] when the
/// server refused the command, with an [IOException] when the connection ended first. In the second
/// case the command may or may not have been carried out: send it again, with the same key.
public final class StompConnection {
  /// The close code of a connection that ended without one (RFC 6455, section 7.4.1).
  public static final int NO_CODE = 1006;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();
  private static final StompFrame NOT_CONNECTED = new StompFrame("", Map.of(), "");

  /// Receives the messages of all subscriptions, one at a time, in the order of arrival. The
  /// connection reads no further until the listener returns.
  @FunctionalInterface
  public interface Listener {
    /// @param destination as subscribed
    void received(String destination, JsonNode body);
  }

  private final Listener listener;
  private final CompletableFuture<StompFrame> connected = new CompletableFuture<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final Map<String, CompletableFuture<Receipt>> unanswered = new ConcurrentHashMap<>();
  private final Map<String, String> subscriptions = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private @Nullable WebSocket socket;
  // The JDK's WebSocket accepts the next message only when the previous one has been sent.
  private CompletableFuture<?> written = CompletableFuture.completedFuture(null);
  private volatile long lastRead = System.nanoTime();
  private volatile long lastWrite = System.nanoTime();

  private StompConnection(Listener listener) {
    this.listener = listener;
  }

  /// Connects and signs in, without heart-beats.
  ///
  /// @throws ConnectionRefused when the server refuses the connection or the token
  /// @throws IOException when the server cannot be reached
  public static StompConnection open(HttpClient http, URI address, String token, Listener listener)
      throws IOException, InterruptedException {
    return open(http, address, token, Duration.ZERO, listener);
  }

  /// Connects and signs in.
  ///
  /// @param address the address of the WebSocket, such as `ws://127.0.0.1:8080/ws`
  /// @param heartBeat how often each side promises to send something; zero for never. Whoever opens
  ///     the connection keeps the promise, with [#beat()] and [#silence()].
  static StompConnection open(
      HttpClient http, URI address, String token, Duration heartBeat, Listener listener)
      throws IOException, InterruptedException {
    StompConnection connection = new StompConnection(listener);
    String beats = heartBeat.toMillis() + "," + heartBeat.toMillis();
    try {
      WebSocket opened =
          http.newWebSocketBuilder()
              .subprotocols("v12.stomp")
              .connectTimeout(TIMEOUT)
              .buildAsync(address, connection.new Incoming())
              .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      connection.use(opened);
      connection.write(
          new StompFrame(
              "CONNECT",
              Map.of(
                  "accept-version",
                  "1.2",
                  "host",
                  "powow",
                  "heart-beat",
                  beats,
                  "Authorization",
                  "Bearer " + token),
              ""));
      connection.connected.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      connection
          .subscribe("/user/queue/errors", Map.of())
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return connection;
    } catch (ExecutionException | TimeoutException e) {
      connection.abort();
      if (e.getCause() instanceof ConnectionRefused refused) {
        throw refused;
      }
      throw new IOException("cannot connect to " + address, e);
    }
  }

  /// The epoch of the server's log, as CONNECTED names it: positions of another epoch mean nothing.
  public String epoch() {
    return connected.getNow(NOT_CONNECTED).header("epoch");
  }

  /// How often this side has to send something, as agreed with the server; zero for never.
  Duration beatEvery() {
    return agreed(1);
  }

  /// How long the server may be silent, as agreed with it; zero for any time.
  Duration silenceAllowed() {
    return agreed(0).multipliedBy(2);
  }

  private Duration agreed(int side) {
    String[] beats = connected.getNow(NOT_CONNECTED).header("heart-beat").split(",", -1);
    return beats.length == 2 ? Duration.ofMillis(Long.parseLong(beats[side])) : Duration.ZERO;
  }

  /// How long nothing has come from the server.
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastRead);
  }

  /// How long nothing has been sent to the server.
  Duration quiet() {
    return Duration.ofNanos(System.nanoTime() - lastWrite);
  }

  /// Sends a heart-beat.
  void beat() {
    write("\n");
  }

  private synchronized void use(WebSocket opened) {
    socket = opened;
  }

  /// Sends a command.
  ///
  /// @param body JSON as a string, or anything that Jackson turns into JSON
  public CompletableFuture<Receipt> send(String destination, Object body) {
    return ask("SEND", destination, Map.of("content-type", "application/json"), json(body));
  }

  /// Sends a command without asking for a RECEIPT.
  public void sendUnanswered(String destination, Object body) {
    write(
        new StompFrame(
            "SEND",
            Map.of("destination", destination, "content-type", "application/json"),
            json(body)));
  }

  public CompletableFuture<Receipt> subscribe(String destination, Map<String, String> headers) {
    Map<String, String> withId = new LinkedHashMap<>(headers);
    String id = "s" + numbers.incrementAndGet();
    withId.put("id", id);
    subscriptions.put(id, destination);
    return ask("SUBSCRIBE", destination, withId, "");
  }

  private CompletableFuture<Receipt> ask(
      String command, String destination, Map<String, String> headers, String body) {
    String receipt = "r" + numbers.incrementAndGet();
    CompletableFuture<Receipt> answer = new CompletableFuture<>();
    unanswered.put(receipt, answer);
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("destination", destination);
    all.put("receipt", receipt);
    write(new StompFrame(command, all, body));
    if (closed.isDone()) {
      failUnanswered();
    }
    return answer;
  }

  private static String json(Object body) {
    return body instanceof String text ? text : JSON.writeValueAsString(body);
  }

  private void write(StompFrame frame) {
    write(frame.encoded());
  }

  private synchronized void write(String text) {
    WebSocket open = socket;
    if (open == null) {
      return;
    }
    lastWrite = System.nanoTime();
    written =
        written
            .thenCompose(_ -> open.sendText(text, true))
            .whenComplete((_, failure) -> {
              if (failure != null) {
                abort();
              }
            });
  }

  /// Completes when the connection has ended, whoever ended it: with the server's close code, or with
  /// [#NO_CODE].
  public CompletableFuture<Integer> closed() {
    return closed;
  }

  /// Ends the connection properly: DISCONNECT, then a WebSocket close.
  public synchronized void disconnect() {
    write(new StompFrame("DISCONNECT", Map.of(), ""));
    WebSocket open = socket;
    if (open != null) {
      written =
          written
              .thenCompose(_ -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""))
              .whenComplete((_, _) -> ended(WebSocket.NORMAL_CLOSURE));
    }
  }

  /// Cuts the connection without telling the server, as a phone does that loses its network.
  public void abort() {
    WebSocket open;
    synchronized (this) {
      open = socket;
    }
    if (open != null) {
      open.abort();
    }
    ended(NO_CODE);
  }

  private void ended(int code) {
    connected.completeExceptionally(new IOException("closed before CONNECTED"));
    closed.complete(code);
    failUnanswered();
  }

  private void failUnanswered() {
    for (String receipt : List.copyOf(unanswered.keySet())) {
      CompletableFuture<Receipt> answer = unanswered.remove(receipt);
      if (answer != null) {
        answer.completeExceptionally(new IOException("the connection ended before the answer"));
      }
    }
  }

  private void received(String text) {
    try {
      received(StompFrame.parse(text));
    } catch (RuntimeException e) {
      abort();
      throw e;
    }
  }

  private void received(StompFrame frame) {
    switch (frame.command()) {
      case "CONNECTED" -> connected.complete(frame);
      case "RECEIPT" -> {
        CompletableFuture<Receipt> answer = unanswered.remove(frame.header("receipt-id"));
        if (answer != null) {
          String position = frame.header("position");
          answer.complete(
              new Receipt(
                  frame.headers().get("conversation"),
                  position.isEmpty() ? -1 : Long.parseLong(position)));
        }
      }
      case "MESSAGE" -> {
        String destination = subscriptions.getOrDefault(frame.header("subscription"), "");
        JsonNode body = JSON.readTree(frame.body());
        if (destination.equals("/user/queue/errors")) {
          refused(body);
        }
        listener.received(destination, body);
      }
      case "ERROR" -> {
        connected.completeExceptionally(
            new ConnectionRefused(frame.header("code"), frame.header("message")));
        abort();
      }
      default -> abort();
    }
  }

  private void refused(JsonNode refusal) {
    CompletableFuture<Receipt> answer = unanswered.remove(refusal.path("receipt").asString(""));
    if (answer != null) {
      answer.completeExceptionally(Refused.of(refusal));
    }
  }

  /// Waits for the answer to a command, for ten seconds at most.
  ///
  /// @throws Refused when the server refuses the command
  /// @throws IOException when the connection ends first, or no answer comes
  public static Receipt await(CompletableFuture<Receipt> answer)
      throws IOException, InterruptedException {
    try {
      return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (TimeoutException e) {
      throw new IOException("no answer", e);
    }
  }

  private static IOException unwrapped(ExecutionException failure) {
    Throwable cause = failure.getCause();
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof Refused refused) {
      throw refused;
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  private final class Incoming implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      lastRead = System.nanoTime();
      message.append(part);
      if (isLast) {
        String text = message.toString();
        message.setLength(0);
        // JSON contains no NUL, so every NUL ends a frame. A lone line break is a heart-beat.
        for (String frame : text.split("\0", -1)) {
          if (!frame.isBlank()) {
            received(frame.stripLeading() + '\0');
          }
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean isLast) {
      abort();
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      ended(status);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      ended(NO_CODE);
    }
  }
}
