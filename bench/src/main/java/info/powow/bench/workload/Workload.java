package info.powow.bench.workload;

import info.powow.bench.report.Outcome;

/// A kind of load, and its measurement.
public interface Workload {
  /// The name on the command line.
  String name();

  Outcome run(Setting setting) throws Exception;
}
