package info.powow.socket.push;

/// A connected person's membership of one conversation.
///
/// @param visibleFrom the first position that they may see
/// @param fresh whether they joined a moment ago, so that the views do not know their visibility
///     yet: at least from `visibleFrom`
public record LocalMembership(
    ConnectedPerson connected,
    LocalConversation localConversation,
    long visibleFrom,
    boolean fresh) {
  /// Whether they are known to see a position.
  boolean sees(long position) {
    return position >= visibleFrom || (fresh && localConversation.showsHistory());
  }
}
