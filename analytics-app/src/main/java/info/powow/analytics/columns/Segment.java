package info.powow.analytics.columns;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// The rows of a range of the log, with one Parquet file for each table that has any. Immutable.
///
/// @param from the first index of the range
/// @param to the last index of the range
/// @param rows the number of rows by table; tables without rows are absent
public record Segment(long from, long to, Map<String, Long> rows) {
  public Segment {
    if (from < 1 || to < from) {
      throw new IllegalArgumentException("no range of the log: " + from + " to " + to);
    }
    rows = Map.copyOf(rows);
  }

  /// The number of rows in all tables.
  long size() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  Set<String> tables() {
    return rows.keySet();
  }

  /// The file of a table in a segment.
  static Path file(Path folder, String table, long from, long to) {
    return folder.resolve(table).resolve("%012d-%012d.parquet".formatted(from, to));
  }

  Path file(Path folder, String table) {
    return file(folder, table, from, to);
  }
}
