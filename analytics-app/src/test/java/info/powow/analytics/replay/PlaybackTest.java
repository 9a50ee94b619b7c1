package info.powow.analytics.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.analytics.replay.child.ReplayCall;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.replay.ReplayControl;
import info.powow.domain.replay.ReplayListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PlaybackTest {
  private static final int EVENTS = 100;
  private static final long A_DAY = 86_400_000;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean forbidden;
  private volatile boolean wants = true;
  private Playback playback = play(Speed.MAX, 0, true);

  /// Ten events in each part, a day between two of them.
  private final class Log implements Playback.Source {
    @Override
    public ReplayCall.ReadUpTo read(ReplayCall.Read call, ByteArrayOutputStream lines) {
      List<Integer> ends = new ArrayList<>();
      List<Long> times = new ArrayList<>();
      long index = call.after();
      while (index < EVENTS && ends.size() < 10) {
        index++;
        lines.writeBytes(
            ("{\"index\":" + index + ",\"type\":\"x\"}\n").getBytes(StandardCharsets.US_ASCII));
        ends.add(lines.size());
        times.add(index * A_DAY);
      }
      if (index == EVENTS) {
        lines.writeBytes("{\"type\":\"replayed\"}\n".getBytes(StandardCharsets.US_ASCII));
      }
      return new ReplayCall.ReadUpTo(index, index == EVENTS, ends, times);
    }

    @Override
    public void require() {
      use();
    }

    @Override
    public void use() {
      if (forbidden) {
        throw new Rejected(Reason.CASE_NOT_FOUND);
      }
    }
  }

  private final class Listener implements ReplayListener {
    @Override
    public boolean take(byte[] json) {
      heard.add(new String(json, StandardCharsets.US_ASCII));
      return wants;
    }

    @Override
    public void ended(Reason reason) {
      heard.add("ended " + reason.code());
    }
  }

  private Playback play(Speed speed, long after, boolean paused) {
    Playback started =
        new Playback(new Log(), new Listener(), speed, after, paused, done::countDown);
    Thread _ = Thread.ofVirtual().start(started);
    playback = started;
    return started;
  }

  @AfterEach
  void close() {
    playback.close();
  }

  private void hears(int from, int to) throws InterruptedException {
    for (int index = from; index <= to; index++) {
      assertThat(heard.poll(10, TimeUnit.SECONDS))
          .isEqualTo("{\"index\":" + index + ",\"type\":\"x\"}");
    }
  }

  private void hearsTheEnd() throws InterruptedException {
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("{\"type\":\"replayed\"}");
  }

  @Test
  void whatIsPausedWaitsAndThenPlaysToTheEnd() throws InterruptedException {
    assertThat(heard).isEmpty();
    playback.control(new ReplayControl.Resume());
    hears(1, EVENTS);
    hearsTheEnd();

    playback.close();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aStepPlaysSoManyEventsAndNoMore() throws InterruptedException {
    playback.control(new ReplayControl.Step(3));
    hears(1, 3);
    playback.control(new ReplayControl.Step(12));
    hears(4, 15);
    // Events after a step would come before those of the next one.
    playback.control(new ReplayControl.Seek(50));
    playback.control(new ReplayControl.Step(1));
    hears(51, 51);
    assertThat(heard).isEmpty();
  }

  @Test
  void oneCanGoBackAlsoFromTheEnd() throws InterruptedException {
    playback.control(new ReplayControl.Seek(98));
    playback.control(new ReplayControl.Resume());
    hears(99, EVENTS);
    hearsTheEnd();
    playback.control(new ReplayControl.Seek(97));
    hears(98, EVENTS);
    hearsTheEnd();
  }

  @Test
  void aWaitForTheNextEventEndsWhenTheSpeedChanges() throws InterruptedException {
    playback.close();
    play(Speed.AS_IT_WAS, 10, false);
    hears(11, 11);
    assertThat(heard).isEmpty();
    playback.control(new ReplayControl.ChangeSpeed("max"));
    hears(12, EVENTS);
    hearsTheEnd();
    assertThatThrownBy(() -> playback.control(new ReplayControl.ChangeSpeed("fast")))
        .isInstanceOf(Rejected.class);
  }

  @Test
  void whoMayNotReadItAnyMoreHearsThatAndNothingElse() throws InterruptedException {
    playback.control(new ReplayControl.Step(1));
    hears(1, 1);
    forbidden = true;
    assertThatThrownBy(() -> playback.control(new ReplayControl.Resume()))
        .isInstanceOf(Rejected.class);
    forbidden = false;
    playback.control(new ReplayControl.Step(9));
    hears(2, 10);
    forbidden = true;
    playback.close();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();

    play(Speed.MAX, 0, false);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("ended case_not_found");
  }

  @Test
  void whoWantsNoMoreGetsNoMore() throws InterruptedException {
    wants = false;
    playback.control(new ReplayControl.Resume());
    hears(1, 1);
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(heard).isEmpty();
  }
}
