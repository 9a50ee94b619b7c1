package info.powow.standalone.e2e;

import info.powow.client.Refused;
import info.powow.client.StompConnection;
import info.powow.standalone.e2e.TestPeople.Person;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A device that survives crashes of the server: it resumes with its positions, and records what it
/// receives over all its connections, in order.
final class CrashDevice {
  private static final int PATIENCE_SECONDS = 60;
  private static final int BACKOFF_MILLIS = 200;

  private final String name;
  private final Person person;
  private final HttpClient http;
  private final URI socket;
  private final TestPeople people;
  private final Queue<String> violations;

  // By conversation.
  private final Map<String, List<JsonNode>> received = new HashMap<>();
  // Identifies the current connection, because an abandoned one may still deliver messages.
  private int generation;
  private volatile @Nullable StompConnection connection;
  private volatile @Nullable StompConnection dropped;
  // The close codes of connections that this device did not close itself.
  private final Queue<Integer> closeCodes = new ConcurrentLinkedQueue<>();

  /// @param violations receives broken promises
  CrashDevice(
      String name,
      Person person,
      HttpClient http,
      URI socket,
      TestPeople people,
      Queue<String> violations) {
    this.name = name;
    this.person = person;
    this.http = http;
    this.socket = socket;
    this.people = people;
    this.violations = violations;
  }

  Person person() {
    return person;
  }

  /// Connects, resumes, and waits until everything missed has arrived.
  ///
  /// @throws IOException if the server disappears meanwhile
  void connect() throws IOException, InterruptedException {
    Map<String, Long> positions = new HashMap<>();
    int own;
    synchronized (received) {
      own = ++generation;
      received.forEach(
          (conversation, events) -> positions.put(conversation, positionOf(events.getLast())));
    }
    CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    StompConnection opened =
        StompConnection.open(
            http,
            socket,
            person.token(),
            (destination, body) -> {
              if (destination.equals("/user/queue/events")) {
                receive(body, caughtUp, own);
              }
            });
    StompConnection.await(
        opened.subscribe(
            "/user/queue/events", Map.of("resume", TestPeople.JSON.writeValueAsString(positions))));
    try {
      CompletableFuture.anyOf(caughtUp, opened.closed())
          .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      opened.abort();
      throw new IOException(name + " does not catch up", e);
    }
    if (!caughtUp.isDone()) {
      throw new IOException(name + " lost the connection while catching up");
    }
    connection = opened;
  }

  /// Stays connected, as an app does: reconnects whenever the connection ends, as long as it takes.
  /// Returns, connected, when `enough` completes.
  void stay(CompletableFuture<Void> enough) throws InterruptedException {
    while (true) {
      StompConnection present = connection;
      if (present == null || present.closed().isDone()) {
        try {
          connect();
        } catch (IOException _) {
          Thread.sleep(BACKOFF_MILLIS);
        } catch (Refused refusal) {
          if (!CrashWriter.isPassing(refusal)) {
            violations.add(name + " was refused: " + refusal);
          }
          Thread.sleep(BACKOFF_MILLIS);
        }
      } else if (!enough.isDone()) {
        CompletableFuture.anyOf(present.closed(), enough).join();
        if (present.closed().isDone() && present != dropped) {
          closeCodes.add(present.closed().join());
        }
      } else {
        return;
      }
    }
  }

  /// Drops the connection, if any.
  void drop() {
    StompConnection present = connection;
    if (present != null) {
      dropped = present;
      present.abort();
    }
  }

  /// The close codes sent by servers.
  Queue<Integer> closeCodes() {
    return closeCodes;
  }

  /// Drops the connection at any point, and reconnects.
  void cut() throws IOException, InterruptedException {
    connection().abort();
    connect();
  }

  /// The current connection.
  ///
  /// @throws IOException if there is none
  StompConnection connection() throws IOException {
    StompConnection present = connection;
    if (present == null || present.closed().isDone()) {
      throw new IOException(name + " is not connected");
    }
    return present;
  }

  void disconnect() throws IOException {
    connection().disconnect();
  }

  private void receive(JsonNode event, CompletableFuture<Void> caughtUp, int from) {
    switch (event.path("type").asString("")) {
      case "caughtUp" -> caughtUp.complete(null);
      case "gap" -> fetch(event, from);
      default -> {
        if (event.has("position")) {
          append(event, from);
        }
      }
    }
  }

  /// Reads over HTTP the events of a gap.
  private void fetch(JsonNode gap, int from) {
    String conversation = gap.path("conversationId").asString();
    long to = gap.path("to").asLong();
    try {
      for (long after = gap.path("from").asLong() - 1; after < to; ) {
        JsonNode page =
            people
                .read(
                    person,
                    "/api/conversations/" + conversation + "/events?limit=500&after=" + after)
                .path("events");
        for (JsonNode event : page) {
          after = positionOf(event);
          if (after <= to) {
            append(event, from);
          }
        }
      }
    } catch (IOException e) {
      // It will be sent again after the next connect, because the positions have not moved past it.
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void append(JsonNode event, int from) {
    String conversation = event.path("conversationId").asString();
    synchronized (received) {
      if (from != generation) {
        return;
      }
      List<JsonNode> events = received.computeIfAbsent(conversation, _ -> new ArrayList<>());
      long expected = events.isEmpty() ? 0 : positionOf(events.getLast()) + 1;
      // A private chat opened by somebody else begins with its first message.
      boolean begins = events.isEmpty() && conversation.startsWith("d") && positionOf(event) == 1;
      if (positionOf(event) != expected && !begins) {
        violations.add(
            "%s got position %d of %s where %d was next"
                .formatted(name, positionOf(event), conversation, expected));
      }
      events.add(event);
      received.notifyAll();
    }
  }

  /// The received events of a conversation, once they reach a position.
  List<JsonNode> receivedUpTo(String conversation, long position, long patienceMillis)
      throws InterruptedException {
    long end = System.nanoTime() + patienceMillis * 1_000_000;
    synchronized (received) {
      while (true) {
        List<JsonNode> events = received.getOrDefault(conversation, List.of());
        long left = (end - System.nanoTime()) / 1_000_000;
        if ((!events.isEmpty() && positionOf(events.getLast()) >= position) || left <= 0) {
          return List.copyOf(events);
        }
        received.wait(left);
      }
    }
  }

  static long positionOf(JsonNode event) {
    return event.path("position").asLong();
  }

  @Override
  public String toString() {
    return name;
  }
}
