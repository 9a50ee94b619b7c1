package info.powow.socket.push;

/// A connected person's membership of one conversation.
///
/// @param visibleFrom the first position that they may see
/// @param fresh they joined a moment ago, and the views could not say yet from where they may see:
///     at least from `visibleFrom`
public record LocalMembership(
    ConnectedPerson connected,
    LocalConversation localConversation,
    long visibleFrom,
    boolean fresh) {
  /// Whether it is known that they may see what was said at a position.
  boolean sees(long position) {
    return position >= visibleFrom || (fresh && localConversation.showsHistory());
  }
}
