package info.powow.domain.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;
import info.powow.domain.image.PictureLookup;
import info.powow.domain.person.Consent;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// The inputs of a decision besides the state of the conversation.
///
/// The two questions about past messages are asked only if the bounded memory of the state
/// ([RecentMessages]) does not reach back far enough. Answers must cover every event that the state
/// has seen, including events that are not durable yet. An answer that lags behind the state would
/// let a retry become a second message.
public interface ConversationContext {
  /// In milliseconds, the precision of the log, so that the decided time equals the stored time.
  Instant now();

  ConversationLimits limits();

  boolean isPerson(PersonId person);

  boolean hasBlocked(PersonId person, PersonId other);

  /// A person's consent settings.
  Consent consentOf(PersonId person);

  /// Whether `other` is a contact of a person: the person has written, or accepted a request, in
  /// their private chat. Contacts are permanent, so an outdated answer errs on the side of asking
  /// for consent.
  boolean isContact(PersonId person, PersonId other);

  PictureLookup pictures();

  /// The position of the message that this sender sent under this key, if any.
  OptionalLong positionOf(PersonId sender, CommandKey key);

  /// The sender of the message at a position; empty if there is no message at that position.
  Optional<PersonId> senderAt(long position);
}
