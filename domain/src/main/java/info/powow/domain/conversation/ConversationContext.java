package info.powow.domain.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;
import info.powow.domain.image.PictureLookup;
import info.powow.domain.person.Consent;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// What a decision may ask beyond the state of the conversation.
///
/// The two questions about the past are asked only when the conversation's bounded memory
/// ([RecentMessages]) does not reach back far enough. They are about every event that the
/// conversation's state has seen, also those that are not durable yet: an answer that is behind the
/// state would let a retry become a second message.
public interface ConversationContext {
  /// In milliseconds, as the log keeps it, so that what is decided is what will be read.
  Instant now();

  ConversationLimits limits();

  boolean isPerson(PersonId person);

  boolean hasBlocked(PersonId person, PersonId other);

  /// What a person allows others.
  Consent consentOf(PersonId person);

  /// Whether somebody is a contact of a person: the person has written, or accepted a request, in
  /// the private chat of the two. Nobody ceases to be one, so an answer that is behind errs on the
  /// side of asking.
  boolean isContact(PersonId person, PersonId other);

  PictureLookup pictures();

  /// Where the message that this sender sent under this key stands in the conversation, if it was
  /// ever sent.
  OptionalLong positionOf(PersonId sender, CommandKey key);

  /// Who sent the message at a position; empty when what stands there is no message.
  Optional<PersonId> senderAt(long position);
}
