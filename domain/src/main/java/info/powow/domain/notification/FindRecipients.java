package info.powow.domain.notification;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.util.Set;

/// Asks who is to be told of a message, if anybody.
///
/// @param position of the message
/// @param author who wrote it
/// @param only these people; empty for all members
public record FindRecipients(
    ConversationId conversation, long position, PersonId author, Set<PersonId> only) {}
