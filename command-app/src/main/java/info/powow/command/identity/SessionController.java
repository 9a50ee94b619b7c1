package info.powow.command.identity;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.SessionId;
import info.powow.domain.identity.SessionCommand.EndOtherSessions;
import info.powow.domain.identity.SessionCommand.EndSession;
import info.powow.domain.identity.SessionCommand.RefreshSession;
import info.powow.domain.identity.Sessions;
import info.powow.http.ClientAddress;
import info.powow.http.RateLimiter;
import info.powow.identity.IssueToken;
import info.powow.identity.RefreshTokens;
import info.powow.identity.RefreshTokens.RefreshToken;
import info.powow.identity.SignedIn;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Refreshing, listing and ending sessions.
@RestController
@Tag(name = "Accounts")
class SessionController {
  private final CommandGateway commands;
  private final LoggedSessions sessions;
  private final RefreshTokens refreshTokens;
  private final IssueToken issueToken;
  private final SignInGuard guard;
  private final RateLimiter refreshes;

  SessionController(
      CommandGateway commands,
      LoggedSessions sessions,
      RefreshTokens refreshTokens,
      IssueToken issueToken,
      SignInGuard guard,
      SessionProperties properties) {
    this.commands = commands;
    this.sessions = sessions;
    this.refreshTokens = refreshTokens;
    this.issueToken = issueToken;
    this.guard = guard;
    this.refreshes = new RateLimiter(properties.refreshesPerMinute(), Duration.ofMinutes(1));
  }

  record Refresh(String refreshToken) {}

  /// @param refreshToken replaces the one that was sent
  record Refreshed(
      String token,
      Instant expiresAt,
      PersonId personId,
      SessionId sessionId,
      String refreshToken,
      Instant refreshExpiresAt) {}

  /// Needs no access token, because that of the session may have expired.
  @PostMapping("/api/sessions/refresh")
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<Refreshed> refresh(@RequestBody Refresh body, HttpServletRequest request) {
    String address = ClientAddress.of(request.getRemoteAddr());
    RefreshToken used = guard.reading(address, () -> refreshTokens.read(body.refreshToken()));
    refreshes.take(used.session().value());
    RefreshToken next = refreshTokens.issue(used.person(), used.session());
    return commands
        .send(new RefreshSession(used.person(), used.session(), used.hash(), next.hash()))
        .thenApply(_ -> refreshed(next));
  }

  /// The command may have ended the session instead.
  private Refreshed refreshed(RefreshToken next) {
    Sessions.Session session =
        sessions
            .of(next.person())
            .find(next.session())
            .orElseThrow(() -> new Rejected(Reason.SESSION_ENDED));
    IssueToken.Issued issued = issueToken.to(next.person(), next.session());
    return new Refreshed(
        issued.token(),
        issued.signedIn().expiresAt(),
        next.person(),
        next.session(),
        next.token(),
        session.seenAt().plus(sessions.limits().lifetime()));
  }

  /// @param current whether it is the caller's session
  record Device(
      SessionId sessionId, String device, Instant startedAt, Instant lastSeen, boolean current) {}

  record Devices(List<Device> sessions) {}

  /// Most recently seen first.
  @GetMapping("/api/me/sessions")
  Devices mySessions(SignedIn me) {
    return new Devices(
        sessions.of(me.person()).lasting(sessions.limits(), sessions.now()).stream()
            .sorted(Comparator.comparing(Sessions.Session::seenAt).reversed())
            .map(session ->
                new Device(
                    session.id(),
                    session.device(),
                    session.startedAt(),
                    session.seenAt(),
                    session.id().equals(me.session())))
            .toList());
  }

  @DeleteMapping("/api/me/session")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  CompletableFuture<Void> signOut(SignedIn me) {
    return commands.send(new EndSession(me.person(), ownSession(me))).thenApply(_ -> null);
  }

  @DeleteMapping("/api/me/sessions/{sessionId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  CompletableFuture<Void> endSession(SignedIn me, @PathVariable String sessionId) {
    return commands
        .send(new EndSession(me.person(), new SessionId(sessionId)))
        .thenApply(_ -> null);
  }

  /// Ends all sessions except the caller's.
  @DeleteMapping("/api/me/sessions")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  CompletableFuture<Void> endOtherSessions(SignedIn me) {
    return commands.send(new EndOtherSessions(me.person(), ownSession(me))).thenApply(_ -> null);
  }

  /// Tokens of other issuers belong to no session.
  private static SessionId ownSession(SignedIn me) {
    SessionId session = me.session();
    if (session == null) {
      throw new Rejected(Reason.NOT_FOUND);
    }
    return session;
  }
}
