package info.powow.analytics.replay;

import info.powow.analytics.replay.Replays.Running;
import info.powow.analytics.replay.child.Frame;
import info.powow.analytics.replay.child.ReplayCall;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.replay.ReplayListener;
import info.powow.domain.replay.ReplayPlayer;
import info.powow.domain.replay.ReplayPlayers;
import info.powow.identity.Staff;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// Plays the replays of this process.
record PlayedReplays(ReplayAccess access) implements ReplayPlayers {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final long CHECKED_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  @Override
  public ReplayPlayer play(
      Caller caller, String replay, long after, boolean paused, ReplayListener listener) {
    // No expiry is needed here: the listener's session ends with the token.
    Staff staff = new Staff(caller.person(), caller.tokenId(), caller.scopes(), Instant.MAX);
    Running found = access.find(staff, replay);
    if (!found.readers.tryAcquire()) {
      throw new Rejected(Reason.TOO_MANY_CONNECTIONS);
    }
    Playback playback =
        new Playback(
            new ChildSource(access, staff, found),
            listener,
            found.speed,
            after,
            paused,
            found.readers::release);
    Thread _ = Thread.ofVirtual().name("powow-replay-player").start(playback);
    return playback;
  }

  /// Reads in the child process of a replay, as long as its owner may read it.
  private static final class ChildSource implements Playback.Source {
    private final ReplayAccess access;
    private final Staff staff;
    private final Running replay;
    private volatile long checkedAt = System.nanoTime();

    ChildSource(ReplayAccess access, Staff staff, Running replay) {
      this.access = access;
      this.staff = staff;
      this.replay = replay;
    }

    @Override
    public ReplayCall.ReadUpTo read(ReplayCall.Read call, ByteArrayOutputStream lines) {
      return replay.child.call(
          Frame.Kind.READ,
          call,
          ReplayCall.ReadUpTo.class,
          replay.asked.reveal(),
          lines::writeBytes,
          TIMEOUT);
    }

    @Override
    public void use() {
      replay.used();
      if (System.nanoTime() - checkedAt > CHECKED_EVERY_NANOS) {
        require();
      }
    }

    @Override
    public void require() {
      replay.used();
      checkedAt = System.nanoTime();
      Running _ = access.find(staff, replay.id);
    }
  }
}
