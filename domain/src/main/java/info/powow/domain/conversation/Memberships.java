package info.powow.domain.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.util.List;

/// The conversations that a person is a member of.
public record Memberships(PersonId person, List<Membership> memberships) {

  /// @param group whether it is a group
  /// @param members how many people are in it
  /// @param visibleFrom the first position that this person may see
  /// @param last the last position so far
  public record Membership(
      ConversationId conversation, boolean group, int members, long visibleFrom, long last) {}
}
