package info.powow.domain.identity;

import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.SessionId;
import info.powow.domain.identity.SessionCommand.EndOtherSessions;
import info.powow.domain.identity.SessionCommand.EndSession;
import info.powow.domain.identity.SessionCommand.RefreshSession;
import info.powow.domain.identity.SessionCommand.StartSession;
import info.powow.domain.identity.SessionEvent.Cause;
import info.powow.domain.identity.SessionEvent.SessionEnded;
import info.powow.domain.identity.SessionEvent.SessionRefreshed;
import info.powow.domain.identity.SessionEvent.SessionStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final SessionId PHONE = new SessionId("phone");
  private static final SessionId LAPTOP = new SessionId("laptop");
  private static final SessionLimits LIMITS =
      new SessionLimits(Duration.ofDays(90), Duration.ofHours(1), 3);

  private Instant now = Instant.parse("2026-11-29T08:00:00Z");
  private Sessions sessions = Sessions.none();

  @Test
  void aSessionStartsOnADevice() {
    assertThat(start(PHONE)).containsExactly(new SessionStarted(ADA, PHONE, "phone", "r0", now));
    assertThat(sessions.find(PHONE).orElseThrow().seenAt()).isEqualTo(now);
  }

  @Test
  void eachRefreshTokenIsAnsweredWithTheNext() {
    start(PHONE);
    pass(Duration.ofMinutes(50));

    assertThat(refresh("r0", "r1"))
        .containsExactly(new SessionRefreshed(ADA, PHONE, "r0", "r1", now));
    assertThat(refresh("r1", "r2")).hasOnlyElementsOfType(SessionRefreshed.class);
    assertThat(sessions.find(PHONE).orElseThrow().seenAt()).isEqualTo(now);
  }

  @Test
  void anAnswerMayGetLost() {
    start(PHONE);
    refresh("r0", "lost");
    pass(Duration.ofMinutes(59));

    assertThat(refresh("r0", "r1")).hasOnlyElementsOfType(SessionRefreshed.class);
    assertThat(refresh("r1", "r2")).hasOnlyElementsOfType(SessionRefreshed.class);
  }

  @Test
  void twoWhoRefreshAtTheSameTimeMayKeepEitherAnswer() {
    start(PHONE);
    refresh("r0", "r1");
    refresh("r0", "r2");

    assertThat(refresh("r1", "r3")).hasOnlyElementsOfType(SessionRefreshed.class);
  }

  @Test
  void aTokenThatWasFollowedByAnotherEndsTheSession() {
    start(PHONE);
    refresh("r0", "r1");
    refresh("r1", "r2");

    assertThat(refresh("r0", "stolen"))
        .containsExactly(new SessionEnded(ADA, PHONE, Cause.TOKEN_REUSED, now));
    assertRejected(Reason.SESSION_ENDED, () -> refresh("r2", "r3"));
  }

  @Test
  void whoStoleATokenIsFoundOutWhenItsOwnerGoesOn() {
    start(PHONE);
    refresh("r0", "owner's");
    refresh("r0", "thief's");
    refresh("owner's", "r2");

    assertThat(refresh("thief's", "r3")).hasOnlyElementsOfType(SessionEnded.class);
  }

  @Test
  void theTokenBeforeIsNotTakenForEver() {
    start(PHONE);
    refresh("r0", "r1");
    pass(Duration.ofHours(1));

    assertThat(refresh("r0", "r2")).hasOnlyElementsOfType(SessionEnded.class);
  }

  @Test
  void lostAnswersDoNotAddUpWithoutEnd() {
    start(PHONE);
    for (int i = 1; i < 100; i++) {
      refresh("r0", "r" + i);
    }

    assertThat(sessions.find(PHONE).orElseThrow().issued()).hasSizeLessThan(10).contains("r99");
  }

  @Test
  void aSessionLastsAsLongAsItIsRefreshed() {
    start(PHONE);
    pass(Duration.ofDays(89));
    refresh("r0", "r1");
    pass(Duration.ofDays(89));
    refresh("r1", "r2");
    pass(Duration.ofDays(90));

    assertRejected(Reason.SESSION_ENDED, () -> refresh("r2", "r3"));
    assertThat(sessions.lasting(LIMITS, now)).isEmpty();
  }

  @Test
  void whatExpiredIsEndedWithTheNextOne() {
    start(PHONE);
    pass(Duration.ofDays(90));

    assertThat(start(LAPTOP))
        .startsWith(new SessionEnded(ADA, PHONE, Cause.EXPIRED, now))
        .hasSize(2);
  }

  @Test
  void theLeastRecentlySeenMakesRoom() {
    start(PHONE);
    start(LAPTOP);
    start(new SessionId("tablet"));
    pass(Duration.ofMinutes(1));
    refresh("r0", "r1");

    assertThat(start(new SessionId("tv")))
        .startsWith(new SessionEnded(ADA, LAPTOP, Cause.REPLACED, now));
    assertThat(sessions.open()).hasSize(LIMITS.max());
  }

  @Test
  void aSessionIsEndedOnce() {
    start(PHONE);

    assertThat(ask(new EndSession(ADA, PHONE)))
        .containsExactly(new SessionEnded(ADA, PHONE, Cause.SIGNED_OUT, now));
    assertThat(ask(new EndSession(ADA, PHONE))).isEmpty();
    assertRejected(Reason.SESSION_ENDED, () -> refresh("r0", "r1"));
  }

  @Test
  void allOthersAreEnded() {
    start(PHONE);
    start(LAPTOP);

    assertThat(ask(new EndOtherSessions(ADA, PHONE)))
        .containsExactly(new SessionEnded(ADA, LAPTOP, Cause.SIGNED_OUT, now));
    assertThat(sessions.open()).extracting(Sessions.Session::id).containsExactly(PHONE);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private List<SessionEvent> start(SessionId session) {
    return ask(new StartSession(ADA, session, session.value(), "r0"));
  }

  private List<SessionEvent> refresh(String used, String next) {
    return ask(new RefreshSession(ADA, PHONE, used, next));
  }

  private List<SessionEvent> ask(SessionCommand command) {
    List<SessionEvent> events = Sessions.decide(sessions, command, LIMITS, now);
    for (SessionEvent event : events) {
      sessions = Sessions.evolve(sessions, event);
    }
    return events;
  }
}
