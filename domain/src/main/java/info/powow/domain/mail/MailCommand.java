package info.powow.domain.mail;

import info.powow.domain.Command;
import info.powow.domain.PersonId;
import java.time.Instant;

/// A command about the mail that one person gets.
public sealed interface MailCommand extends Command {
  PersonId person();

  @Override
  default String routingKey() {
    return person().value();
  }

  /// Gives an address. Nothing but a confirmation is sent to it until it is confirmed.
  record ChangeMailAddress(PersonId person, MailAddress address, MailLanguage language)
      implements MailCommand {}

  /// Removes the address, and one that was not confirmed yet.
  record RemoveMailAddress(PersonId person) implements MailCommand {}

  /// Confirms an address, with what was sent to it.
  ///
  /// @param askedAt which request it was: an older one confirms nothing
  record ConfirmMailAddress(PersonId person, Instant askedAt) implements MailCommand {}

  /// Agrees to a topic, or no longer does.
  record ChangeMailConsent(PersonId person, MailTopic topic, boolean wanted)
      implements MailCommand {}

  /// Stops a topic, with the link in a mail. Needs no sign-in.
  record Unsubscribe(PersonId person, MailTopic topic) implements MailCommand {}

  /// Mail to an address came back for good.
  ///
  /// @param askedAt of which address: when the person has another one by now, nothing happens
  record RecordMailBounce(PersonId person, Instant askedAt) implements MailCommand {}

  /// The recipient has reported mail as unwanted.
  ///
  /// @param askedAt as for a bounce
  record RecordMailComplaint(PersonId person, Instant askedAt) implements MailCommand {}
}
