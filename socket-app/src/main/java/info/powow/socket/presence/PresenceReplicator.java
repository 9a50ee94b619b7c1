package info.powow.socket.presence;

import info.powow.axon.bus.ClusterMembers;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.socket.presence.SignalBatch.Gone;
import info.powow.socket.presence.SignalBatch.Parted;
import info.powow.socket.presence.SignalBatch.Present;
import info.powow.socket.presence.SignalBatch.Typing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends presence and typing to the other socket nodes. Used on the push thread only.
///
/// Each node gets one batch at a time, with a pause in between; pending changes are merged. A newly
/// found node gets the presence of everybody, so nothing is stored for absent nodes.
final class PresenceReplicator implements PresencePeers {
  private static final Logger LOG = LoggerFactory.getLogger(PresenceReplicator.class);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  /// Conversations named in a batch: some hundred KB.
  private static final int NAMED_AT_ONCE = 10_000;

  private final ClusterMembers nodes;
  private final Executor pushThread;
  private final PushTimer later;
  private final Duration lostAfter;
  private final LongSupplier nanoTime;
  private final Supplier<Stream<Present>> everybody;
  private final Listener listener;
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();
  private boolean looking;

  /// Receives changes of other nodes, on the push thread.
  interface Listener {
    void told(SignalBatch batch);

    void lost(String node);
  }

  /// @param lostAfter how long a node may be silent before its people count as offline
  /// @param everybody everybody who is connected here
  PresenceReplicator(
      ClusterMembers nodes,
      Executor pushThread,
      PushTimer later,
      Duration lostAfter,
      LongSupplier nanoTime,
      Supplier<Stream<Present>> everybody,
      Listener listener) {
    this.nodes = nodes;
    this.pushThread = pushThread;
    this.later = later;
    this.lostAfter = lostAfter;
    this.nanoTime = nanoTime;
    this.everybody = everybody;
    this.listener = listener;
  }

  @Override
  public void join() {
    nodes.join(what -> {
      if (what instanceof SignalBatch batch) {
        pushThread.execute(() -> told(batch));
      }
    });
  }

  @Override
  public int count() {
    return peers.size();
  }

  private void told(SignalBatch batch) {
    meet(batch.from());
    listener.told(batch);
  }

  private Peer meet(String node) {
    Peer known = peers.get(node);
    if (known != null) {
      known.seenAt = nanoTime.getAsLong();
      return known;
    }
    LOG.info("the socket node {} is there", node);
    Peer peer = new Peer(node);
    peer.seenAt = nanoTime.getAsLong();
    peers.put(node, peer);
    everybody.get().forEach(peer::add);
    peer.send();
    return peer;
  }

  @Override
  public void tick() {
    if (looking) {
      return;
    }
    looking = true;
    nodes
        .present()
        .whenComplete((present, _) ->
            pushThread.execute(() -> {
              looking = false;
              looked(present == null ? Set.of() : present);
            }));
  }

  private void looked(Set<String> present) {
    if (!present.contains(nodes.self())) {
      // A node that does not find itself cannot judge others: the network may be broken.
      peers.values().forEach(peer -> peer.seenAt = nanoTime.getAsLong());
      return;
    }
    for (String node : present) {
      if (!node.equals(nodes.self())) {
        meet(node);
      }
    }
    long now = nanoTime.getAsLong();
    List<String> lost = new ArrayList<>(0);
    for (Iterator<Peer> all = peers.values().iterator(); all.hasNext(); ) {
      Peer peer = all.next();
      if (now - peer.seenAt >= lostAfter.toNanos()) {
        all.remove();
        lost.add(peer.node);
      }
    }
    for (String node : lost) {
      LOG.info("the socket node {} is there no more", node);
      listener.lost(node);
    }
  }

  @Override
  public void here(PersonId person, Collection<ConversationId> in) {
    Present here = new Present(person, List.copyOf(in), true);
    peers
        .values()
        .forEach(peer -> {
          peer.add(here);
          peer.send();
        });
  }

  @Override
  public void gone(PersonId person, Instant at) {
    peers
        .values()
        .forEach(peer -> {
          peer.here.remove(person);
          peer.typing.keySet().removeIf(typist -> typist.person().equals(person));
          peer.gone.put(person, at);
          peer.send();
        });
  }

