package info.powow.projector;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Claims segments for this node's [Projector], and tracks the progress of segments that other
/// nodes own.
///
/// A claim has expired if its beat has not changed for the length of a lease, by the clock of the
/// observer. Clocks need not be synchronised. Nothing depends on an owner noticing in time that it
/// lost a segment, because a late write never changes a newer document. Stopping early only saves
/// work.
///
/// Every node aims at its fair share of the segments. A new node gets some. Segments do not move as
/// long as no node has less than the share rounded down.
final class ClaimKeeper implements Runnable {
  private static final Logger logger = LoggerFactory.getLogger(ClaimKeeper.class);
  private static final long NEVER = Long.MIN_VALUE;

  /// The interval at which this node publishes its progress, and reads that of others while
  /// somebody waits.
  private static final long TELL_NANOS = 20_000_000;

  private static final long ASK_NANOS = 10_000_000;
  private static final long AFTER_A_FAILURE_NANOS = 200_000_000;

  private final Projector projector;
  private final List<Segment> segments;
  private final Claims claims;
  private final String node;
  private final long leaseNanos;
  private final long renewNanos;
  private final Thread thread;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean newlyReached;
  private volatile boolean roundWanted = true;
  private volatile @Nullable String failing;

  /// The claims read last, by segment.
  private final Map<Integer, Claims.Claim> known = new ConcurrentHashMap<>();

  // accessed only by the thread
  private final Map<Integer, Claims.Claim> own = new HashMap<>();
  private final Map<Object, Seen> beats = new HashMap<>();
  private long roundNanos;
  private long toldNanos;
  private long askedNanos;

  /// When a value was first observed.
  private record Seen(long epoch, long beat, long nanos) {}

  ClaimKeeper(Projector projector, List<Segment> segments, Claims claims, ProjectorNode here) {
    this.projector = projector;
    this.segments = segments;
    this.claims = claims;
    this.node = here.name();
    this.leaseNanos = here.lease().toNanos();
    this.renewNanos = leaseNanos / 5;
    this.thread =
        Thread.ofPlatform().name("powow-" + projector.name() + "-claims").daemon().unstarted(this);
  }

  void start() {
    thread.start();
  }

