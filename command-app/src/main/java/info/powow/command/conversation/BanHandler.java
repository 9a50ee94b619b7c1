package info.powow.command.conversation;

import info.powow.domain.Accepted;
import info.powow.domain.conversation.ConversationCommand.RemoveMember;

/// Carries out a ban from a group, together with what follows from it for what the group belongs to.
public interface BanHandler {
  /// @param ban with `ban: true`
  Accepted ban(RemoveMember ban) throws Exception;
}
