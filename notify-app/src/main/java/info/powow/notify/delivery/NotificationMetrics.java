package info.powow.notify.delivery;

import info.powow.domain.notification.DeviceKind;
import info.powow.domain.notification.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// Counts decisions and deliveries, without saying whose they are.
public final class NotificationMetrics {
  private static final String SENT = "sent";

  private final MeterRegistry registry;
  private final Map<Verdict, Counter> decisions = new EnumMap<>(Verdict.class);
  private final Timer delay;

  public NotificationMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Verdict verdict : Verdict.values()) {
      decisions.put(
          verdict,
          Counter.builder("powow.notifications.decisions")
              .description("Decisions whether a person is notified of a message, by reason")
              .tag("verdict", verdict.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    delay =
        Timer.builder("powow.notifications.delay")
            .description("From the time of a message until a push service has its notification")
            .register(registry);
    for (DeviceKind kind : DeviceKind.values()) {
      Counter deliveries = deliveries(kind, SENT);
    }
    Counter mails = mails(SENT);
  }

  private Counter mails(String outcome) {
    return Counter.builder("powow.notifications.mails")
        .description("Attempts to hand a mail to the mail server, by how they ended")
        .tag("outcome", outcome)
        .register(registry);
  }

  private Counter deliveries(DeviceKind kind, String outcome) {
    return Counter.builder("powow.notifications.deliveries")
        .description("Attempts to hand a notification to a push service, by how they ended")
        .tag("kind", kind.name().toLowerCase(Locale.ROOT))
        .tag("outcome", outcome)
        .register(registry);
  }

  void decided(Verdict verdict) {
    Counter counter = decisions.get(verdict);
    if (counter != null) {
      counter.increment();
    }
  }

  void mailed(String outcome) {
    mails(outcome).increment();
  }

  void delivered(DeviceKind kind, String outcome, Duration since) {
    deliveries(kind, outcome).increment();
    if (outcome.equals(SENT)) {
      delay.record(since);
    }
  }
}
