package info.powow.projection.conversation;

/// How many messages somebody has not read.
///
/// @param count exact, unless capped
/// @param capped there are at least so many, and it is not known how many more
public record UnreadCount(int count, boolean capped) {
  /// Above that, nobody is told a number.
  public static final int MOST = 100;

  static UnreadCount of(int counted, boolean perhapsMore) {
    return counted > MOST ? new UnreadCount(MOST, true) : new UnreadCount(counted, perhapsMore);
  }
}
