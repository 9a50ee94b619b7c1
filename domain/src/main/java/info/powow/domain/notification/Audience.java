package info.powow.domain.notification;

import info.powow.domain.PersonId;
import info.powow.domain.conversation.Visibility;
import java.util.List;

/// The current members of a conversation.
public record Audience(boolean group, List<Member> members) {

  /// @param visible the positions that they may see
  /// @param request whether the conversation is a request that they have not accepted
  /// @param readUpTo position up to which they have read; -1 for nothing
  public record Member(PersonId person, Visibility visible, boolean request, long readUpTo) {}
}
