package info.powow.socket.session;

import info.powow.socket.link.CloseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All sessions of this node. One thread looks after the time of all of them: who has not signed
/// in, who has fallen silent, who needs a sign of life, whose token has run out. A timer for each
/// would cost more than walking over them once a second.
public final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  private final Set<StompSession> all = ConcurrentHashMap.newKeySet();
  private final Duration every;
  private final Duration drainWithin;
  private final int maxSessions;
  private volatile long now = System.nanoTime();
  private volatile boolean open;
  private volatile boolean running;

  /// @param every how often the time is looked at
  /// @param drainWithin how long the closing of all sessions is spread when the node ends
  public Sessions(Duration every, Duration drainWithin, int maxSessions) {
    this.every = every;
    this.drainWithin = drainWithin;
    this.maxSessions = maxSessions;
  }

  /// Whether somebody may come in.
  public boolean admits() {
    return open && all.size() < maxSessions;
  }

  public int count() {
    return all.size();
  }

  /// The time in nanoseconds as of the last look: near enough for silence and heart-beats, and
  /// free.
  long now() {
    return now;
  }

  /// How far behind [#now] may be.
  Duration every() {
    return every;
  }

  void add(StompSession session) {
    all.add(session);
  }

  void remove(StompSession session) {
    all.remove(session);
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
      for (StompSession session : all) {
        try {
          session.tick(time);
        } catch (RuntimeException e) {
          LOG.error("a session could not be looked after", e);
        }
      }
    }
  }

  /// Admits nobody any more and closes all sessions, a few at a time, so that they do not all come
  /// back at once elsewhere.
  public void drain() throws InterruptedException {
    open = false;
    List<StompSession> closing = new ArrayList<>(all);
    Collections.shuffle(closing);
    int steps = 50;
    int each = Math.max(20, closing.size() / steps + 1);
    for (int i = 0; i < closing.size(); i++) {
      if (i > 0 && i % each == 0) {
        TimeUnit.NANOSECONDS.sleep(drainWithin.toNanos() / steps);
      }
      closing.get(i).close(CloseCode.RESTART, "the server restarts");
    }
    running = false;
  }
}
