package info.powow.bench.workload;

import info.powow.bench.report.Outcome;

/// Something that people do to a server, and how well it takes it.
public interface Workload {
  /// What it is called on the command line.
  String name();

  Outcome run(Setting setting) throws Exception;
}
