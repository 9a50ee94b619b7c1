package info.powow.projector;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// The metrics of one projector, with the tag `projection`.
final class ProjectorMetrics {
  private final Counter applied;
  private final DistributionSummary batch;
  private final Timer flush;

  ProjectorMetrics(MeterRegistry registry, Projector projector) {
    String tag = "projection";
    String name = projector.name();
    applied =
        Counter.builder("powow.projection.events")
            .description("Events applied")
            .tag(tag, name)
            .register(registry);
    batch =
        DistributionSummary.builder("powow.projection.batch.size")
            .description("Documents written at a time")
            .tag(tag, name)
            .register(registry);
    flush =
        Timer.builder("powow.projection.flush")
            .description("How long writing takes")
            .tag(tag, name)
            .register(registry);
    Gauge.builder("powow.projection.lag", projector, p -> p.progress().behind())
        .description("Events of the log that are not written yet")
        .tag(tag, name)
        .register(registry);
    Gauge.builder("powow.projection.rebuild.rate", projector, p -> p.progress().eventsPerSecond())
        .description("Events per second while catching up at the start")
        .tag(tag, name)
        .register(registry);
    Gauge.builder("powow.projection.segments", projector, Projector::segmentsHere)
        .description("Segments that this node works on")
        .tag(tag, name)
        .register(registry);
    Gauge.builder("powow.projection.dead.letters", projector, p -> p.stoppedHere().size())
        .description("Streams that are stopped on this node")
        .tag(tag, name)
        .register(registry);
  }

  void applied(int events) {
    applied.increment(events);
  }

  void flushed(int documents, long nanos) {
    batch.record(documents);
    flush.record(Duration.ofNanos(nanos));
  }
}
