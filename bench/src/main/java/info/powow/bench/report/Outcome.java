package info.powow.bench.report;

import java.util.List;

/// The result of one workload.
///
/// @param runs every single attempt behind the figures
/// @param complaints lost or refused messages and the like, which make the figures invalid
public record Outcome(
    String workload, List<Figure> figures, List<? extends Record> runs, List<String> complaints) {
  public Outcome {
    figures = List.copyOf(figures);
    runs = List.copyOf(runs);
    complaints = List.copyOf(complaints);
  }
}
