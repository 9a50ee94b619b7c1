package info.powow.domain.identity;

import info.powow.domain.Command;
import info.powow.domain.PersonId;
import info.powow.domain.SessionId;
import info.powow.domain.Texts;

/// A command about the sessions of one person.
public sealed interface SessionCommand extends Command {
  PersonId person();

  @Override
  default String routingKey() {
    return person().value();
  }

  /// @param device the name by which the person recognises the device in a list
  /// @param refreshHash the hash of the first refresh token; the token itself never reaches the
  ///     domain
  record StartSession(PersonId person, SessionId session, String device, String refreshHash)
      implements SessionCommand {
    public StartSession {
      device = Texts.requireName("device", device);
    }
  }

  /// Uses one refresh token and issues the next.
  ///
  /// @param usedHash the hash of the token that was presented
  /// @param nextHash the hash of its successor
  record RefreshSession(PersonId person, SessionId session, String usedHash, String nextHash)
      implements SessionCommand {}

  record EndSession(PersonId person, SessionId session) implements SessionCommand {}

  /// Ends all sessions of a person who is erased.
  record EndErasedSessions(PersonId person) implements SessionCommand {}

  /// Ends all sessions but one.
  record EndOtherSessions(PersonId person, SessionId kept) implements SessionCommand {}
}
