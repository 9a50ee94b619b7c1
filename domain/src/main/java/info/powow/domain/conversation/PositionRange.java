package info.powow.domain.conversation;

import java.util.ArrayList;
import java.util.List;

/// A range of positions of one conversation, both ends included.
///
/// @param from the first position, 0 or more
/// @param to the last position; [#OPEN] while the range still grows
public record PositionRange(long from, long to) {
  public static final long OPEN = Long.MAX_VALUE;

  /// So many ranges are kept of one person in one conversation, the newest. Otherwise, whoever
  /// joins and leaves again and again would make them grow without end.
  public static final int MAX_RANGES = 100;

  public PositionRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("not a range: " + from + " to " + to);
    }
  }

  public static PositionRange startingAt(long from) {
    return new PositionRange(from, OPEN);
  }

  public boolean isOpen() {
    return to == OPEN;
  }

  public boolean contains(long position) {
    return from <= position && position <= to;
  }

  /// These ranges and an open one that starts at `from`: the newest [#MAX_RANGES]. Ranges that touch
  /// or overlap are joined.
  static List<PositionRange> opened(List<PositionRange> ranges, long from) {
    List<PositionRange> next = new ArrayList<>(ranges);
    long start = from;
    while (!next.isEmpty() && next.getLast().to() >= start - 1) {
      start = Math.min(start, next.removeLast().from());
    }
    next.add(startingAt(start));
    return List.copyOf(next.subList(Math.max(0, next.size() - MAX_RANGES), next.size()));
  }

  /// These ranges with the open one ending at `to`.
  static List<PositionRange> closed(List<PositionRange> ranges, long to) {
    if (ranges.isEmpty() || !ranges.getLast().isOpen()) {
      return ranges;
    }
    List<PositionRange> next = new ArrayList<>(ranges);
    next.add(new PositionRange(next.removeLast().from(), to));
    return List.copyOf(next);
  }
}
