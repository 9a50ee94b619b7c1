package info.powow.client;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A device that stays connected. It reconnects when the connection is lost, resumes after the last
/// event it saw, reads larger gaps over HTTP, renews its token, and sends each command until it is
/// answered.
public final class Device implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration HEART_BEAT = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration RETRY_AFTER = Duration.ofMillis(500);
  private static final String EVENTS = "/user/queue/events";
  private static final String SIGNALS = "/user/queue/signals";

  private final PowowClient client;
  private final Session session;
  private final DeviceListener listener;
  private final Thread keeper;

  private final Map<String, Long> positions;
  private volatile String epoch;

  // Guards everything below.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable StompConnection connection;
  private boolean isClosed;

  // Held while something is delivered, so that two connections never deliver at the same time.
  private final ReentrantLock delivering = new ReentrantLock();
  private @Nullable Object delivers;

  Device(PowowClient client, Session session, ResumePoint from, DeviceListener listener) {
    this.client = client;
    this.session = session;
    this.listener = listener;
    this.positions = new ConcurrentHashMap<>(from.positions());
    this.epoch = from.epoch();
    this.keeper = Thread.ofVirtual().name("powow-device").unstarted(this::keepConnected);
  }

  void start() {
    keeper.start();
  }

  /// How far this device has come. An event counts once the listener has returned from it. If the
  /// listener is still handling an event, whoever resumes from here receives it again.
  public ResumePoint resumePoint() {
    return new ResumePoint(epoch, positions);
  }

  /// Sends a command until the server answers it, over as many connections as that takes.
  ///
  /// A command may therefore arrive twice. With a `key` in its body, the server carries it out once.
  ///
  /// @throws Refused when the server refuses it for good
  /// @throws IllegalStateException when the device is closed
  public Receipt send(String destination, Object body) throws InterruptedException {
    while (true) {
      StompConnection open = connected();
      try {
        return StompConnection.await(open.send(destination, body));
      } catch (Refused e) {
        if (!e.isTemporary()) {
          throw e;
        }
        Duration wait = e.retryAfter();
        Thread.sleep(wait == null ? RETRY_AFTER : wait);
      } catch (IOException _) {
        if (!open.closed().isDone()) {
          // No answer in time: the connection may be dead without anybody having noticed.
          open.abort();
        }
      }
    }
  }

  /// Sends something that is only true now, such as typing: once, and only if there is a connection.
  public void signal(String destination, Object body) {
    StompConnection open;
    lock.lock();
    try {
      open = connection;
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.sendUnanswered(destination, body);
    }
  }

  private StompConnection connected() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (isClosed) {
          throw new IllegalStateException("the device is closed");
        }
        StompConnection present = connection;
        if (present != null && !present.closed().isDone()) {
          return present;
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void keepConnected() {
    Backoff backoff = new Backoff();
    try {
      while (!isClosed()) {
        try {
          StompConnection opened = open();
          backoff.succeeded();
          watch(opened);
        } catch (IOException _) {
          Thread.sleep(backoff.failed());
        } catch (Refused e) {
          if (!e.isTemporary()) {
            close();
            listener.ended(e.code());
            return;
          }
          Thread.sleep(backoff.failed());
        }
      }
    } catch (InterruptedException _) {
      close();
    }
  }

  private StompConnection open() throws IOException, InterruptedException {
    CompletableFuture<StompConnection> self = new CompletableFuture<>();
    Object delivery = new Object();
    delivering.lockInterruptibly();
    try {
      delivers = delivery;
    } finally {
      delivering.unlock();
    }
    StompConnection opened = open(delivery, self);
    self.complete(opened);
    try {
      StompConnection.await(opened.subscribe(SIGNALS, Map.of()));
      Map<String, String> resume = new HashMap<>();
      resume.put("resume", JSON.writeValueAsString(new HashMap<>(positions)));
      if (!epoch.isEmpty()) {
        resume.put("epoch", epoch);
      }
      StompConnection.await(opened.subscribe(EVENTS, resume));
    } catch (IOException | RuntimeException e) {
      opened.abort();
      throw e;
    }
    lock.lockInterruptibly();
    try {
      if (isClosed) {
        opened.disconnect();
      } else {
        connection = opened;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    return opened;
  }

  private StompConnection open(Object delivery, CompletableFuture<StompConnection> self)
      throws IOException, InterruptedException {
    String token = session.token();
    try {
      return StompConnection.open(
          client.http(),
          client.socket(),
          token,
          HEART_BEAT,
          (destination, body) -> received(destination, body, delivery, self));
    } catch (ConnectionRefused e) {
      if (e.isOfTheToken()) {
        session.refreshed(token);
      }
      throw e;
    }
  }

  /// Keeps heart-beats and token alive until the connection has ended.
  private void watch(StompConnection open) throws InterruptedException, IOException {
    Instant renewAt = session.renewAt();
    while (true) {
      try {
        open.closed().get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException _) {
        Duration every = open.beatEvery();
        if (!every.isZero()
            && open.quiet().compareTo(every.minus(LOOK_EVERY.multipliedBy(2))) > 0) {
          open.beat();
        }
        Duration allowed = open.silenceAllowed();
        if (!allowed.isZero() && open.silence().compareTo(allowed) > 0) {
          open.abort();
        }
        if (!client.clock().instant().isBefore(renewAt)) {
          open.sendUnanswered("/app/session/refresh", Map.of("token", session.token()));
          renewAt = session.renewAt();
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void received(
      String destination, JsonNode body, Object delivery, CompletableFuture<StompConnection> self) {
    delivering.lock();
    try {
      if (delivers != delivery) {
        return;
      }
      switch (destination) {
        case SIGNALS -> listener.signal(body);
        case EVENTS -> received(body, self);
        default -> {
          // What is refused is told to whoever sent it.
        }
      }
    } finally {
      delivering.unlock();
    }
  }

  private void received(JsonNode event, CompletableFuture<StompConnection> self) {
    switch (event.path("type").asString("")) {
      case "caughtUp" -> {
        epoch = self.join().epoch();
        listener.caughtUp();
      }
      case "reset" -> {
        positions.clear();
        listener.reset();
      }
      case "gap" -> read(event, self);
      default -> deliver(event);
    }
  }

  private void deliver(JsonNode event) {
    long position = event.path("position").asLong(-1);
    if (position < 0) {
      // Read markers and the like have no position.
      listener.event(event);
      return;
    }
    String conversation = event.path("conversationId").asString();
    if (position > positions.getOrDefault(conversation, -1L)) {
      listener.event(event);
      positions.put(conversation, position);
    }
  }

  /// Reads over HTTP what was too much to send.
  private void read(JsonNode gap, CompletableFuture<StompConnection> self) {
    String path = "/api/conversations/" + gap.path("conversationId").asString() + "/events";
    long to = gap.path("to").asLong();
    long after = gap.path("from").asLong() - 1;
    try {
      while (after < to) {
        JsonNode events = session.get(path + "?limit=500&after=" + after).path("events");
        if (events.isEmpty()) {
          return;
        }
        for (JsonNode event : events) {
          after = event.path("position").asLong();
          deliver(event);
        }
      }
    } catch (IOException _) {
      giveUp(self);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      giveUp(self);
    }
  }

  /// Delivers nothing more of this connection: the next one asks again for everything after the last
  /// position that was delivered.
  private void giveUp(CompletableFuture<StompConnection> self) {
    delivers = null;
    self.join().abort();
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return isClosed;
    } finally {
      lock.unlock();
    }
  }

  /// Ends the connection, properly, and does not reconnect.
  @Override
  public void close() {
    StompConnection open;
    lock.lock();
    try {
      isClosed = true;
      open = connection;
      connection = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.disconnect();
    }
  }
}
