package info.powow.standalone.demo;

import info.powow.standalone.demo.StompConnection.Receipt;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One of the people of the play: an account, a device, and some manners. Reads what others write,
/// reacts to some of it, is away now and then, and comes back.
final class Actor {
  private static final Logger LOG = LoggerFactory.getLogger(Actor.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> EMOJI =
      List.of("👏", "😂", "❤️", "😮", "🌙", "🌹", "🙈", "🎭", "🫏", "👍🏽");
  private static final long RETRY_AFTER = 500;

  private final String handle;
  private final DemoAccounts accounts;
  private volatile DemoAccounts.Session session;
  private final HttpClient http;
  private final URI socket;
  private final DemoPace pace;
  private final long seed;
  private final Executor background;
  private final Consumer<Cue> heard;

  // What an app keeps: how far it has come in each conversation.
  private final Map<String, Long> positions = new ConcurrentHashMap<>();
  private final Set<String> toRead = ConcurrentHashMap.newKeySet();
  private CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private Optional<StompConnection> connection = Optional.empty();

  /// @param heard is told the cues of what this person sent, also long ago
  Actor(
      String handle,
      DemoAccounts.Session session,
      DemoAccounts accounts,
      HttpClient http,
      URI socket,
      DemoPace pace,
      long seed,
      Executor background,
      Consumer<Cue> heard) {
    this.handle = handle;
    this.session = session;
    this.accounts = accounts;
    this.http = http;
    this.socket = socket;
    this.pace = pace;
    this.seed = seed;
    this.background = background;
    this.heard = heard;
  }

  String handle() {
    return handle;
  }

  String personId() {
    return session.personId();
  }

  String token() {
    return session.token();
  }

  /// Comes online, from where this person was last.
  private synchronized StompConnection online() throws IOException, InterruptedException {
    if (connection.isPresent() && !connection.get().closed().isDone()) {
      return connection.get();
    }
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    caughtUp = arrived;
    StompConnection opened = open(arrived);
    StompConnection.await(opened.subscribe("/user/queue/signals", Map.of()));
    StompConnection.await(
        opened.subscribe(
            "/user/queue/events",
            Map.of("resume", JSON.writeValueAsString(new HashMap<>(positions)))));
    connection = Optional.of(opened);
    return opened;
  }

  private StompConnection open(CompletableFuture<Void> arrived)
      throws IOException, InterruptedException {
    try {
      return StompConnection.open(
          http, socket, session.token(), (_, body) -> received(body, arrived));
    } catch (IOException e) {
      // The token may have expired; the next try has a new one.
      session = accounts.refresh(session);
      throw e;
    }
  }

  /// Comes online and has heard all that was said before.
  void enter() throws IOException, InterruptedException {
    StompConnection opened = online();
    CompletableFuture<Void> arrived;
    synchronized (this) {
      arrived = caughtUp;
    }
    CompletableFuture.anyOf(arrived, opened.closed()).join();
    if (!arrived.isDone()) {
      throw new IOException("the connection ended while catching up");
    }
  }

  /// Goes offline, until there is something to say.
  synchronized void leave() {
    connection.ifPresent(StompConnection::disconnect);
    connection = Optional.empty();
  }

  /// Carries out a command, over as many connections as it takes. Every command of the demo can be
  /// repeated without harm: what makes a message has a key.
  Receipt command(String destination, Object body) throws InterruptedException {
    while (true) {
      try {
        return StompConnection.await(online().send(destination, body));
      } catch (Refused e) {
        if (!e.code().equals("too_many_requests") && !e.code().endsWith("_unavailable")) {
          throw e;
        }
      } catch (IOException e) {
        LOG.debug("{} tries again", handle, e);
      }
      Thread.sleep(RETRY_AFTER);
    }
  }

  void typing(String conversation, boolean typing) throws InterruptedException {
    command("/app/conversations/" + conversation + "/typing", Map.of("typing", typing));
  }

  private void received(JsonNode event, CompletableFuture<Void> arrived) {
    String type = event.path("type").asString("");
    if (type.equals("caughtUp")) {
      arrived.complete(null);
      return;
    }
    if (type.equals("reset")) {
      positions.clear();
      return;
    }
    String conversation = event.path("conversationId").asString("");
    long position = event.path("position").asLong(-1);
    if (conversation.isEmpty() || position < 0) {
      return;
    }
    positions.merge(conversation, position, Math::max);
    if (!type.equals("messageSent")) {
      return;
    }
    String key = event.path("key").asString("");
    if (event.path("sender").asString("").equals(personId())) {
      Cue.of(key).ifPresent(heard);
    } else if (arrived.isDone()) {
      later(() -> react(conversation, position, key));
    }
    if (toRead.add(conversation)) {
      later(() -> read(conversation, key));
    }
  }

  private void read(String conversation, String key) throws InterruptedException {
    pause(key, "read", 700, 9_000);
    toRead.remove(conversation);
    command(
        "/app/conversations/" + conversation + "/read",
        Map.of("upTo", positions.getOrDefault(conversation, 0L)));
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

  /// The same luck at the same message in every performance with the same seed.
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
          // Left the group meanwhile, or the message is gone: as it happens to people.
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
