package info.powow.socket.push;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.json.EventJson;
import info.powow.ops.MessageTrace;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The push side as a whole: from the event log to the devices of everybody concerned.
public final class Push {
  private static final int RECENT_CHANGES = 50_000;
  private static final Duration RECENT = Duration.ofMinutes(10);

  private final Outbox outbox = new Outbox();
  private final List<Runnable> ticks = new ArrayList<>(2);
  private final List<Consumer<Object>> eventListeners = new ArrayList<>(1);
  private final PushLoop loop;
  private final ConnectionRegistry connections;

  /// @param mayWait threads for reading the log
  public Push(
      EventSource log,
      EventJson eventJson,
      MembershipSource memberships,
      PushLimits limits,
      Executor blockingExecutor,
      MeterRegistry registry,
      MessageTrace trace,
      Clock clock) {
    loop = new PushLoop(log, outbox, new PushMetrics(registry, trace, clock));
    connections =
        new ConnectionRegistry(
            memberships,
            loop,
            limits,
            new LogCatchUp(log, eventJson, limits, blockingExecutor),
            outbox,
            System::nanoTime,
            new RecentMembershipChanges(RECENT_CHANGES, RECENT.toNanos()));
    Fanout fanout = new Fanout(connections, outbox, limits);
    loop.handler(
        new PushLoop.Handler() {
          @Override
          public void startsAfter(long index) {
            connections.advanced(index);
          }

          @Override
          public void on(LoggedEvent event) {
            fanout.on(event);
            for (Consumer<Object> listener : eventListeners) {
              listener.accept(event.event());
            }
          }

          @Override
          public void tick(boolean quiet) {
            connections.tick(quiet);
            ticks.forEach(Runnable::run);
          }
        });
  }

  /// The epoch of the log, which clients name when they resume.
  public @Nullable String epoch() {
    return loop.epoch();
  }

  public Executor loop() {
    return loop;
  }

  public ConnectionRegistry connections() {
    return connections;
  }

  public Outbox outbox() {
    return outbox;
  }

  /// Registers a task to be run periodically on the push thread. Must be called before the start.
  public void onTick(Runnable tick) {
    ticks.add(tick);
  }

  /// Registers a listener for every event of the log, on the push thread. Must be called before the
  /// start.
  public void onEvent(Consumer<Object> listener) {
    eventListeners.add(listener);
  }

  public void start() {
    loop.start();
  }

  public void stop() throws InterruptedException {
    loop.stop();
  }
}
