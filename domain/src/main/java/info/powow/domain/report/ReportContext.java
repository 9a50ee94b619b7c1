package info.powow.domain.report;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.Conversation;
import java.time.Instant;
import java.util.Optional;

/// What a decision about reports depends on besides the reports.
public interface ReportContext {
  Instant now();

  boolean isPerson(PersonId person);

  Conversation conversation(ConversationId conversation);

  /// Who sent the message at a position; empty if there is no message.
  Optional<PersonId> senderAt(ConversationId conversation, long position);
}
