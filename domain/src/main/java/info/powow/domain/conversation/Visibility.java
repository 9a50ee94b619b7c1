package info.powow.domain.conversation;

import java.util.List;

/// Which positions of one conversation one person may see. It follows from their joining and
/// leaving alone ([Timeline]): a member sees everything from where they joined, or from the
/// beginning when the group shows its history; somebody who left keeps what they saw.
///
/// @param ranges disjoint, oldest first; the last one is open while the person is a member
public record Visibility(List<PositionRange> ranges) {
  public static final Visibility NOTHING = new Visibility(List.of());
  public static final Visibility EVERYTHING = new Visibility(List.of(PositionRange.startingAt(0)));

  public Visibility {
    ranges = List.copyOf(ranges);
  }

  /// After the person became a member.
  ///
  /// @param at position of the event that made them one
  /// @param history whether the group shows newcomers what was said before
  public Visibility joined(long at, boolean history) {
    return history ? EVERYTHING : new Visibility(PositionRange.opened(ranges, at));
  }

  /// After the person left or was removed.
  ///
  /// @param at position of that event, which they still see
  public Visibility left(long at) {
    return new Visibility(PositionRange.closed(ranges, at));
  }

  public boolean sees(long position) {
    for (PositionRange range : ranges) {
      if (range.contains(position)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the person sees what happens next, which is to say: is a member.
  public boolean isOpen() {
    return !ranges.isEmpty() && ranges.getLast().isOpen();
  }

  /// Whether the person sees everything from some position on, so that no edit can have escaped
  /// them.
  public boolean isUnbroken() {
    return ranges.size() == 1 && isOpen();
  }

  /// The first position of the newest range; 0 when there is none.
  public long newestFrom() {
    return ranges.isEmpty() ? 0 : ranges.getLast().from();
  }
}
