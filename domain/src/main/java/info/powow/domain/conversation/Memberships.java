package info.powow.domain.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.util.List;
import java.util.Set;

/// The conversations that a person is a member of, and from whom they are kept apart.
///
/// @param blocked whom they have blocked
/// @param blockedBy who has blocked them
public record Memberships(
    PersonId person, List<Membership> memberships, Set<PersonId> blocked, Set<PersonId> blockedBy) {

  /// Of somebody who has blocked nobody, and whom nobody has blocked.
  public Memberships(PersonId person, List<Membership> memberships) {
    this(person, memberships, Set.of(), Set.of());
  }

  /// @param group whether it is a group
  /// @param members how many people are in it
  /// @param visibleFrom the first position that this person may see
  /// @param last the last position so far
  /// @param standing how this person stands to it
  public record Membership(
      ConversationId conversation,
      boolean group,
      int members,
      long visibleFrom,
      long last,
      Standing standing) {

    /// Of a group, or of a private chat that both have agreed to.
    public Membership(
        ConversationId conversation, boolean group, int members, long visibleFrom, long last) {
      this(conversation, group, members, visibleFrom, last, Standing.MUTUAL);
    }
  }
}
