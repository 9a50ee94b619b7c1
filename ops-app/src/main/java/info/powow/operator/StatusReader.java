package info.powow.operator;

import info.powow.http.Release;
import info.powow.ops.Dependencies;
import info.powow.ops.Dependency;
import info.powow.ops.LatencyWindow;
import info.powow.ops.MessageTrace;
import info.powow.ops.WaitingBytes;
import info.powow.projector.Progress;
import info.powow.projector.ProjectionCheck;
import info.powow.projector.Projector;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads the state of this node once a second, for any number of operators.
final class StatusReader implements OpsTicker.Tick {
  private static final int TOP = 10;

  private final String node;
  private final String kind;
  private final SettingsReader settings;
  private final Dependencies dependencies;
  private final MessageTrace trace;
  private final List<Projector> projectors;
  private final ProjectionChecks checks;
  private final @Nullable WaitingBytes clients;
  private final MeterRegistry registry;
  private final OperatorActions actions;
  private final RouteRates routes;
  private long gcMillis;
  private volatile @Nullable NodeStatus newest;

  /// @param kind of process, such as `query-app`
  StatusReader(
      String node,
      String kind,
      SettingsReader settings,
      Dependencies dependencies,
      MessageTrace trace,
      List<Projector> projectors,
      ProjectionChecks checks,
      @Nullable WaitingBytes clients,
      MeterRegistry registry,
      OperatorActions actions) {
    this.node = node;
    this.kind = kind;
    this.settings = settings;
    this.dependencies = dependencies;
    this.trace = trace;
    this.projectors = projectors;
    this.checks = checks;
    this.clients = clients;
    this.registry = registry;
    this.actions = actions;
    this.routes = new RouteRates(registry);
  }

  @Override
  public void at(Instant now) {
    dependencies.tick();
    routes.tick();
    newest = read(now);
  }

  /// The latest state, at most a second old, with what is needed to merge it with those of other
  /// nodes; null in the first second.
  @Nullable NodeReport report() {
    NodeStatus status = newest;
    if (status == null) {
      return null;
    }
    Map<String, String> samples = new TreeMap<>();
    for (Dependency each : dependencies.all()) {
      samples.put(each.name(), LatencyWindow.encode(each.latencies()));
    }
    return new NodeReport(
        status,
        kind,
        LatencyWindow.encode(trace.lastMinuteLatencies()),
        samples,
        settings.comparable());
  }

  private NodeStatus read(Instant now) {
    return new NodeStatus(
        node,
        Release.version(),
        now,
        TimeUnit.MILLISECONDS.toSeconds(ManagementFactory.getRuntimeMXBean().getUptime()),
        trace.lastMinute(),
        trace.slowAfter().toNanos() / 1e6,
        dependencies.all().stream().map(Dependency::read).toList(),
        pools(),
        projectors.stream().map(this::follower).toList(),
        routes.busiest(),
        new NodeStatus.Top(
            trace.conversations().top(TOP),
            trace.people().top(TOP),
            clients == null ? List.of() : clients.most(TOP)),
        actions.newest());
  }

  private NodeStatus.Follower follower(Projector projector) {
    Progress progress = projector.progress();
    ProjectionCheck.Report checked = checks.newest(projector.name());
    return new NodeStatus.Follower(
        projector.name(),
        progress.reached(),
        progress.head(),
        progress.behind(),
        progress.caughtUp(),
        progress.failing(),
        projector.segmentsHere(),
        projector.stoppedHere().size(),
        checked == null ? null : checked.differences().size());
  }

  private List<NodeStatus.Level> pools() {
    List<NodeStatus.Level> levels = new ArrayList<>();
    add(levels, "log queue", "powow.log.queue", "appends", null);
    add(levels, "connections", "powow.socket.sessions", "sessions", null);
    add(levels, "requests", "powow.http.requests", "requests", null);
    add(levels, "request bodies", "powow.http.body.memory", "bytes", null);
    add(levels, "responses not taken", "powow.http.response.memory", "bytes", null);
    add(levels, "Jetty threads busy", "jetty.threads.busy", "threads", "jetty.threads.config.max");
    add(levels, "Jetty jobs waiting", "jetty.threads.jobs", "jobs", null);
    add(levels, "notifications waiting", "powow.notifications.waiting", "notifications", null);
    add(levels, "notifications set aside", "powow.notifications.set.aside", "notifications", null);
    add(levels, "pictures waiting", "powow.images.waiting", "pictures", null);
    add(levels, "open files", "process.files.open", "files", "process.files.max");
    Runtime runtime = Runtime.getRuntime();
    levels.add(
        new NodeStatus.Level(
            "heap",
            runtime.totalMemory() - runtime.freeMemory(),
            "bytes",
            (double) runtime.maxMemory()));
    levels.add(new NodeStatus.Level("GC pauses", gcPauses(), "ms", null));
    Gauge processor = registry.find("process.cpu.usage").gauge();
    if (processor != null) {
      levels.add(new NodeStatus.Level("processor", 100 * processor.value(), "percent", 100.0));
    }
    Gauge free = registry.find("disk.free").gauge();
    Gauge total = registry.find("disk.total").gauge();
    if (free != null && total != null) {
      levels.add(
          new NodeStatus.Level("disk", total.value() - free.value(), "bytes", total.value()));
    }
    return levels;
  }

  /// The time of garbage collections in the last second.
  private double gcPauses() {
    long all =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .sum();
    long since = all - gcMillis;
    gcMillis = all;
    return since;
  }

  private void add(
      List<NodeStatus.Level> levels, String name, String meter, String unit, @Nullable String max) {
    Collection<Gauge> found = registry.find(meter).gauges();
    if (found.isEmpty()) {
      return;
    }
    Gauge limit = max == null ? null : registry.find(max).gauge();
    levels.add(
        new NodeStatus.Level(
            name,
            found.stream().mapToDouble(Gauge::value).sum(),
            unit,
            limit == null ? null : limit.value()));
  }
}
