package info.powow.notify.outbox;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Claims segments for this process, while other processes claim others.
///
/// A claim expires if its heartbeat has not changed for the length of a lease, by the observer's
/// clock; so clocks need not agree. A process that was suspended for longer notices before it does
/// anything: it trusts its own claims for only half a lease after renewing them.
///
/// Each process takes its fair share, rounded up, and gives back the rest. It finishes the sends
/// that it began in a segment that it gives back.
public final class ClaimedShare implements Share {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimedShare.class);
  private static final String ID = "_id";
  private static final String BEAT = "beat";
  private static final String OWNER = "owner";
  private static final String EPOCH = "epoch";
  private static final String NODE = "node~";
  private static final String SEGMENT = "segment~";

  private final MongoOutbox outbox;
  private final MongoCollection<Document> store;
  private final String node;
  private final long leaseNanos;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Thread thread;
  private volatile boolean running = true;
  private volatile Held held = new Held(Map.of(), 0);

  // Used by one thread only.
  private final Map<String, Seen> beats = new HashMap<>();

  private record Held(Map<Integer, Long> claims, long untilNanos) {}

  /// @param nanos when the answer with this heartbeat arrived
  private record Seen(long beat, long nanos) {}

  /// All claims, as they were at some moment between request and answer.
  private record Look(Map<String, Document> claims, long askedNanos, long answeredNanos) {}

  /// @param node the name of this process; no other process uses it
  /// @param lease the claims of a silent process expire after this time
  public ClaimedShare(MongoOutbox outbox, String node, Duration lease, Clock clock) {
    this(outbox, node, lease, clock, System::nanoTime);
  }

  /// @param nanos as [System#nanoTime()]
  ClaimedShare(MongoOutbox outbox, String node, Duration lease, Clock clock, LongSupplier nanos) {
    this.outbox = outbox;
    this.store = outbox.claims();
    this.node = node;
    this.leaseNanos = lease.toNanos();
    this.clock = clock;
    this.nanos = nanos;
    this.thread = Thread.ofPlatform().name("powow-share").daemon().unstarted(this::run);
  }

  @Override
  public Map<Integer, Long> claims() {
    Held now = held;
    return now.claims().isEmpty() || nanos.getAsLong() - now.untilNanos() >= 0
        ? Map.of()
        : now.claims();
  }

  @Override
  public void start() {
    thread.start();
  }

  private void run() {
    while (running) {
      try {
        round();
      } catch (RuntimeException e) {
        LOG.warn("the claims of the outbox cannot be renewed: {}", e.getClass().getName());
      }
      LockSupport.parkNanos(this, leaseNanos / 10);
    }
  }

  /// Renews claims, gives back some or takes more.
  void round() {
    long began = nanos.getAsLong();
    beat(NODE + node);
    renew();
    Map<String, Document> all = new HashMap<>();
    store.find().forEach(document -> all.put(document.getString(ID), document));
    Look look = new Look(all, began, nanos.getAsLong());
    Map<Integer, Long> own = stillHeld(look);
    int processes = 1 + others(look);
    int most = Math.ceilDiv(outbox.segments(), processes);
    giveBack(own, most);
    Map<Integer, Long> abandoned = take(own, most, look);
    Map<Integer, Long> before = held.claims();
    held = new Held(Map.copyOf(own), began + leaseNanos / 2);
    if (!own.equals(before)) {
      LOG.info("This process works off {} of {} segments", own.size(), outbox.segments());
    }
    // The owners of these have ended. What they were sending is sent again. This comes last: if it
    // fails, the claims stay valid, and the rows become due again later.
    abandoned.forEach((segment, epoch) -> {
      boolean unused = recover(segment, epoch);
    });
  }

  private void renew() {
    List<Bson> mine = new ArrayList<>();
    held.claims().forEach((segment, epoch) -> mine.add(mine(segment, epoch)));
    if (!mine.isEmpty()) {
      var unused = store.updateMany(Filters.or(mine), new Document("$inc", new Document(BEAT, 1L)));
    }
  }

  /// The claims of this process that no other process has taken since.
  private Map<Integer, Long> stillHeld(Look look) {
    Map<Integer, Long> own = new HashMap<>(held.claims());
    own.entrySet()
        .removeIf(claim -> {
          Document now = look.claims().get(SEGMENT + claim.getKey());
          return now == null
              || !node.equals(now.getString(OWNER))
              || number(now, EPOCH) != claim.getValue();
        });
    return own;
  }

  /// Makes the rows due that were being sent under an older claim.
  ///
  /// @return false if the outbox is unavailable
  private boolean recover(int segment, long epoch) {
    try {
      outbox.recover(Set.of(segment), epoch, clock.instant());
      return true;
    } catch (RuntimeException e) {
      LOG.warn(
          "unfinished sends in segment {} will be repeated later: {}",
          segment,
          e.getClass().getName());
      return !(e instanceof Outbox.Unavailable);
    }
  }

  private void beat(String id) {
    var unused =
        store.updateOne(
            Filters.eq(ID, id),
            new Document("$inc", new Document(BEAT, 1L)),
            new UpdateOptions().upsert(true));
  }

  private int others(Look look) {
    int alive = 0;
    for (Map.Entry<String, Document> each : look.claims().entrySet()) {
      if (each.getKey().startsWith(NODE) && !each.getKey().equals(NODE + node)) {
        if (isSilent(each.getValue(), look)) {
          var unused =
              store.deleteOne(
                  Filters.and(
                      Filters.eq(ID, each.getKey()),
                      Filters.eq(BEAT, number(each.getValue(), BEAT))));
        } else {
          alive++;
        }
      }
    }
    return alive;
  }

  /// Whether the heartbeat has stayed the same for a lease: from the answer that first contained it
  /// to the present request.
  private boolean isSilent(Document claim, Look look) {
    String id = claim.getString(ID);
    long beat = number(claim, BEAT);
    Seen seen = beats.get(id);
    if (seen == null || seen.beat() != beat) {
      beats.put(id, new Seen(beat, look.answeredNanos()));
      return false;
    }
    return look.askedNanos() - seen.nanos() >= leaseNanos;
  }

  private void giveBack(Map<Integer, Long> own, int most) {
    List<Integer> kept = new ArrayList<>(own.keySet());
    kept.sort(null);
    Set<Integer> surplus = new HashSet<>(kept.subList(Math.min(most, kept.size()), kept.size()));
    if (surplus.isEmpty()) {
      return;
    }
    Map<Integer, Long> rest = new HashMap<>(own);
    rest.keySet().removeAll(surplus);
    // From here on, this process starts no row of these segments. Only then are they given back.
    held = new Held(Map.copyOf(rest), held.untilNanos());
    surplus.forEach(segment -> release(segment, own.get(segment)));
    own.keySet().removeAll(surplus);
  }

  private void release(int segment, @Nullable Long epoch) {
    if (epoch != null) {
      var unused =
          store.updateOne(
              mine(segment, epoch),
              new Document("$unset", new Document(OWNER, ""))
                  .append("$inc", new Document(BEAT, 1L)));
    }
  }

  /// Adds to the claims of this process.
  ///
  /// @return those of them that a process that has ended left behind
  private Map<Integer, Long> take(Map<Integer, Long> own, int most, Look look) {
    Map<Integer, Long> abandoned = new HashMap<>();
    for (int segment = 0; segment < outbox.segments() && own.size() < most; segment++) {
      if (own.containsKey(segment)) {
        continue;
      }
      Document seen = look.claims().get(SEGMENT + segment);
      boolean given = seen == null || seen.getString(OWNER) == null;
      boolean expired = seen != null && isSilent(seen, look);
      if (given || expired) {
        long epoch = outbox.nextEpoch();
        if (take(segment, seen, epoch)) {
          own.put(segment, epoch);
          if (!given) {
            abandoned.put(segment, epoch);
          }
        }
      }
    }
    return abandoned;
  }

  private boolean take(int segment, @Nullable Document seen, long epoch) {
    Document next =
        new Document(ID, SEGMENT + segment)
            .append(OWNER, node)
            .append(EPOCH, epoch)
            .append(BEAT, seen == null ? 1L : number(seen, BEAT) + 1);
    if (seen == null) {
      try {
        var unused = store.insertOne(next);
        return true;
      } catch (MongoWriteException faster) {
        return false;
      }
    }
    return store
            .replaceOne(
                Filters.and(
                    Filters.eq(ID, SEGMENT + segment),
                    Filters.eq(EPOCH, number(seen, EPOCH)),
                    Filters.eq(BEAT, number(seen, BEAT))),
                next)
            .getMatchedCount()
        == 1;
  }

  private Bson mine(int segment, long epoch) {
    return Filters.and(
        Filters.eq(ID, SEGMENT + segment), Filters.eq(OWNER, node), Filters.eq(EPOCH, epoch));
  }

  private static long number(Document document, String field) {
    Number number = document.get(field, Number.class);
    return number == null ? 0 : number.longValue();
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    try {
      if (thread.getState() != Thread.State.NEW) {
        boolean unused = thread.join(Duration.ofSeconds(10));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Map<Integer, Long> last = held.claims();
    held = new Held(Map.of(), 0);
    // Makes unfinished sends due at once for the next owner. Otherwise, they would wait until their
    // time is over.
    for (Map.Entry<Integer, Long> claim : last.entrySet()) {
      if (!recover(claim.getKey(), claim.getValue() + 1)) {
        break;
      }
    }
    try {
      last.forEach(this::release);
      var unused = store.deleteOne(Filters.eq(ID, NODE + node));
    } catch (RuntimeException e) {
      LOG.info("Cannot give back the segments; others take them when the lease expires");
    }
  }
}
