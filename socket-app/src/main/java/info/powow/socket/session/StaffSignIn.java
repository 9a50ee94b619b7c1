package info.powow.socket.session;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.replay.ReplayPlayers;
import info.powow.domain.staff.StaffScope;
import info.powow.identity.Staff;
import info.powow.identity.StaffTokens;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets staff listen to replays over STOMP.
///
/// @param tokens looked up with the first staff token
/// @param players null where there are no replays
public record StaffSignIn(Supplier<StaffTokens> tokens, @Nullable ReplayPlayers players) {
  /// A node without replays: staff tokens open nothing.
  public static final StaffSignIn NONE =
      new StaffSignIn(
          () -> {
            throw new IllegalStateException("there are no replays here");
          },
          null);

  /// Whether a token opens a session of staff, if it is valid.
  boolean accepts(String token) {
    return players != null && StaffTokens.isStaffToken(token);
  }

  /// @throws Rejected `unauthenticated`, `token_expired`, `session_ended` or `role_required`
  Staff verify(String token) {
    Staff staff = tokens.get().verify(token);
    staff.require(StaffScope.REPLAY);
    return staff;
  }

  ReplayPlayers requirePlayers() {
    if (players == null) {
      throw new Rejected(Reason.REPLAY_NOT_FOUND);
    }
    return players;
  }
}
