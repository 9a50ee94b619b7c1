package info.powow.socket.session;

import info.powow.domain.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Metrics of connections and frames.
public final class SessionMetrics {
  private final LongAdder sessions = new LongAdder();
  private final LongAdder subscriptions = new LongAdder();
  private final Counter framesIn;
  private final Counter framesOut;
  private final Counter slow;
  private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);

  public SessionMetrics(MeterRegistry registry) {
    Gauge.builder("powow.socket.sessions", sessions, LongAdder::doubleValue)
        .description("Connections that have signed in")
        .register(registry);
    Gauge.builder("powow.socket.subscriptions", subscriptions, LongAdder::doubleValue)
        .description("Subscriptions of all connections")
        .register(registry);
    framesIn =
        Counter.builder("powow.socket.frames.in")
            .description("STOMP frames received")
            .register(registry);
    framesOut =
        Counter.builder("powow.socket.frames.out")
            .description("STOMP frames sent")
            .register(registry);
    slow =
        Counter.builder("powow.socket.slow.closes")
            .description("Connections closed because the client read too slowly")
            .register(registry);
    for (Reason reason : Reason.values()) {
      refused.put(
          reason,
          Counter.builder("powow.socket.refused")
              .description("Refused STOMP frames, by the code of the refusal")
              .tag("code", reason.code())
              .register(registry));
    }
  }

  void opened() {
    sessions.increment();
  }

  void closed(int ofSubscriptions) {
    sessions.decrement();
    subscriptions.add(-ofSubscriptions);
  }

  void subscribed() {
    subscriptions.increment();
  }

  void unsubscribed() {
    subscriptions.decrement();
  }

  void cameIn() {
    framesIn.increment();
  }

  void wentOut(int frames) {
    framesOut.increment(frames);
  }

  void slow() {
    slow.increment();
  }

  void refused(Reason reason) {
    Counter counter = refused.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }
}
