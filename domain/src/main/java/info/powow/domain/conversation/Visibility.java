package info.powow.domain.conversation;

import java.util.List;

/// The positions of one conversation that one person may see. They follow only from joining and
/// leaving ([Timeline]): a member sees everything from where they joined, or from the beginning if
/// the group shows its history; a person who left keeps what they saw.
///
/// @param ranges disjoint, oldest first; the last one is open while the person is a member
public record Visibility(List<PositionRange> ranges) {
  public static final Visibility NOTHING = new Visibility(List.of());
  public static final Visibility EVERYTHING = new Visibility(List.of(PositionRange.startingAt(0)));

  public Visibility {
    ranges = List.copyOf(ranges);
  }

  /// Returns the visibility after the person became a member.
  ///
  /// @param at the position of the event that made them a member
  /// @param history whether the group shows earlier messages to new members
  public Visibility joined(long at, boolean history) {
    return history ? EVERYTHING : new Visibility(PositionRange.opened(ranges, at));
  }

  /// Returns the visibility after the person left or was removed.
  ///
  /// @param at the position of that event, which they still see
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

  /// Whether the person sees future events: whether they are a member.
  public boolean isOpen() {
    return !ranges.isEmpty() && ranges.getLast().isOpen();
  }

  /// Whether the person sees everything from some position on, so that they have missed no edit.
  public boolean isUnbroken() {
    return ranges.size() == 1 && isOpen();
  }

  /// The first position of the newest range; 0 if there is none.
  public long newestFrom() {
    return ranges.isEmpty() ? 0 : ranges.getLast().from();
  }
}
