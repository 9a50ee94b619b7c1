package info.powow.domain.conversation;

/// How one of the two people of a private chat stands to it. Whoever opens it, writes, or
/// accepts the other's request, has agreed to the chat; nobody takes that back.
public enum Standing {
  /// The other one has opened it, and nothing was said: it does not show.
  UNSAID,
  /// This one has opened it, and nothing was said.
  OPENED,
  /// This one has agreed, the other one has not.
  OUTGOING,
  /// The other one has written, and this one has not agreed.
  REQUEST,
  /// Both have agreed, so each may know when the other is there, types and has read. A member's
  /// standing in a group.
  MUTUAL;

  /// @param mine whether this one has written or accepted
  /// @param theirs whether the other one has
  /// @param opener whether this one has opened the chat, and not the other one
  public static Standing of(boolean mine, boolean theirs, boolean opener) {
    if (!mine && !theirs) {
      return opener ? OPENED : UNSAID;
    }
    boolean both = (mine || opener) && (theirs || !opener);
    if (both) {
      return MUTUAL;
    }
    return opener ? OUTGOING : REQUEST;
  }

  /// After this one has written or accepted.
  public Standing afterMine() {
    return switch (this) {
      case OPENED, OUTGOING -> OUTGOING;
      case UNSAID, REQUEST, MUTUAL -> MUTUAL;
    };
  }

  /// After the other one has written or accepted.
  public Standing afterTheirs() {
    return switch (this) {
      case UNSAID, REQUEST -> REQUEST;
      case OPENED, OUTGOING, MUTUAL -> MUTUAL;
    };
  }
}
