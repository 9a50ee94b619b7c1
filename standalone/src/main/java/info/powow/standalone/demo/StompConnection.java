package info.powow.standalone.demo;

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

/// A client's connection to Powow: STOMP 1.2 over a WebSocket, as much of it as the contract needs.
///
/// Commands are answered by a future: with what the RECEIPT says, or with a [Refused], or with an
/// [IOException] when the connection ended first, and nobody knows whether the command was carried
/// out.
public final class StompConnection {
  /// As RFC 6455, section 7.4.1, has it for a connection that has just ended.
  public static final int NO_CODE = 1006;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();

  /// What comes on the subscriptions. Called in the order of arrival, one at a time; must not
  /// block.
  public interface Listener {
    /// @param destination as subscribed
    void received(String destination, JsonNode body);
  }

  /// What a RECEIPT says.
  ///
  /// @param conversation where an event was made, if one was
  /// @param position its place there, or -1
  public record Receipt(@Nullable String conversation, long position) {}

  private final Listener listener;
  private final CompletableFuture<StompFrame> connected = new CompletableFuture<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final Map<String, CompletableFuture<Receipt>> unanswered = new ConcurrentHashMap<>();
  private final Map<String, String> subscriptions = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private @Nullable WebSocket socket;
  // The JDK's WebSocket takes the next message only when the one before is on its way.
  private CompletableFuture<?> written = CompletableFuture.completedFuture(null);

  private StompConnection(Listener listener) {
    this.listener = listener;
  }

  /// Connects and signs in.
  ///
  /// @throws IOException when there is no server, or it does not take the token
  public static StompConnection open(HttpClient http, URI address, String token, Listener listener)
      throws IOException, InterruptedException {
    StompConnection connection = new StompConnection(listener);
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
                  "accept-version", "1.2",
                  "host", "powow",
                  "heart-beat", "0,0",
                  "Authorization", "Bearer " + token),
              ""));
      connection.connected.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      connection
          .subscribe("/user/queue/errors", Map.of())
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return connection;
    } catch (ExecutionException | TimeoutException e) {
      connection.abort();
      throw new IOException("no connection to " + address, e);
    }
  }

  private synchronized void use(WebSocket opened) {
    socket = opened;
  }

  /// Carries out a command.
  public CompletableFuture<Receipt> send(String destination, Object body) {
    return ask("SEND", destination, Map.of("content-type", "application/json"), json(body));
  }

  /// Carries out a command, and does not ask what became of it.
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

  private synchronized void write(StompFrame frame) {
    WebSocket open = socket;
    if (open == null) {
      return;
    }
    String text = frame.encoded();
    written =
        written
            .thenCompose(_ -> open.sendText(text, true))
            .whenComplete((_, failure) -> {
              if (failure != null) {
                abort();
              }
            });
  }

  /// Done when the connection has ended, whoever ended it: with the code with which the server closed
  /// it, or with [#NO_CODE] where nobody said why.
  public CompletableFuture<Integer> closed() {
    return closed;
  }

  /// Ends the connection as an app does that is closed.
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

  /// Ends the connection as a phone does that goes out of reach: without a word.
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
        connected.completeExceptionally(new IOException("ERROR: " + frame.header("message")));
        abort();
      }
      default -> abort();
    }
  }

  private void refused(JsonNode refusal) {
    CompletableFuture<Receipt> answer = unanswered.remove(refusal.path("receipt").asString(""));
    if (answer != null) {
      answer.completeExceptionally(
          new Refused(
              refusal.path("code").asString("unknown"), refusal.path("message").asString("")));
    }
  }

  /// The answer, waited for.
  ///
  /// @throws Refused when the server refuses
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
      message.append(part);
      if (isLast) {
        String text = message.toString();
        message.setLength(0);
        // JSON has no NUL, so every NUL ends a frame; a lone line break is a heart-beat.
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
