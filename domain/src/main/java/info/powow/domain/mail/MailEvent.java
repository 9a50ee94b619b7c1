package info.powow.domain.mail;

import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import java.time.Instant;

/// What became of the mail that one person gets. Never exposed.
public sealed interface MailEvent {
  PersonId personId();

  Instant at();

  /// Somebody gave an address, which is to be confirmed.
  record MailAddressAsked(
      @Owner PersonId personId, @Personal MailAddress address, MailLanguage language, Instant at)
      implements MailEvent {}

  /// @param askedAt when the address was given
  record MailAddressConfirmed(PersonId personId, Instant askedAt, Instant at)
      implements MailEvent {}

  record MailAddressRemoved(PersonId personId, Instant at) implements MailEvent {}

  record MailLanguageChanged(PersonId personId, MailLanguage language, Instant at)
      implements MailEvent {}

  record MailConsentChanged(PersonId personId, MailTopic topic, boolean wanted, Instant at)
      implements MailEvent {}

  /// Somebody stopped a topic with the link in a mail.
  record MailUnsubscribed(PersonId personId, MailTopic topic, Instant at) implements MailEvent {}

  /// @param askedAt when the address was given
  record MailBounced(PersonId personId, Instant askedAt, Instant at) implements MailEvent {}

  /// @param askedAt when the address was given
  record MailComplained(PersonId personId, Instant askedAt, Instant at) implements MailEvent {}
}
