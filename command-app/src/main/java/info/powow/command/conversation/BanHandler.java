package info.powow.command.conversation;

import info.powow.domain.Accepted;
import info.powow.domain.conversation.ConversationCommand.RemoveMember;

/// Handles a ban from a group, including its consequence for the gathering that the group belongs
/// to.
public interface BanHandler {
  /// @param ban with `ban: true`
  Accepted ban(RemoveMember ban) throws Exception;
}
