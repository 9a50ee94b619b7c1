package info.powow.domain.notification;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.util.Set;

/// Asks how some people stand to a message.
///
/// @param position of the message
/// @param author who wrote it
/// @param people who is asked about, whether they are members or not
public record FindRecipients(
    ConversationId conversation, long position, PersonId author, Set<PersonId> people) {}
