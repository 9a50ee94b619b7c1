package info.powow.standalone.demo;

import info.powow.client.Device;
import info.powow.client.DeviceListener;
import info.powow.client.Receipt;
import info.powow.client.Refused;
import info.powow.client.ResumePoint;
import info.powow.client.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// A person of the demo, with an account, a device, and habits: reads messages, reacts to some of
/// them, and is sometimes offline.
final class Actor {
  private static final Logger LOG = LoggerFactory.getLogger(Actor.class);
  private static final List<String> EMOJI =
      List.of("👏", "😂", "❤️", "😮", "🌙", "🌹", "🙈", "🎭", "🫏", "👍🏽");

  private final String handle;
  private final Session session;
  private final DemoPace pace;
  private final long seed;
  private final Executor background;
  private final Consumer<Cue> heard;

  private final Map<String, Long> newest = new ConcurrentHashMap<>();
  private final Set<String> toRead = ConcurrentHashMap.newKeySet();

  // Guarded by this.
  private ResumePoint left = ResumePoint.START;
  private CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private Optional<Device> device = Optional.empty();

  /// @param heard called with the cue of each message that this person has sent, including old ones
  Actor(
      String handle,
      Session session,
      DemoPace pace,
      long seed,
      Executor background,
      Consumer<Cue> heard) {
    this.handle = handle;
    this.session = session;
    this.pace = pace;
    this.seed = seed;
    this.background = background;
    this.heard = heard;
  }

  String handle() {
    return handle;
  }

  Session session() {
    return session;
  }

  /// Connects and resumes.
  private synchronized Device online() {
    if (device.isEmpty()) {
      CompletableFuture<Void> arrived = new CompletableFuture<>();
      caughtUp = arrived;
      device = Optional.of(session.connect(left, new Reader(arrived)));
    }
    return device.get();
  }

  /// Connects and waits until all missed events have arrived.
  void enter() throws InterruptedException {
    online();
    CompletableFuture<Void> arrived;
    synchronized (this) {
      arrived = caughtUp;
    }
    try {
      arrived.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Disconnects until there is something to say.
  synchronized void leave() {
    device.ifPresent(present -> {
      left = present.resumePoint();
      present.close();
    });
    device = Optional.empty();
  }

  /// Sends a command. All commands of the demo are idempotent: those that create something have a
  /// key.
  Receipt command(String destination, Object body) throws InterruptedException {
    return online().send(destination, body);
  }

  void typing(String conversation, boolean typing) {
    online().signal("/app/conversations/" + conversation + "/typing", Map.of("typing", typing));
  }

  private final class Reader implements DeviceListener {
    private final CompletableFuture<Void> arrived;

    Reader(CompletableFuture<Void> arrived) {
      this.arrived = arrived;
    }

    @Override
    public void caughtUp() {
      arrived.complete(null);
    }

    @Override
    public void reset() {
      newest.clear();
    }

    @Override
    public void ended(String code) {
      arrived.completeExceptionally(new IllegalStateException("the session has ended: " + code));
    }

    @Override
    public void event(JsonNode event) {
      if (!event.has("position")) {
        return;
      }
      String conversation = event.path("conversationId").asString("");
      long position = event.path("position").asLong();
      newest.merge(conversation, position, Math::max);
      if (!event.path("type").asString("").equals("messageSent")) {
        return;
      }
      String key = event.path("key").asString("");
      if (event.path("sender").asString("").equals(session.personId())) {
        Cue.of(key).ifPresent(heard);
      } else if (arrived.isDone()) {
        later(() -> react(conversation, position, key));
      }
      if (toRead.add(conversation)) {
        later(() -> Actor.this.read(conversation, key));
      }
    }
  }

  private void read(String conversation, String key) throws InterruptedException {
    pause(key, "read", 700, 9_000);
    toRead.remove(conversation);
    command(
        "/app/conversations/" + conversation + "/read",
        Map.of("upTo", newest.getOrDefault(conversation, 0L)));
  }

  private void react(String conversation, long position, String key) throws InterruptedException {
    Random chance = chance(key, "react");
    if (chance.nextInt(100) < 7) {
      pause(key, "reaction", 1_500, 8_000);
      command(
          "/app/conversations/" + conversation + "/react",
          Map.of("position", position, "emoji", EMOJI.get(chance.nextInt(EMOJI.size()))));
    }
  }

  private void pause(String key, String what, int atLeast, int atMost) throws InterruptedException {
    pace.pause(chance(key, what).nextInt(atLeast, atMost));
  }

  /// Random choices depend on the message and the seed only, so every performance with the same
  /// seed is the same.
  private Random chance(String key, String what) {
    return new Random(seed * 31 + (handle + key + what).hashCode());
  }

  private interface Deed {
    void carryOut() throws InterruptedException;
  }

  private void later(Deed deed) {
    try {
      background.execute(() -> {
        try {
          deed.carryOut();
        } catch (Refused e) {
          // The person has left the group, or the message was deleted.
          LOG.debug("{} is refused: {}", handle, e.code());
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
      });
    } catch (RejectedExecutionException _) {
      // The demo is being stopped.
    }
  }
}
