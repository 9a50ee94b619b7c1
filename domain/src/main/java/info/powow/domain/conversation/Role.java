package info.powow.domain.conversation;

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

  /// Whether this role stands above the other, so that it may remove who has it.
  boolean outranks(Role other) {
    return compareTo(other) < 0;
  }
}
