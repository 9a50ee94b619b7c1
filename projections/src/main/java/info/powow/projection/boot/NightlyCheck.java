package info.powow.projection.boot;

import info.powow.projector.ProjectionCheck;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks a sample of the views each night, and has the metrics of the last check.
final class NightlyCheck implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NightlyCheck.class);

  private final ProjectionCheck check;
  private final Clock clock;
  private final LocalTime at;
  private final ScheduledExecutorService nights;

  /// @param at the time of day in UTC
  NightlyCheck(
      ProjectionCheck check, LocalTime at, boolean enabled, Clock clock, MeterRegistry registry) {
    this.check = check;
    this.clock = clock;
    this.at = at;
    this.nights =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("powow-views-check").factory());
    long started = clock.instant().getEpochSecond();
    gauge(
        registry,
        "differences",
        "Fields that differed from a rebuild in the last check",
        report -> report.differences().size());
    gauge(
        registry,
        "unsettled",
        "Streams that could not be compared in the last check",
        report -> report.unsettled());
    Gauge.builder(
            "powow.projection.check.at",
            check,
            each -> {
              ProjectionCheck.Report newest = each.newest();
              return newest == null ? started : newest.at().getEpochSecond();
            })
        .description("When the last check ended, or else when the node started: seconds since 1970")
        .baseUnit("seconds")
        .tag("projection", check.name())
        .register(registry);
    if (enabled) {
      schedule();
    }
  }

  @FunctionalInterface
  private interface Count {
    int of(ProjectionCheck.Report report);
  }

  private void gauge(MeterRegistry registry, String name, String description, Count count) {
    Gauge.builder(
            "powow.projection.check." + name,
            check,
            each -> {
              ProjectionCheck.Report newest = each.newest();
              return newest == null ? 0 : count.of(newest);
            })
        .description(description)
        .tag("projection", check.name())
        .register(registry);
  }

  private void schedule() {
    var _ = nights.schedule(this::run, untilNext().toSeconds(), TimeUnit.SECONDS);
  }

  /// At least a second, so that one night is one check.
  Duration untilNext() {
    ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
    ZonedDateTime next = now.with(at);
    if (!next.isAfter(now.plusSeconds(1))) {
      next = next.plusDays(1);
    }
    return Duration.between(now, next).plusSeconds(1);
  }

  private void run() {
    try {
      check.check().ifPresent(NightlyCheck::say);
    } catch (RuntimeException e) {
      // The store or the log is away; the metric says since when nothing was checked.
      LOG.warn("The {} could not be checked: {}", check.name(), e.getClass().getName());
    } finally {
      if (!nights.isShutdown()) {
        schedule();
      }
    }
  }

  private static void say(ProjectionCheck.Report report) {
    LOG.info(
        "Checked the {}: {} streams, {} documents, {} unsettled, {} differences",
        report.projection(),
        report.streams(),
        report.documents(),
        report.unsettled(),
        report.differences().size());
    report
        .differences()
        .forEach(each ->
            LOG.error(
                "The {} differ from a rebuild: {} of {}, {} {}, after position {}",
                report.projection(),
                each.field(),
                each.document(),
                each.collection(),
                each.kind(),
                each.position()));
  }

  @Override
  public void close() {
    nights.shutdownNow();
    try {
      // A check that runs drops what it has rebuilt, before the store is closed.
      if (!nights.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("A check of the {} does not end", check.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
