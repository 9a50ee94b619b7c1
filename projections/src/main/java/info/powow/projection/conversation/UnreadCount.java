package info.powow.projection.conversation;

/// A number of unread messages.
///
/// @param count exact, unless capped
/// @param capped whether `count` is only a lower bound
public record UnreadCount(int count, boolean capped) {
  /// The highest number reported.
  public static final int MOST = 100;

  static UnreadCount of(int counted, boolean perhapsMore) {
    return counted > MOST ? new UnreadCount(MOST, true) : new UnreadCount(counted, perhapsMore);
  }
}
