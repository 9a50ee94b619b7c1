package info.powow.domain.replay;

import info.powow.domain.PersonId;
import info.powow.domain.staff.StaffScope;
import java.util.Set;

/// Plays replays to whoever began them.
public interface ReplayPlayers {
  /// Who listens, according to a valid staff token.
  ///
  /// @param tokenId names the token in the log
  record Caller(PersonId person, String tokenId, Set<StaffScope> scopes) {
    public Caller {
      scopes = Set.copyOf(scopes);
    }
  }

  /// @param replay the id of a replay
  /// @param after the index after which it begins; 0 for the beginning
  /// @param paused whether it waits for [ReplayControl.Resume] or [ReplayControl.Step]
  /// @throws info.powow.domain.Rejected `replay_not_found`, also for somebody else's,
  ///     `case_not_found` if its case is not open any more, `role_required`, or
  ///     `too_many_connections`
  ReplayPlayer play(
      Caller caller, String replay, long after, boolean paused, ReplayListener listener);
}
