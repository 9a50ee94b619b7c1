package info.powow.bench.stomp;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One event loop and the state that its connections share. Everything runs on its single thread,
/// so nothing is synchronized.
public final class Lane {
  private static final int SCRATCH = 1 << 16;

  private final EventLoop loop;
  private final FrameWriter writer;
  private final List<LoadConnection> beating = new ArrayList<>();
  final byte[] scratch = new byte[SCRATCH];
  final FrameView frame = new FrameView();

  Lane(EventLoop loop, long seed) {
    this.loop = loop;
    this.writer = new FrameWriter(seed);
    loop.scheduleAtFixedRate(this::beat, 1, 1, TimeUnit.SECONDS);
  }

  EventLoop loop() {
    return loop;
  }

  public FrameWriter writer() {
    return writer;
  }

  public void execute(Runnable task) {
    loop.execute(task);
  }

  public void schedule(Runnable task, long delayNanos) {
    loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
  }

  /// Runs a task on the lane and returns its result.
  public <T> CompletableFuture<T> ask(Callable<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(() -> {
      try {
        answer.complete(question.call());
      } catch (Throwable e) {
        answer.completeExceptionally(e);
      }
    });
    return answer;
  }

  void beats(LoadConnection connection) {
    beating.add(connection);
  }

  /// One timer for all connections: a heart-beat may be early, but never late.
  private void beat() {
    long now = System.nanoTime();
    beating.removeIf(connection -> !connection.beat(now));
  }
}
