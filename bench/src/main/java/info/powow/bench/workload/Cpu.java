package info.powow.bench.workload;

import info.powow.bench.report.Figure;
import info.powow.bench.server.Usage;
import java.util.List;

/// Resource usage as figures.
final class Cpu {
  private Cpu() {}

  static String summary(Usage usage) {
    Long server = usage.serverCpuMillis();
    return "server %s, generator %s"
        .formatted(
            server == null ? "unknown" : cores(server, usage),
            cores(usage.generatorCpuMillis(), usage));
  }

  private static String cores(long millis, Usage usage) {
    return "%.2f cores".formatted(millis / 1e3 / usage.seconds());
  }

  /// Adds the server's CPU time per thousand, and the load of the generator.
  static void addTo(List<Figure> figures, String what, Usage usage, long count) {
    Long server = usage.serverCpuMillis();
    if (server != null && count > 0) {
      figures.add(new Figure(what + ": server CPU ms per 1,000", server * 1e3 / count));
    }
    figures.add(
        new Figure(
            what + ": load generator, cores busy",
            usage.generatorCpuMillis() / 1e3 / usage.seconds()));
    Long resident = usage.serverResidentKb();
    if (resident != null) {
      figures.add(new Figure(what + ": server memory MB", resident / 1024.0));
    }
  }
}
