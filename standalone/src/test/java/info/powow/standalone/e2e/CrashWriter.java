package info.powow.standalone.e2e;

import info.powow.client.Receipt;
import info.powow.client.Refused;
import info.powow.client.StompConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// A person who writes as fast as the server accepts, over two devices, and never gives up a
/// message: one whose acknowledgement did not arrive, or was dropped, is sent again under its key,
/// over any connection.
final class CrashWriter {
  private static final int BACKOFF_MILLIS = 100;
  private static final int LOST_ACKNOWLEDGEMENTS = 20; // percent
  private static final List<String> EMOJI = List.of("👍", "🎉", "👨‍👩‍👧", "❤️");

  /// How a person writes.
  ///
  /// @param inFlight the maximum number of unanswered messages
  /// @param pause between two messages
  /// @param partsGoAway whether a part of the server may be unavailable for a while, so that such
  ///     refusals are no violation; refused messages are sent again
  record Manner(int inFlight, Duration pause, boolean partsGoAway) {}

  /// A message that was or will be sent.
  record Message(String conversation, String key) {}

  private final String name;
  private final List<CrashDevice> devices;
  private final List<String> conversations;
  private final Random random;
  private final Queue<String> violations;

  private final Map<Message, Long> acknowledged = new ConcurrentHashMap<>();
  private final Queue<Message> unanswered = new ConcurrentLinkedQueue<>();
  private final Manner manner;
  private final Semaphore inFlight;
  private volatile boolean stopped;
  private int written;

  CrashWriter(
      String name,
      List<CrashDevice> devices,
      List<String> conversations,
      Random random,
      Queue<String> violations,
      Manner manner) {
    this.name = name;
    this.devices = devices;
    this.conversations = conversations;
    this.random = random;
    this.violations = violations;
    this.manner = manner;
    this.inFlight = new Semaphore(manner.inFlight());
  }

  /// Every acknowledged message and its position, including those whose acknowledgement the writer
  /// then dropped.
  Map<Message, Long> acknowledged() {
    return acknowledged;
  }

  /// Writes until no device is connected, or until [#stop].
  void write() throws InterruptedException {
    stopped = false;
    writeWhileConnected();
  }

  /// Writes until [#stop], even if no device is connected for a while.
  void writeOn() throws InterruptedException {
    stopped = false;
    while (!stopped) {
      writeWhileConnected();
      Thread.sleep(BACKOFF_MILLIS);
    }
  }

  private void writeWhileConnected() throws InterruptedException {
    try {
      while (!stopped) {
        inFlight.acquire();
        Message again = unanswered.poll();
        if (again != null) {
          send(again);
        } else if (random.nextInt(100) < 15) {
          doSomethingElse();
        } else {
          send(new Message(any(conversations), name + "-" + written++));
        }
        Thread.sleep(manner.pause());
      }
    } catch (IOException _) {
      // The server was killed. Unanswered messages are sent again when there is a connection.
    }
  }

  void stop() {
    stopped = true;
  }

  /// Retries until everything is answered.
  void finish() throws IOException, InterruptedException {
    while (true) {
      inFlight.acquire(manner.inFlight());
      Message again = unanswered.poll();
      inFlight.release(manner.inFlight());
      if (again == null) {
        return;
      }
      inFlight.acquire();
      send(again);
    }
  }

  /// Sends a message again that was acknowledged long ago.
  Receipt sendAgain(Message message) throws IOException, InterruptedException {
    return StompConnection.await(
        anyConnection()
            .send(
                "/app/conversations/" + message.conversation() + "/send",
                Map.of("key", message.key(), "text", "text of " + message.key())));
  }

  private StompConnection anyConnection() throws IOException {
    int first = random.nextInt(devices.size());
    for (int i = 0; i < devices.size(); i++) {
      try {
        return devices.get((first + i) % devices.size()).connection();
      } catch (IOException _) {
        // Try the next one.
      }
    }
    throw new IOException(name + " is not connected");
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void send(Message message) throws IOException {
    boolean loseTheAnswer =
        !acknowledged.containsKey(message) && random.nextInt(100) < LOST_ACKNOWLEDGEMENTS;
    StompConnection connection;
    try {
      connection = anyConnection();
    } catch (IOException e) {
      unanswered.add(message);
      inFlight.release();
      throw e;
    }
    var unused =
        connection
            .send(
                "/app/conversations/" + message.conversation() + "/send",
                Map.of("key", message.key(), "text", "text of " + message.key()))
            .whenComplete((receipt, failure) -> answered(message, receipt, failure, loseTheAnswer));
  }

  private void answered(
      Message message,
      @Nullable Receipt receipt,
      @Nullable Throwable failure,
      boolean loseTheAnswer) {
    if (receipt != null) {
      Long before = acknowledged.putIfAbsent(message, receipt.position());
      if (before != null && before != receipt.position()) {
        violations.add(
            "%s was acknowledged at %d and then at %d"
                .formatted(message, before, receipt.position()));
      }
      if (!message.conversation().equals(receipt.conversation())) {
        violations.add(message + " was acknowledged in " + receipt.conversation());
      }
    } else if (failure != null && isBrokenPromise(failure)) {
      violations.add(message + " was refused: " + failure);
    }
    if (failure != null || loseTheAnswer) {
      unanswered.add(message);
    }
    inFlight.release();
  }

  private boolean isBrokenPromise(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof Refused refusal && !(manner.partsGoAway() && isPassing(refusal));
  }

  /// Whether the refusal means that a part of the server is unavailable: see docs/errors.md.
  static boolean isPassing(Refused refusal) {
    return refusal.code().endsWith("_unavailable");
  }

  /// Reads, reacts, edits, deletes, pins. The test does not track the results; they only have to be
  /// the same for everybody, and after every restart.
  private void doSomethingElse() throws IOException {
    Message earlier = anyAcknowledged();
    Long position = acknowledged.get(earlier);
    if (position == null) {
      inFlight.release();
      return;
    }
    String at = "/app/conversations/" + earlier.conversation();
    StompConnection connection;
    try {
      connection = anyConnection();
    } catch (IOException e) {
      inFlight.release();
      throw e;
    }
    var answer =
        switch (random.nextInt(10)) {
          case 0 ->
              connection.send(at + "/edit", Map.of("position", position, "text", "edited " + name));
          case 1 -> connection.send(at + "/delete", Map.of("position", position));
          case 2, 3 ->
              connection.send(at + "/react", Map.of("position", position, "emoji", any(EMOJI)));
          case 4 ->
              connection.send(at + "/unreact", Map.of("position", position, "emoji", any(EMOJI)));
          case 5 -> connection.send(at + "/pin", Map.of("position", position));
          default -> connection.send(at + "/read", Map.of("upTo", position));
        };
    var unused = answer.whenComplete((_, _) -> inFlight.release());
  }

  private Message anyAcknowledged() {
    // Only roughly random, which is sufficient, and fast for a large map.
    int skip = random.nextInt(50);
    Message found = new Message("", "");
    for (Message message : acknowledged.keySet()) {
      found = message;
      if (skip-- == 0) {
        break;
      }
    }
    return found;
  }
}
