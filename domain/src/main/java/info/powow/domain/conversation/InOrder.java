package info.powow.domain.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;
import info.powow.domain.image.GivenPictures;
import info.powow.domain.person.Consent;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Circumstances whose clock is not behind the newest event of the conversation.
record InOrder(Circumstances circumstances, Instant now) implements Circumstances {
  /// @param notBefore the time of the newest event
  static Circumstances of(Circumstances circumstances, Instant notBefore) {
    return circumstances.now().isBefore(notBefore)
        ? new InOrder(circumstances, notBefore)
        : circumstances;
  }

  @Override
  public ConversationLimits limits() {
    return circumstances.limits();
  }

  @Override
  public boolean isPerson(PersonId person) {
    return circumstances.isPerson(person);
  }

  @Override
  public boolean hasBlocked(PersonId person, PersonId other) {
    return circumstances.hasBlocked(person, other);
  }

  @Override
  public Consent consentOf(PersonId person) {
    return circumstances.consentOf(person);
  }

  @Override
  public boolean isContact(PersonId person, PersonId other) {
    return circumstances.isContact(person, other);
  }

  @Override
  public GivenPictures pictures() {
    return circumstances.pictures();
  }

  @Override
  public OptionalLong positionOf(PersonId sender, CommandKey key) {
    return circumstances.positionOf(sender, key);
  }

  @Override
  public Optional<PersonId> senderAt(long position) {
    return circumstances.senderAt(position);
  }
}