  /// Releases this node's claims. Its segments have already stopped.
  void stop() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      LockSupport.unpark(thread);
      try {
        thread.join(10);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    try {
      for (Claims.Claim claim : own.values()) {
        claims.release(current(claim));
      }
      claims.leave(node);
    } catch (RuntimeException e) {
      logger.info(
          "The {} projection could not release its segments; other nodes take them when the lease expires: {}",
          projector.name(),
          ViewFault.describe(e));
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ------------------------------------------------------------------- called by the projector

  /// Called when a segment of this node made progress or was handed over.
  void wake() {
    if (!newlyReached) {
      newlyReached = true;
      LockSupport.unpark(thread);
    }
  }

  /// Called when a segment is ready to be released.
  void handedOver() {
    roundWanted = true;
    LockSupport.unpark(thread);
  }

  /// Called when somebody waits for segments of other nodes, until [#waitsNoMore].
  void waits() {
    waiting.incrementAndGet();
    LockSupport.unpark(thread);
  }

  void waitsNoMore() {
    waiting.decrementAndGet();
  }

  /// The log index up to which a segment is written, as of the last read; -1 if unknown.
  long reached(int segment) {
    Claims.Claim claim = known.get(segment);
    return claim == null ? -1 : claim.reached();
  }

  /// Asks the store whether all segments are written up to an index.
  boolean confirms(long index) {
    Map<Integer, Claims.Claim> now = claims.find().bySegment();
    return segments.stream()
        .allMatch(segment -> {
          Claims.Claim claim = now.get(segment.number());
          return claim != null && Math.max(claim.reached(), segment.reached()) >= index;
        });
  }

  @Nullable String ownerOf(int segment) {
    Claims.Claim claim = known.get(segment);
    return claim == null ? null : claim.owner();
  }

  @Nullable String failing() {
    return failing;
  }

  // ------------------------------------------------------------------- run by the thread

  @Override
  public void run() {
    while (!projector.isClosed()) {
      try {
        long now = System.nanoTime();
        if (roundWanted || now - roundNanos >= renewNanos) {
          roundWanted = false;
          round();
        } else if (newlyReached && now - toldNanos >= TELL_NANOS) {
          newlyReached = false;
          claims.renew(node, currently());
          toldNanos = System.nanoTime();
        } else if (waiting.get() > 0 && now - askedNanos >= ASK_NANOS) {
          learn(claims.find());
        } else {
          LockSupport.parkNanos(this, nanosUntilDue(now));
        }
      } catch (RuntimeException e) {
        failed(e);
      }
    }
  }

  private long nanosUntilDue(long now) {
    long nanos = roundNanos + renewNanos - now;
    if (newlyReached) {
      nanos = Math.min(nanos, toldNanos + TELL_NANOS - now);
    }
    if (waiting.get() > 0) {
      nanos = Math.min(nanos, askedNanos + ASK_NANOS - now);
    }
    return Math.max(nanos, 1);
  }

  private void failed(RuntimeException failure) {
    if (failing == null) {
      logger.warn(
          "Cannot renew the claims of the {} projection; will retry: {}",
          projector.name(),
          ViewFault.describe(failure));
    }
    failing = ViewFault.describe(failure);
    if (System.nanoTime() - toldNanos >= leaseNanos) {
      own.keySet().forEach(segment -> segments.get(segment).revoke());
      own.clear();
    }
    projector.segmentReached();
    roundWanted = true;
    LockSupport.parkNanos(this, AFTER_A_FAILURE_NANOS);
  }

  private void round() {
    newlyReached = false;
    claims.renew(node, currently());
    Claims.All all = claims.find();
    long now = System.nanoTime();
    roundNanos = now;
    toldNanos = now;
    Set<Integer> expired = expired(all.bySegment().values(), now);
    Set<String> others = others(all.nodes(), now);
    dropLost(all.bySegment());
    giveBackWhatIsHandedOver();
    share(all.bySegment(), expired, others);
    learn(claims.find());
    if (failing != null) {
      failing = null;
      logger.info("The claims of the {} projection are being renewed again", projector.name());
    }
  }

  private Collection<Claims.Claim> currently() {
    return own.values().stream().map(this::current).toList();
  }

  private Claims.Claim current(Claims.Claim claim) {
    long reached = segments.get(claim.segment()).reachedOrHandedOver();
    return new Claims.Claim(
        claim.segment(),
        claim.owner(),
        claim.epoch(),
        claim.beat(),
        reached < 0 ? claim.reached() : reached);
  }

  private boolean isStill(Object what, long epoch, long beat, long now) {
    Seen seen = beats.get(what);
    if (seen == null || seen.epoch() != epoch || seen.beat() != beat) {
      beats.put(what, new Seen(epoch, beat, now));
      return false;
    }
    return now - seen.nanos() >= leaseNanos;
  }

  private Set<Integer> expired(Collection<Claims.Claim> all, long now) {
    Set<Integer> expired = new HashSet<>();
    for (Claims.Claim claim : all) {
      if (isStill(claim.segment(), claim.epoch(), claim.beat(), now)) {
        expired.add(claim.segment());
      }
    }
    return expired;
  }

  private Set<String> others(Map<String, Long> nodes, long now) {
    Set<String> others = new HashSet<>();
    nodes.forEach((name, beat) -> {
      if (name.equals(node)) {
        return;
      }
      if (isStill(name, 0, beat, now)) {
        claims.forget(name, beat);
        beats.remove(name);
      } else {
        others.add(name);
      }
    });
    return others;
  }

  private void dropLost(Map<Integer, Claims.Claim> all) {
    own.entrySet()
        .removeIf(mine -> {
          Claims.Claim claim = all.get(mine.getKey());
          boolean lost = claim == null || claim.epoch() != mine.getValue().epoch();
          if (lost) {
            segments.get(mine.getKey()).revoke();
            logger.info(
                "Segment {} of the {} projection was taken over by {}",
                mine.getKey(),
                projector.name(),
                claim == null ? "nobody: its claim is gone" : claim.owner());
          }
          return lost;
        });
  }

  private void giveBackWhatIsHandedOver() {
    own.entrySet()
        .removeIf(mine -> {
          boolean handedOver = segments.get(mine.getKey()).isHandedOver();
          if (handedOver) {
            claims.release(current(mine.getValue()));
          }
          return handedOver;
        });
  }

  private void share(Map<Integer, Claims.Claim> all, Set<Integer> expired, Set<String> others) {
    int least = segments.size() / (others.size() + 1);
    int most = Math.ceilDiv(segments.size(), others.size() + 1);
    Map<String, Integer> has = new HashMap<>();
    for (Claims.Claim claim : all.values()) {
      String owner = claim.owner();
      if (owner != null && !expired.contains(claim.segment())) {
        has.merge(owner, 1, Integer::sum);
      }
    }
    boolean somebodyHasLess = others.stream().anyMatch(other -> has.getOrDefault(other, 0) < least);
    int wanted = somebodyHasLess ? least : most;
    List<Integer> surplus = new ArrayList<>(own.keySet());
    surplus.removeIf(segment -> segments.get(segment).isAskedToHandOver());
    int kept = surplus.size();
    surplus.stream().sorted().skip(wanted).forEach(segment -> segments.get(segment).handOver());
    for (int segment = 0; segment < segments.size() && kept < wanted; segment++) {
      if (own.containsKey(segment)) {
        continue;
      }
      Claims.Claim seen = all.get(segment);
      boolean free = seen == null || Objects.requireNonNullElse(seen.owner(), node).equals(node);
      if (free || expired.contains(segment)) {
        Claims.Claim taken = claims.take(segment, seen, node);
        if (taken != null) {
          own.put(segment, taken);
          kept++;
          segments.get(segment).grant(taken.epoch());
        }
      }
    }
  }

  private void learn(Claims.All all) {
    askedNanos = System.nanoTime();
    known.keySet().retainAll(all.bySegment().keySet());
    known.putAll(all.bySegment());
    projector.segmentReached();
  }
}
