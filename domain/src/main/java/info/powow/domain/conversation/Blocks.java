package info.powow.domain.conversation;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;

/// Refuses interaction between two people if one has blocked the other.
final class Blocks {
  private Blocks() {}

  /// @throws Rejected if one of the two has blocked the other
  static void requireNone(PersonId by, PersonId other, ConversationContext context) {
    if (context.hasBlocked(other, by)) {
      throw new Rejected(Reason.BLOCKED);
    }
    if (context.hasBlocked(by, other)) {
      throw new Rejected(Reason.BLOCKED_BY_YOU);
    }
  }

  /// Whether one of the two has blocked the other.
  static boolean exist(PersonId by, PersonId other, ConversationContext context) {
    return context.hasBlocked(other, by) || context.hasBlocked(by, other);
  }
}