  @Override
  public void parted(PersonId person, ConversationId conversation) {
    peers
        .values()
        .forEach(peer -> {
          Waiting waiting = peer.here.get(person);
          if (waiting != null) {
            waiting.in.remove(conversation);
          }
          peer.parted.add(new Parted(person, conversation));
          peer.send();
        });
  }

  @Override
  public void typing(
      Collection<String> to, ConversationId conversation, PersonId person, boolean now) {
    for (String node : to) {
      Peer peer = peers.get(node);
      if (peer != null) {
        peer.typing.put(new TypingPerson(conversation, person), now);
        peer.send();
      }
    }
  }

  @Override
  public void answer(String node, List<Present> there) {
    Peer peer = peers.get(node);
    if (peer != null) {
      there.forEach(peer::add);
      peer.send();
    }
  }

  private static final class Waiting {
    final Set<ConversationId> in = new LinkedHashSet<>(4);
    boolean asks;
  }

  /// Another node, and the changes pending for it.
  private final class Peer {
    final String node;
    final Map<PersonId, Instant> gone = new LinkedHashMap<>();
    final Set<Parted> parted = new LinkedHashSet<>();
    final Map<PersonId, Waiting> here = new LinkedHashMap<>();
    final Map<TypingPerson, Boolean> typing = new LinkedHashMap<>();
    long seenAt;
    private boolean busy;

    Peer(String node) {
      this.node = node;
    }

    /// Somebody who is back does not need the pending departure.
    void add(Present news) {
      gone.remove(news.person());
      Waiting waiting = here.computeIfAbsent(news.person(), _ -> new Waiting());
      news.in()
          .forEach(conversation -> {
            parted.remove(new Parted(news.person(), conversation));
            waiting.in.add(conversation);
          });
      waiting.asks |= news.asks();
    }

    void send() {
      if (busy || (gone.isEmpty() && parted.isEmpty() && here.isEmpty() && typing.isEmpty())) {
        return;
      }
      busy = true;
      SignalBatch batch = take();
      nodes.tell(node, batch).whenComplete((_, failure) -> again(batch, failure));
    }

    private void again(SignalBatch batch, @Nullable Throwable failure) {
      later.execute(
          failure == null ? PAUSE : PAUSE_AFTER_FAILURE,
          () -> {
            busy = false;
            if (peers.get(node) != this) {
              return;
            }
            if (failure != null) {
              putBack(batch);
            }
            send();
          });
    }

    private SignalBatch take() {
      List<Gone> goneNow = new ArrayList<>(gone.size());
      gone.forEach((person, at) -> goneNow.add(new Gone(person, at)));
      gone.clear();
      List<Parted> partedNow = List.copyOf(parted);
      parted.clear();
      List<Typing> typingNow = new ArrayList<>(typing.size());
      typing.forEach(
          (typist, now) -> typingNow.add(new Typing(typist.conversation(), typist.person(), now)));
      typing.clear();
      return new SignalBatch(nodes.self(), goneNow, partedNow, takeHere(), typingNow);
    }

    private List<Present> takeHere() {
      List<Present> taken = new ArrayList<>();
      int named = 0;
      for (Iterator<Map.Entry<PersonId, Waiting>> all = here.entrySet().iterator();
          all.hasNext() && named < NAMED_AT_ONCE; ) {
        Map.Entry<PersonId, Waiting> each = all.next();
        Waiting waiting = each.getValue();
        taken.add(new Present(each.getKey(), List.copyOf(waiting.in), waiting.asks));
        named += waiting.in.size() + 1;
        all.remove();
      }
      return taken;
    }

    /// Newer changes take precedence.
    private void putBack(SignalBatch batch) {
      Set<PersonId> goneSince = new HashSet<>(gone.keySet());
      Set<Parted> partedSince = new HashSet<>(parted);
      for (Gone each : batch.gone()) {
        if (!here.containsKey(each.person())) {
          gone.putIfAbsent(each.person(), each.at());
        }
      }
      for (Parted each : batch.parted()) {
        Waiting waiting = here.get(each.person());
        if (waiting == null || !waiting.in.contains(each.conversation())) {
          parted.add(each);
        }
      }
      for (Present each : batch.here()) {
        if (!goneSince.contains(each.person())) {
          List<ConversationId> in =
              each.in().stream()
                  .filter(at -> !partedSince.contains(new Parted(each.person(), at)))
                  .toList();
          add(new Present(each.person(), in, each.asks()));
        }
      }
      // Typing signals that were not delivered in time are obsolete.
    }
  }
}
