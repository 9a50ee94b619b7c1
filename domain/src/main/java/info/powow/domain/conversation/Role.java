package info.powow.domain.conversation;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;

/// The roles of a group. Each role may also do what the roles after it may.
public enum Role {
  /// May change roles.
  OWNER,
  /// May rename, pin, place on the map, add to a closed group, remove members, and delete other people's messages.
  MODERATOR,
  /// May write.
  MEMBER;

  boolean mayModerate() {
    return this != MEMBER;
  }

  /// Requires the right to see bans, which goes with the right to ban.
  ///
  /// @param isGroup false for a private chat, which has no bans
  /// @throws Rejected `not_a_group`, `not_allowed`
  public void requireMaySeeBans(boolean isGroup) {
    if (!isGroup) {
      throw new Rejected(Reason.NOT_A_GROUP);
    }
    if (!mayModerate()) {
      throw new Rejected(Reason.NOT_ALLOWED);
    }
  }

  /// Whether this role is above the other, and so may remove people who have it.
  boolean outranks(Role other) {
    return compareTo(other) < 0;
  }
}
