package info.powow.analytics.replay;

import info.powow.analytics.replay.Replays.Running;
import info.powow.analytics.replay.child.Frame;
import info.powow.analytics.replay.child.ReplayCall;
import info.powow.domain.Rejected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/// Writes the events of a replay to one reader. It requests more only when the reader has taken
/// what was written, so a slow reader slows down only itself.
final class ReplayStream {
  private static final int CHUNK_BYTES = 256 << 10;
  private static final int PACED_BYTES = 16 << 10;
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /// While a paced replay waits, an empty line keeps the connection open.
  private static final long KEEP_ALIVE_MILLIS = 10_000;

  private static final byte[] EMPTY_LINE = {'\n'};

  /// Takes bytes. Returns when there is room for more.
  @FunctionalInterface
  interface Reader {
    void take(byte[] bytes) throws IOException;
  }

  /// Waits.
  @FunctionalInterface
  interface Pause {
    void millis(long millis) throws InterruptedException;
  }

  private final Running replay;
  private final Clock clock;
  private final Instant until;
  private final Pause pause;

  /// @param until when the reader's token expires; then the stream ends
  ReplayStream(Running replay, Clock clock, Instant until, Pause pause) {
    this.replay = replay;
    this.clock = clock;
    this.until = until;
    this.pause = pause;
  }

  /// Writes the events after an index, and then a line that says that the replay is over.
  ///
  /// @throws Rejected `replay_not_found` if the replay was ended meanwhile
  void write(long after, Speed speed, Reader reader) throws IOException, InterruptedException {
    long reached = after;
    long newest = Long.MIN_VALUE;
    boolean ended = false;
    while (!ended && clock.instant().isBefore(until)) {
      ByteArrayOutputStream taken = new ByteArrayOutputStream();
      ReplayCall.ReadUpTo upTo =
          replay.child.call(
              Frame.Kind.READ,
              new ReplayCall.Read(
                  reached, speed.isPaced() ? PACED_BYTES : CHUNK_BYTES, speed.isPaced()),
              ReplayCall.ReadUpTo.class,
              replay.asked.reveal(),
              taken::writeBytes,
              TIMEOUT);
      byte[] lines = taken.toByteArray();
      int from = 0;
      for (int i = 0; i < upTo.ends().size(); i++) {
        long at = upTo.times().get(i);
        long waits = newest == Long.MIN_VALUE ? 0 : speed.lasts(at - newest);
        newest = Math.max(newest, at);
        if (waits > 0) {
          waitFor(waits, reader);
          if (!clock.instant().isBefore(until)) {
            return;
          }
        }
        reader.take(Arrays.copyOfRange(lines, from, upTo.ends().get(i)));
        from = upTo.ends().get(i);
      }
      if (from < lines.length) {
        reader.take(Arrays.copyOfRange(lines, from, lines.length));
      }
      reached = upTo.reached();
      ended = upTo.ended();
      replay.used();
    }
  }

  private void waitFor(long millis, Reader reader) throws IOException, InterruptedException {
    long left = millis;
    while (left > KEEP_ALIVE_MILLIS && clock.instant().isBefore(until)) {
      pause.millis(KEEP_ALIVE_MILLIS);
      left -= KEEP_ALIVE_MILLIS;
      reader.take(EMPTY_LINE);
      replay.used();
    }
    if (left <= KEEP_ALIVE_MILLIS) {
      pause.millis(left);
    }
  }
}
