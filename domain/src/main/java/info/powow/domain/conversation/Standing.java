package info.powow.domain.conversation;

/// The standing of one of the two people in a private chat. A person agrees to the chat by opening
/// it, writing, or accepting the other's request. That cannot be undone.
public enum Standing {
  /// The other person has opened the chat, and it has no message: this person does not see it.
  HIDDEN,
  /// This person has opened the chat, and it has no message.
  OPENED,
  /// This person has agreed, the other has not.
  OUTGOING,
  /// The other person has written, and this one has not agreed.
  REQUEST,
  /// Both have agreed, so each sees the other's presence, typing and read marker. Also the standing
  /// of group members.
  MUTUAL;

  /// @param mine whether this person has written or accepted
  /// @param theirs whether the other person has
  /// @param opener whether this person opened the chat
  public static Standing of(boolean mine, boolean theirs, boolean opener) {
    if (!mine && !theirs) {
      return opener ? OPENED : HIDDEN;
    }
    boolean both = (mine || opener) && (theirs || !opener);
    if (both) {
      return MUTUAL;
    }
    return opener ? OUTGOING : REQUEST;
  }

  /// The standing after this person has written or accepted.
  public Standing afterMine() {
    return switch (this) {
      case OPENED, OUTGOING -> OUTGOING;
      case HIDDEN, REQUEST, MUTUAL -> MUTUAL;
    };
  }

  /// The standing after the other person has written or accepted.
  public Standing afterTheirs() {
    return switch (this) {
      case HIDDEN, REQUEST -> REQUEST;
      case OPENED, OUTGOING, MUTUAL -> MUTUAL;
    };
  }
}
