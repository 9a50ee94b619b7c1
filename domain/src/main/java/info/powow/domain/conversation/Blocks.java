package info.powow.domain.conversation;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;

/// Keeps apart those of whom one has blocked the other.
final class Blocks {
  private Blocks() {}

  /// @throws Rejected when one of the two has blocked the other
  static void requireNone(PersonId by, PersonId other, Circumstances circumstances) {
    if (circumstances.hasBlocked(other, by)) {
      throw new Rejected(Reason.BLOCKED);
    }
    if (circumstances.hasBlocked(by, other)) {
      throw new Rejected(Reason.BLOCKED_BY_YOU);
    }
  }
}
