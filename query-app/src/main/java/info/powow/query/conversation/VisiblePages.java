package info.powow.query.conversation;

import info.powow.domain.conversation.PositionRange;
import info.powow.projection.conversation.HistoryPage;
import java.util.ArrayList;
import java.util.List;

/// The numbers of the pages on which a person may see something between two positions, in reading
/// order.
final class VisiblePages {
  private final List<PositionRange> stretches = new ArrayList<>();
  private final boolean upwards;
  private int stretch;
  private long next;
  private long last = -1;

  /// @param low the first position of interest
  /// @param high the last position of interest
  /// @param upwards from low to high
  VisiblePages(List<PositionRange> ranges, long low, long high, boolean upwards) {
    this.upwards = upwards;
    for (PositionRange range : ranges) {
      long from = Math.max(range.from(), low);
      long to = Math.min(range.to(), high);
      if (from <= to) {
        stretches.add(new PositionRange(HistoryPage.numberOf(from), HistoryPage.numberOf(to)));
      }
    }
    stretch = upwards ? 0 : stretches.size() - 1;
    begin();
  }

  private void begin() {
    if (isInside()) {
      PositionRange pages = stretches.get(stretch);
      next = upwards ? pages.from() : pages.to();
    }
  }

  private boolean isInside() {
    return stretch >= 0 && stretch < stretches.size();
  }

  /// Returns the next pages, at most this many; empty at the end.
  List<Long> take(int count) {
    List<Long> numbers = new ArrayList<>(count);
    while (numbers.size() < count && isInside()) {
      if (next != last) {
        numbers.add(next);
        last = next;
      }
      PositionRange pages = stretches.get(stretch);
      next += upwards ? 1 : -1;
      if (!pages.contains(Math.max(next, 0)) || next < 0) {
        stretch += upwards ? 1 : -1;
        begin();
      }
    }
    return numbers;
  }
}
