package info.powow.socket.session;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.SessionId;
import info.powow.ops.WaitingBytes;
import info.powow.socket.link.CloseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All sessions of this node, and their limits. One thread checks all of them once a second:
/// sign-in, idleness, heart-beats, expired tokens, and buffered output. A timer for each session
/// would cost more.
public final class SessionRegistry implements WaitingBytes {
  private static final Logger LOG = LoggerFactory.getLogger(SessionRegistry.class);

  /// Clients with smaller buffers are never disconnected to free memory.
  private static final int HEAVY_BYTES = 65_536;

  private final Set<StompSession> all = ConcurrentHashMap.newKeySet();
  private final Map<PersonId, Integer> ofPerson = new ConcurrentHashMap<>();
  private final Map<String, Integer> signingIn = new ConcurrentHashMap<>();
  private final Duration every;
  private final Duration drainPeriod;
  private final NodeCapacity capacity;
  private final BooleanSupplier memoryShort;
  private volatile long now = System.nanoTime();
  private volatile boolean open;
  private volatile boolean running;

  /// @param every the interval of the checks
  /// @param drainPeriod the period over which all sessions are closed when the node stops
  /// @param memoryShort whether live data nearly fills the heap
  public SessionRegistry(
      Duration every, Duration drainPeriod, NodeCapacity capacity, BooleanSupplier memoryShort) {
    this.every = every;
    this.drainPeriod = drainPeriod;
    this.capacity = capacity;
    this.memoryShort = memoryShort;
  }

  /// Whether connections are admitted.
  public boolean admits() {
    return open && all.size() < capacity.sessions() && !memoryShort.getAsBoolean();
  }

  /// The reason for refusing a connection from this network; null if it is admitted.
  public @Nullable Reason refusal(String network) {
    if (!admits()) {
      return Reason.SERVER_FULL;
    }
    return signingIn.getOrDefault(network, 0) < capacity.unauthenticatedPerNetwork()
        ? null
        : Reason.TOO_MANY_CONNECTIONS;
  }

  @Override
  public List<Waiting> most(int limit) {
    return all.stream()
        .map(StompSession::waiting)
        .filter(each -> each.bytes() > 0)
        .sorted(Comparator.comparingLong(Waiting::bytes).reversed())
        .limit(limit)
        .toList();
  }

  /// The signed-in sessions of a person on this node.
  public int sessionsOf(PersonId person) {
    return ofPerson.getOrDefault(person, 0);
  }

  public int count() {
    return all.size();
  }

  /// The time in nanoseconds at the last check: exact enough for timeouts and heart-beats, and
  /// free.
  long now() {
    return now;
  }

  /// The maximum age of [#now].
  Duration every() {
    return every;
  }

  /// A connection was opened.
  void add(StompSession session) {
    all.add(session);
    signingIn.merge(session.network(), 1, Integer::sum);
  }

  /// A person signs in on a connection from this network.
  ///
  /// @throws Rejected with `too_many_connections`
  void enter(PersonId person, String network) {
    ofPerson.merge(
        person,
        1,
        (count, one) -> {
          if (count >= capacity.sessionsPerPerson()) {
            throw new Rejected(Reason.TOO_MANY_CONNECTIONS);
          }
          return count + one;
        });
    leave(signingIn, network);
  }

  /// A signed-in connection has ended, or is about to.
  void leave(PersonId person) {
    leave(ofPerson, person);
  }

  private static <K> void leave(Map<K, Integer> counts, K key) {
    counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
  }

  /// A connection has ended.
  ///
  /// @param signedIn whether a person had signed in on it
  void remove(StompSession session, boolean signedIn) {
    if (all.remove(session) && !signedIn) {
      leave(signingIn, session.network());
    }
  }

  /// Closes the connections of a session that has ended.
  public void end(SessionId session) {
    for (StompSession each : all) {
      each.end(session);
    }
  }

  public void start() {
    open = true;
    running = true;
    Thread.ofPlatform().daemon().name("sessions").start(this::run);
  }

  private void run() {
    while (running) {
      LockSupport.parkNanos(this, every.toNanos());
      long time = System.nanoTime();
      now = time;
      long buffered = 0;
      List<Heavy> heavy = new ArrayList<>(0);
      for (StompSession session : all) {
        try {
          session.tick(time);
          int bytes = session.buffered();
          buffered += bytes;
          if (bytes > HEAVY_BYTES) {
            heavy.add(new Heavy(session, bytes));
          }
        } catch (RuntimeException e) {
          LOG.error("a session could not be looked after", e);
        }
      }
      if (!heavy.isEmpty()) {
        shed(heavy, buffered);
      }
    }
  }

  /// A session with a large buffer.
  private record Heavy(StompSession session, int bytes) {}

  /// Closes the connections with the largest buffers: first of each person above the limit per
  /// person, then of all, while the total is above its limit.
  private void shed(List<Heavy> heavy, long buffered) {
    heavy.sort(Comparator.comparingInt(Heavy::bytes).reversed());
    Map<PersonId, Long> perPerson = new HashMap<>();
    for (Heavy each : heavy) {
      if (each.session().isOpen()) {
        perPerson.merge(each.session().person(), (long) each.bytes(), Long::sum);
      }
    }
    long left = buffered;
    for (Heavy each : heavy) {
      if (!each.session().isOpen()) {
        continue;
      }
      PersonId person = each.session().person();
      long ofPersonLeft = perPerson.getOrDefault(person, 0L);
      if (ofPersonLeft > capacity.bytesPerPerson() || left > capacity.bytes()) {
        each.session().slow();
        left -= each.bytes();
        perPerson.put(person, ofPersonLeft - each.bytes());
      }
    }
  }

  /// Stops admitting connections and closes all sessions over a period of time, so that clients do
  /// not reconnect elsewhere all at once.
  public void drain() throws InterruptedException {
    open = false;
    List<StompSession> closing = new ArrayList<>(all);
    Collections.shuffle(closing);
    int steps = 50;
    int each = Math.max(20, closing.size() / steps + 1);
    for (int i = 0; i < closing.size(); i++) {
      if (i > 0 && i % each == 0) {
        TimeUnit.NANOSECONDS.sleep(drainPeriod.toNanos() / steps);
      }
      closing.get(i).close(CloseCode.RESTART, "the server restarts");
    }
    running = false;
  }
}
