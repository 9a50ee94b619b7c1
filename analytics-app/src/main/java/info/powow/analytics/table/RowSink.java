package info.powow.analytics.table;

import org.jspecify.annotations.Nullable;

/// Receives rows.
public interface RowSink {
  /// @param cells one for each column after `idx` and `happened_at`: an id, a number, a boolean, an
  ///     instant, an enum constant, or a word; null if unknown
  void row(Table table, @Nullable Object... cells);
}
