package info.powow.domain.conversation;

/// How one of the two people of a private chat stands to it. Whoever writes, or accepts the other's
/// request, has agreed to the chat; neither takes that back.
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

  /// @param mine whether this one has agreed
  /// @param theirs whether the other one has
  /// @param opener whether this one has opened the chat
  public static Standing of(boolean mine, boolean theirs, boolean opener) {
    if (mine) {
      return theirs ? MUTUAL : OUTGOING;
    }
    if (theirs) {
      return REQUEST;
    }
    return opener ? OPENED : UNSAID;
  }

  /// After this one has written or accepted.
  public Standing afterMine() {
    return switch (this) {
      case UNSAID, OPENED, OUTGOING -> OUTGOING;
      case REQUEST, MUTUAL -> MUTUAL;
    };
  }

  /// After the other one has written or accepted.
  public Standing afterTheirs() {
    return switch (this) {
      case UNSAID, OPENED, REQUEST -> REQUEST;
      case OUTGOING, MUTUAL -> MUTUAL;
    };
  }

  /// Whether this one has written or accepted: then the other one is a contact of theirs.
  public boolean agreed() {
    return this == OUTGOING || this == MUTUAL;
  }
}
