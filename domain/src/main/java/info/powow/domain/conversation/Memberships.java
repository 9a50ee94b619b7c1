package info.powow.domain.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.util.List;
import java.util.Set;

/// The conversations of which a person is a member, and the blocks between the person and others.
///
/// @param blocked people whom the person has blocked
/// @param blockedBy people who have blocked the person
public record Memberships(
    PersonId person, List<Membership> memberships, Set<PersonId> blocked, Set<PersonId> blockedBy) {

  /// For a person without blocks.
  public Memberships(PersonId person, List<Membership> memberships) {
    this(person, memberships, Set.of(), Set.of());
  }

  /// @param group whether it is a group
  /// @param members the number of members
  /// @param visibleFrom the first position that this person may see
  /// @param last the last position so far
  /// @param standing the person's standing in the conversation
  public record Membership(
      ConversationId conversation,
      boolean group,
      int members,
      long visibleFrom,
      long last,
      Standing standing) {

    /// For a group, or a private chat to which both people have agreed.
    public Membership(
        ConversationId conversation, boolean group, int members, long visibleFrom, long last) {
      this(conversation, group, members, visibleFrom, last, Standing.MUTUAL);
    }
  }
}
