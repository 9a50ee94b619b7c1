package info.powow.notify.delivery;

import info.powow.domain.notification.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/// Counts decisions and deliveries. Nothing says whose they are.
public final class NotificationMetrics {
  private final MeterRegistry registry;

  public NotificationMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void decided(Verdict verdict) {
    registry
        .counter(
            "powow.notifications.decisions", "verdict", verdict.name().toLowerCase(Locale.ROOT))
        .increment();
  }

  void delivered(String outcome, Duration since) {
    registry.counter("powow.notifications.deliveries", "outcome", outcome).increment();
    if (outcome.equals("sent")) {
      registry.timer("powow.notifications.delay").record(since);
    }
  }
}
