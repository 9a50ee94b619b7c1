package info.powow.analytics.replay;

import info.powow.analytics.replay.child.ReplayCall;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.replay.ReplayControl;
import info.powow.domain.replay.ReplayListener;
import info.powow.domain.replay.ReplayPlayer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Plays a replay to one listener, on a separate thread.
///
/// It reads the next part of the log when the listener has taken the last event of the previous
/// part, so at most one part is in memory.
final class Playback implements ReplayPlayer, Runnable {
  private static final int PART_BYTES = 64 << 10;
  private static final int PACED_PART_BYTES = 16 << 10;

  /// How often a playback without events reports that the replay is in use.
  private static final long IN_USE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final byte[] INDEX = "{\"index\":".getBytes(StandardCharsets.US_ASCII);

  /// Reads a replay.
  interface Source {
    /// @param lines receives lines of JSON
    ReplayCall.ReadUpTo read(ReplayCall.Read call, ByteArrayOutputStream lines);

    /// Marks the replay as used. Checks access at most once a second.
    ///
    /// @throws Rejected if the listener may no longer read it
    void use();

    /// Like [#use], but always checks access.
    void require();
  }

  private final Source source;
  private final ReplayListener listener;
  private final Runnable done;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // guarded by lock
  private Speed speed;
  private boolean paused;
  private long steps;
  private long after;

  /// The number of jumps. Events that were read before the last jump are not played.
  private int jumps;

  private boolean atEnd;
  private boolean closed;
  private boolean isFirst = true;
  private long lastMillis;
  private long lastNanos;

  /// @param done runs when it ends
  Playback(
      Source source,
      ReplayListener listener,
      Speed speed,
      long after,
      boolean paused,
      Runnable done) {
    this.source = source;
    this.listener = listener;
    this.speed = speed;
    this.after = after;
    this.paused = paused;
    this.done = done;
  }

  @Override
  public void control(ReplayControl control) {
    source.require();
    lock.lock();
    try {
      switch (control) {
        case ReplayControl.Pause _ -> {
          paused = true;
          steps = 0;
        }
        case ReplayControl.Resume _ -> {
          paused = false;
          steps = 0;
          isFirst = true;
        }
        case ReplayControl.Step step -> {
          paused = true;
          steps = step.events();
        }
        case ReplayControl.Seek seek -> {
          after = seek.after();
          jumps++;
          atEnd = false;
          isFirst = true;
        }
        case ReplayControl.ChangeSpeed change -> {
          speed = Speed.of(change.speed());
          isFirst = true;
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    try {
      while (awaitWork()) {
        source.use();
        playPart();
      }
    } catch (Rejected e) {
      listener.ended(e.reason());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      listener.ended(Reason.INTERNAL);
    } finally {
      close();
      done.run();
    }
  }

  /// @return false if it was closed
  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && (atEnd || (paused && steps == 0))) {
        awaitInUse(IN_USE_NANOS);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void awaitInUse(long nanos) throws InterruptedException {
    if (changed.awaitNanos(Math.min(nanos, IN_USE_NANOS)) <= 0 && nanos >= IN_USE_NANOS) {
      source.use();
    }
  }

  private void playPart() throws InterruptedException {
    long from;
    int jump;
    int bytes;
    lock.lock();
    try {
      from = after;
      jump = jumps;
      bytes = speed.isPaced() || paused ? PACED_PART_BYTES : PART_BYTES;
    } finally {
      lock.unlock();
    }
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    ReplayCall.ReadUpTo upTo = source.read(new ReplayCall.Read(from, bytes, true), taken);
    byte[] lines = taken.toByteArray();
    int start = 0;
    for (int i = 0; i < upTo.ends().size(); i++) {
      int end = upTo.ends().get(i);
      if (!awaitTurn(jump, upTo.times().get(i)) || !take(lines, start, end)) {
        return;
      }
      reached(jump, indexOf(lines, start));
      start = end;
    }
    if (reached(jump, upTo.reached()) && upTo.ended() && take(lines, start, lines.length)) {
      end(jump);
    }
  }

  /// Waits until the next event is due.
  ///
  /// @return false if it was closed, or if it jumped
  private boolean awaitTurn(int jump, long millis) throws InterruptedException {
    lock.lock();
    try {
      while (!closed && jumps == jump) {
        long now = System.nanoTime();
        if (paused) {
          if (steps > 0) {
            steps--;
            return true;
          }
          awaitInUse(IN_USE_NANOS);
          continue;
        }
        long due =
            isFirst
                ? 0
                : TimeUnit.MILLISECONDS.toNanos(speed.lasts(millis - lastMillis))
                    - (now - lastNanos);
        if (due <= 0) {
          lastMillis = isFirst ? millis : Math.max(lastMillis, millis);
          lastNanos = now;
          isFirst = false;
          return true;
        }
        awaitInUse(due);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean take(byte[] lines, int from, int to) {
    // The line without its line break.
    boolean more = listener.take(Arrays.copyOfRange(lines, from, to - 1));
    if (!more) {
      close();
    }
    return more;
  }

  private boolean reached(int jump, long index) {
    lock.lock();
    try {
      boolean goesOn = jumps == jump && !closed;
      if (goesOn) {
        after = index;
      }
      return goesOn;
    } finally {
      lock.unlock();
    }
  }

  private void end(int jump) {
    lock.lock();
    try {
      atEnd = jumps == jump;
    } finally {
      lock.unlock();
    }
  }

  private static long indexOf(byte[] lines, int start) {
    long index = 0;
    for (int at = start + INDEX.length; lines[at] >= '0' && lines[at] <= '9'; at++) {
      index = 10 * index + lines[at] - '0';
    }
    return index;
  }
}
