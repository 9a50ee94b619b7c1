package info.powow.domain.conversation;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;

/// What a member may do in a group: each role may do what the next one may.
public enum Role {
  /// Gives and takes roles.
  OWNER,
  /// Renames, pins, adds to a closed group, removes members, deletes others' messages.
  MODERATOR,
  /// Writes.
  MEMBER;

  boolean mayModerate() {
    return this != MEMBER;
  }

  /// Whoever may ban may also see who is banned.
  ///
  /// @param isGroup a private chat bans nobody
  /// @throws Rejected `not_a_group`, `not_allowed`
  public void requireMaySeeBans(boolean isGroup) {
    if (!isGroup) {
      throw new Rejected(Reason.NOT_A_GROUP);
    }
    if (!mayModerate()) {
      throw new Rejected(Reason.NOT_ALLOWED);
    }
  }

  /// Whether this role stands above the other, so that it may remove who has it.
  boolean outranks(Role other) {
    return compareTo(other) < 0;
  }
}
