package info.powow.domain.identity;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.SessionId;
import info.powow.domain.identity.SessionCommand.EndErasedSessions;
import info.powow.domain.identity.SessionCommand.EndOtherSessions;
import info.powow.domain.identity.SessionCommand.EndSession;
import info.powow.domain.identity.SessionCommand.RefreshSession;
import info.powow.domain.identity.SessionCommand.StartSession;
import info.powow.domain.identity.SessionEvent.Cause;
import info.powow.domain.identity.SessionEvent.SessionEnded;
import info.powow.domain.identity.SessionEvent.SessionRefreshed;
import info.powow.domain.identity.SessionEvent.SessionStarted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The sessions of one person.
///
/// Refresh tokens rotate (RFC 9700, section 4.14.2): each is used once and answered with its
/// successor. Answers may be lost, so the previous token remains valid until one of its successors
/// is used. Use of an older token means that somebody has a copy, and ends the session.
///
/// @param open in the order in which they started
public record Sessions(List<Session> open) {
  /// The number of consecutive answers that may be lost.
  private static final int MOST_ISSUED = 8;

  public Sessions {
    open = List.copyOf(open);
  }

  /// @param device the name by which the person recognises the device
  /// @param seenAt when the session started or was last refreshed
  /// @param used the hash of the refresh token that was used last, if any
  /// @param issued the hashes of its possible successors: the next token used must be one of these
  public record Session(
      SessionId id,
      String device,
      Instant startedAt,
      Instant seenAt,
      @Nullable String used,
      List<String> issued) {
    public Session {
      issued = List.copyOf(issued);
    }

    private boolean isExpired(SessionLimits limits, Instant now) {
      return !now.isBefore(seenAt.plus(limits.lifetime()));
    }

    private boolean takes(String hash, SessionLimits limits, Instant now) {
      return issued.contains(hash)
          || (hash.equals(used) && now.isBefore(seenAt.plus(limits.grace())));
    }

    private Session after(SessionRefreshed refreshed) {
      List<String> next = new ArrayList<>();
      if (refreshed.usedHash().equals(used)) {
        next.addAll(issued.subList(Math.max(0, issued.size() - MOST_ISSUED + 1), issued.size()));
      }
      next.add(refreshed.refreshHash());
      return new Session(id, device, startedAt, refreshed.at(), refreshed.usedHash(), next);
    }
  }

  public static Sessions none() {
    return new Sessions(List.of());
  }

  public Optional<Session> find(SessionId id) {
    return open.stream().filter(session -> session.id().equals(id)).findFirst();
  }

  /// The sessions that have not expired.
  public List<Session> lasting(SessionLimits limits, Instant now) {
    return open.stream().filter(session -> !session.isExpired(limits, now)).toList();
  }

  /// Refreshing with an outdated token ends the session: the result is a [SessionEnded] instead of
  /// a [SessionRefreshed].
  ///
  /// @throws Rejected with `session_ended`, if the session to refresh has ended
  public static List<SessionEvent> decide(
      Sessions state, SessionCommand command, SessionLimits limits, Instant now) {
    return switch (command) {
      case StartSession start -> state.start(start, limits, now);
      case RefreshSession refresh -> List.of(state.refresh(refresh, limits, now));
      case EndSession end ->
          state.end(session -> session.id().equals(end.session()), command, Cause.SIGNED_OUT, now);
      case EndErasedSessions _ -> state.end(_ -> true, command, Cause.ERASED, now);
      case EndOtherSessions others ->
          state.end(session -> !session.id().equals(others.kept()), command, Cause.SIGNED_OUT, now);
    };
  }

  private List<SessionEvent> start(StartSession start, SessionLimits limits, Instant now) {
    if (find(start.session()).isPresent()) {
      return List.of();
    }
    List<Session> lasting = lasting(limits, now);
    List<Session> replaced =
        lasting.stream()
            .sorted(Comparator.comparing(Session::seenAt))
            .limit(Math.max(0, lasting.size() - limits.max() + 1))
            .toList();
    return Stream.of(
            end(session -> session.isExpired(limits, now), start, Cause.EXPIRED, now),
            end(replaced::contains, start, Cause.REPLACED, now),
            List.<SessionEvent>of(
                new SessionStarted(
                    start.person(), start.session(), start.device(), start.refreshHash(), now)))
        .flatMap(List::stream)
        .toList();
  }

  private SessionEvent refresh(RefreshSession refresh, SessionLimits limits, Instant now) {
    Session session =
        find(refresh.session())
            .filter(found -> !found.isExpired(limits, now))
            .orElseThrow(() -> new Rejected(Reason.SESSION_ENDED));
    return session.takes(refresh.usedHash(), limits, now)
        ? new SessionRefreshed(
            refresh.person(), session.id(), refresh.usedHash(), refresh.nextHash(), now)
        : new SessionEnded(refresh.person(), session.id(), Cause.TOKEN_REUSED, now);
  }

  private List<SessionEvent> end(
      Predicate<Session> which, SessionCommand command, Cause cause, Instant now) {
    return open.stream()
        .filter(which)
        .<SessionEvent>map(session -> new SessionEnded(command.person(), session.id(), cause, now))
        .toList();
  }

  public static Sessions evolve(Sessions state, SessionEvent event) {
    return switch (event) {
      case SessionStarted started -> state.with(started);
      case SessionRefreshed refreshed ->
          new Sessions(
              state.open.stream()
                  .map(session ->
                      session.id().equals(refreshed.sessionId())
                          ? session.after(refreshed)
                          : session)
                  .toList());
      case SessionEnded ended ->
          new Sessions(
              state.open.stream()
                  .filter(session -> !session.id().equals(ended.sessionId()))
                  .toList());
    };
  }

  private Sessions with(SessionStarted started) {
    List<Session> all = new ArrayList<>(open);
    all.add(
        new Session(
            started.sessionId(),
            started.device(),
            started.at(),
            started.at(),
            null,
            List.of(started.refreshHash())));
    return new Sessions(all);
  }
}
