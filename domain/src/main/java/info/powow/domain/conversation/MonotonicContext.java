package info.powow.domain.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;
import info.powow.domain.image.PictureLookup;
import info.powow.domain.person.Consent;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// A decision context whose clock is never behind the newest event of the conversation.
record MonotonicContext(ConversationContext context, Instant now) implements ConversationContext {
  /// @param notBefore the time of the newest event
  static ConversationContext of(ConversationContext context, Instant notBefore) {
    return context.now().isBefore(notBefore) ? new MonotonicContext(context, notBefore) : context;
  }

  @Override
  public ConversationLimits limits() {
    return context.limits();
  }

  @Override
  public boolean isPerson(PersonId person) {
    return context.isPerson(person);
  }

  @Override
  public boolean hasBlocked(PersonId person, PersonId other) {
    return context.hasBlocked(person, other);
  }

  @Override
  public Consent consentOf(PersonId person) {
    return context.consentOf(person);
  }

  @Override
  public boolean isContact(PersonId person, PersonId other) {
    return context.isContact(person, other);
  }

  @Override
  public PictureLookup pictures() {
    return context.pictures();
  }

  @Override
  public OptionalLong positionOf(PersonId sender, CommandKey key) {
    return context.positionOf(sender, key);
  }

  @Override
  public Optional<PersonId> senderAt(long position) {
    return context.senderAt(position);
  }
}
