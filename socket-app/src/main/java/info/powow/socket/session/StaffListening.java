package info.powow.socket.session;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.replay.ReplayControl;
import info.powow.domain.replay.ReplayListener;
import info.powow.domain.replay.ReplayPlayer;
import info.powow.domain.replay.ReplayPlayers.Caller;
import info.powow.identity.Staff;
import info.powow.socket.push.Subscription;
import info.powow.socket.push.Topic;
import info.powow.socket.stomp.OutgoingMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What somebody with a staff token listens to in one STOMP session: replays, and nothing of the chat.
///
/// Thread-safe.
final class StaffListening {
  private static final long VERIFIED_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StaffSignIn signIn;
  private final String token;
  private final BiConsumer<Subscription, Reason> ended;
  private final Map<Subscription, ReplayPlayer> players = new HashMap<>();
  private volatile long verifiedAt = System.nanoTime();
  private boolean closed;

  /// @param token verified before
  /// @param ended told of a replay that ends by itself
  StaffListening(StaffSignIn signIn, String token, BiConsumer<Subscription, Reason> ended) {
    this.signIn = signIn;
    this.token = token;
    this.ended = ended;
  }

  /// Begins to play.
  ///
  /// @throws Rejected as [info.powow.domain.replay.ReplayPlayers#play]
  void listen(Subscription subscription, Topic.Replay topic, long after, boolean paused) {
    Staff staff = signIn.verify(token);
    ReplayPlayer player =
        signIn
            .requirePlayers()
            .play(
                new Caller(staff.person(), staff.tokenId(), staff.scopes()),
                topic.replay(),
                after,
                paused,
                new Listener(subscription));
    synchronized (this) {
      if (!closed) {
        players.put(subscription, player);
        return;
      }
    }
    player.close();
  }

  /// @throws Rejected `replay_not_found` if nobody listens to that replay here
  void control(String replay, ReplayControl control) {
    Staff _ = signIn.verify(token);
    List<ReplayPlayer> found;
    synchronized (this) {
      found =
          players.entrySet().stream()
              .filter(each ->
                  each.getKey().topic() instanceof Topic.Replay topic
                      && topic.replay().equals(replay))
              .map(Map.Entry::getValue)
              .toList();
    }
    if (found.isEmpty()) {
      throw new Rejected(Reason.REPLAY_NOT_FOUND);
    }
    found.forEach(player -> player.control(control));
  }

  void unsubscribe(Subscription subscription) {
    @Nullable ReplayPlayer player;
    synchronized (this) {
      player = players.remove(subscription);
    }
    if (player != null) {
      player.close();
    }
  }

  void close() {
    List<ReplayPlayer> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(players.values());
      players.clear();
    }
    all.forEach(ReplayPlayer::close);
  }

  /// Sends each event as a message, and waits until the client has read most of what was sent.
  private final class Listener implements ReplayListener {
    private final Subscription subscription;
    private final AtomicLong sent = new AtomicLong();

    Listener(Subscription subscription) {
      this.subscription = subscription;
    }

    @Override
    public boolean take(byte[] json) {
      verify();
      OutgoingMessage message = new OutgoingMessage("replay~" + sent.incrementAndGet(), json);
      subscription.subscriber().send(List.of(message.frame(subscription.head())));
      return subscription.subscriber().awaitRoom();
    }

    /// The role or the session may have ended meanwhile.
    private void verify() {
      long now = System.nanoTime();
      if (now - verifiedAt > VERIFIED_EVERY_NANOS) {
        verifiedAt = now;
        Staff _ = signIn.verify(token);
      }
    }

    @Override
    public void ended(Reason reason) {
      ended.accept(subscription, reason);
    }
  }
}
