package info.powow.operator;

import info.powow.ops.Dependencies;
import info.powow.ops.Dependency;
import info.powow.ops.MessageTrace;
import info.powow.ops.Outcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// The metrics of dependencies and messages: `powow.dependency.*` and `powow.message.*`.
final class OpsMetrics implements OpsTicker.Tick {
  private static final String DEPENDENCY = "dependency";

  private final Dependencies dependencies;
  private final MeterRegistry registry;
  private final Set<String> known = new HashSet<>();

  OpsMetrics(Dependencies dependencies, MessageTrace trace, MeterRegistry registry) {
    this.dependencies = dependencies;
    this.registry = registry;
    Gauge.builder("powow.message.latency.p99", trace, each -> each.lastMinute().p99Millis() / 1e3)
        .description("From the SEND frame to the sockets, 99th percentile of the last minute")
        .baseUnit("seconds")
        .register(registry);
  }

  /// Dependencies become known when they are first configured.
  @Override
  public void at(Instant now) {
    for (Dependency dependency : dependencies.all()) {
      if (known.add(dependency.name())) {
        register(dependency);
      }
    }
  }

  private void register(Dependency dependency) {
    for (Outcome outcome : Outcome.values()) {
      FunctionCounter.builder("powow.dependency.calls", dependency, each -> each.total(outcome))
          .description("Calls of a dependency, by how they ended")
          .tag(DEPENDENCY, dependency.name())
          .tag("outcome", outcome.word())
          .register(registry);
    }
    Gauge.builder("powow.dependency.open", dependency, each -> each.isOpen() ? 1 : 0)
        .description("1 while the circuit of a dependency is open")
        .tag(DEPENDENCY, dependency.name())
        .register(registry);
    Gauge.builder(
            "powow.dependency.latency.p99",
            dependency,
            each -> each.latencies().getValueAtPercentile(99) / 1e6)
        .description("99th percentile of the last ten seconds")
        .baseUnit("seconds")
        .tag(DEPENDENCY, dependency.name())
        .register(registry);
  }
}
