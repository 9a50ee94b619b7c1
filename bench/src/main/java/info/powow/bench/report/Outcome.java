package info.powow.bench.report;

import java.util.List;

/// What came of one workload.
///
/// @param runs every single try behind the figures, for those who want to look closer
/// @param complaints what was lost, refused or otherwise not as it must be: then the figures are
///     void
public record Outcome(
    String workload, List<Figure> figures, List<? extends Record> runs, List<String> complaints) {
  public Outcome {
    figures = List.copyOf(figures);
    runs = List.copyOf(runs);
    complaints = List.copyOf(complaints);
  }
}
