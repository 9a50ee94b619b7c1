package info.powow.socket;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.conversation.Memberships;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.ops.MessageTrace;
import info.powow.socket.presence.PresencePeers;
import info.powow.socket.push.Push;
import info.powow.socket.push.PushLimits;
import info.powow.socket.session.NodeCapacity;
import info.powow.socket.session.SessionRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SocketLifecycleTest {
  private final Log log = new Log();
  private final SessionRegistry sessions =
      new SessionRegistry(
          Duration.ofSeconds(1),
          Duration.ZERO,
          new NodeCapacity(10, 10, 10, 1_000_000, 1_000_000),
          () -> false);
  private final SocketLifecycle lifecycle =
      new SocketLifecycle(
          PresencePeers.NONE,
          new Push(
              log,
              new EventJson(EventTypes.ofPowow()),
              person -> CompletableFuture.completedFuture(new Memberships(person, List.of())),
              new PushLimits(10, 10, 10, 10, Duration.ofSeconds(5)),
              Runnable::run,
              new SimpleMeterRegistry(),
              MessageTrace.off(),
              Clock.systemUTC()),
          sessions,
          Duration.ofMillis(1));

  @Test
  void nobodyIsLetInBeforeTheLogCanBeFollowed() throws InterruptedException {
    log.isAway = true;
    lifecycle.start();
    log.refused.acquire(3);
    assertThat(sessions.admits()).isFalse();

    log.isAway = false;
    while (!sessions.admits()) {
      Thread.onSpinWait();
    }
    lifecycle.stop();
    assertThat(sessions.admits()).isFalse();
  }

  @Test
  void aNodeThatWaitsForTheLogCanBeEnded() throws InterruptedException {
    log.isAway = true;
    lifecycle.start();
    log.refused.acquire();
    lifecycle.stop();

    assertThat(lifecycle.isRunning()).isFalse();
    assertThat(sessions.admits()).isFalse();
  }

  /// An empty log that may be unavailable.
  private static final class Log implements EventSource {
    private final Semaphore refused = new Semaphore(0);
    private volatile boolean isAway;

    @Override
    public long head() {
      if (isAway) {
        refused.release();
        throw new IllegalStateException("away, on purpose");
      }
      return 0;
    }

    @Override
    public String epoch() {
      return "test";
    }

    @Override
    public List<LoggedEvent> read(String stream, long fromSequence, int maxCount) {
      return List.of();
    }

    @Override
    public OptionalLong lastSequence(String stream) {
      return OptionalLong.empty();
    }

    @Override
    public Cursor openAfter(long index) {
      return new Cursor() {
        @Override
        public List<LoggedEvent> poll(int maxCount) {
          return List.of();
        }

        @Override
        public void await(Duration timeout) {}

        @Override
        public void whenAvailable(Runnable callback) {}

        @Override
        public void close() {}
      };
    }
  }
}
