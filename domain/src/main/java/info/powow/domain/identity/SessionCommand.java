package info.powow.domain.identity;

import info.powow.domain.Command;
import info.powow.domain.PersonId;
import info.powow.domain.SessionId;
import info.powow.domain.Texts;

/// What can be asked of the sessions of one person.
public sealed interface SessionCommand extends Command {
  PersonId person();

  @Override
  default String routingKey() {
    return person().value();
  }

  /// @param device how the person recognises the device in a list
  /// @param refreshHash of the first refresh token; the token itself never reaches the domain
  record StartSession(PersonId person, SessionId session, String device, String refreshHash)
      implements SessionCommand {
    public StartSession {
      device = Texts.requireName(device);
    }
  }

  /// Takes one refresh token and gives the next.
  ///
  /// @param usedHash of the token that was shown
  /// @param nextHash of the one that follows it
  record RefreshSession(PersonId person, SessionId session, String usedHash, String nextHash)
      implements SessionCommand {}

  record EndSession(PersonId person, SessionId session) implements SessionCommand {}

  /// Ends all sessions but one.
  record EndOtherSessions(PersonId person, SessionId kept) implements SessionCommand {}
}
