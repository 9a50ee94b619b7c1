package info.powow.domain.report;

import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.ReportId;
import info.powow.domain.conversation.Conversation;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.report.ReportCommand.CloseReport;
import info.powow.domain.report.ReportCommand.ReportMessage;
import info.powow.domain.report.ReportCommand.ReportPerson;
import info.powow.domain.report.ReportEvent.MessageReported;
import info.powow.domain.report.ReportEvent.PersonReported;
import info.powow.domain.report.ReportEvent.ReportClosed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportsTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final PersonId CLEO = new PersonId("cleo");
  private static final PersonId MODERATOR = new PersonId("mo");
  private static final ConversationId GROUP = new ConversationId("group");
  private static final ReportId ONE = new ReportId("r1");
  private static final ReportId TWO = new ReportId("r2");
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

  /// The group, with Bob's message at position 1.
  private final List<ConversationEvent> said = new ArrayList<>();

  private Reports state = Reports.NONE;
  private final List<ReportEvent> stored = new ArrayList<>();

  private void group(boolean history) {
    said.add(
        new GroupCreated(
            GROUP, new CommandKey("k"), ADA, "Tea", List.of(ADA, BOB), true, history, null, NOW));
    said.add(
        new MessageSent(
            GROUP, new CommandKey("m"), BOB, "No!", List.of(), List.of(), null, List.of(), NOW));
  }

  private final class World implements ReportContext {
    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public boolean isPerson(PersonId person) {
      return List.of(ADA, BOB, CLEO).contains(person);
    }

    @Override
    public Conversation conversation(ConversationId conversation) {
      Conversation open = Conversation.unopened();
      if (conversation.equals(GROUP)) {
        for (ConversationEvent event : said) {
          open = Conversation.evolve(open, event);
        }
      }
      return open;
    }

    @Override
    public Optional<PersonId> senderAt(ConversationId conversation, long position) {
      return said.get((int) position) instanceof MessageSent sent
          ? Optional.of(sent.sender())
          : Optional.empty();
    }
  }

  private ReportReceipt when(ReportCommand command) {
    Reports.Decision decision = Reports.decide(state, command, new World());
    decision
        .events()
        .forEach(event -> {
          stored.add(event);
          state = Reports.evolve(state, event);
        });
    return decision.receipt();
  }

  private static ReportPerson report(ReportId id, PersonId by, PersonId person) {
    return new ReportPerson(by, id, person, ReportReason.HARASSMENT, "He shouts.");
  }

  private static ReportMessage report(ReportId id, PersonId by, long position) {
    return new ReportMessage(by, id, GROUP, position, ReportReason.THREAT, null);
  }

  private static CloseReport close(ReportId id, PersonId by) {
    return new CloseReport(ADA, id, by, ReportOutcome.ACTION_TAKEN, "Warned.");
  }

  @Test
  void aPersonIsReported() {
    assertThat(when(report(ONE, ADA, BOB))).isEqualTo(new ReportReceipt(ONE, NOW));

    assertThat(stored)
        .containsExactly(
            new PersonReported(ONE, ADA, BOB, ReportReason.HARASSMENT, "He shouts.", NOW));
  }

  @Test
  void aMessageIsReportedWithItsSender() {
    group(false);

    ReportReceipt _ = when(report(ONE, ADA, 1));

    assertThat(stored)
        .containsExactly(
            new MessageReported(ONE, ADA, BOB, GROUP, 1, ReportReason.THREAT, null, NOW));
  }

  @Test
  void reportingTheSameAgainIsTheSameReport() {
    group(false);
    ReportReceipt _ = when(report(ONE, ADA, BOB));

    assertThat(when(report(TWO, ADA, BOB)).report()).isEqualTo(ONE);
    assertThat(when(report(TWO, ADA, 1)).report()).isEqualTo(TWO);
    assertThat(when(report(new ReportId("r3"), ADA, 1)).report()).isEqualTo(TWO);
    assertThat(stored).hasSize(2);
  }

  @Test
  void whoeverWasReportedBeforeCanBeReportedAgainOnceThatIsClosed() {
    ReportReceipt _ = when(report(ONE, ADA, BOB));
    ReportReceipt _ = when(close(ONE, MODERATOR));

    assertThat(when(report(TWO, ADA, BOB)).report()).isEqualTo(TWO);
  }

  @Test
  void nobodyReportsThemselves() {
    group(false);

    assertRejected(Reason.REPORT_OF_YOURSELF, () -> when(report(ONE, BOB, BOB)));
    assertRejected(Reason.REPORT_OF_YOURSELF, () -> when(report(ONE, BOB, 1)));
  }

  @Test
  void onlyPeopleCanBeReported() {
    assertRejected(Reason.PERSON_NOT_FOUND, () -> when(report(ONE, ADA, new PersonId("nobody"))));
  }

  @Test
  void whoeverWasNeverInAConversationLearnsNothingOfIt() {
    group(false);

    assertRejected(Reason.CONVERSATION_NOT_FOUND, () -> when(report(ONE, CLEO, 1)));
    assertRejected(
        Reason.CONVERSATION_NOT_FOUND,
        () ->
            when(
                new ReportMessage(
                    ADA, ONE, new ConversationId("other"), 1, ReportReason.SPAM, null)));
  }

  @Test
  void aMessageFromBeforeTheReporterJoinedCannotBeReported() {
    group(false);
    said.add(new MemberJoined(GROUP, CLEO, NOW));

    assertRejected(Reason.MESSAGE_NOT_FOUND, () -> when(report(ONE, CLEO, 1)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoeverLeftCanReportWhatTheySawAndNothingSince(boolean history) {
    group(history);
    said.add(new MemberLeft(GROUP, ADA, NOW));
    said.add(
        new MessageSent(
            GROUP, new CommandKey("n"), BOB, "Gone!", List.of(), List.of(), null, List.of(), NOW));

    assertThat(when(report(ONE, ADA, 1)).report()).isEqualTo(ONE);
    assertRejected(Reason.MESSAGE_NOT_FOUND, () -> when(report(TWO, ADA, 3)));
  }

  @Test
  void aDeletedMessageCanStillBeReported() {
    group(false);
    said.add(new MessageDeleted(GROUP, 1, BOB, NOW));

    assertThat(when(report(ONE, ADA, 1)).report()).isEqualTo(ONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 2, Long.MAX_VALUE})
  void onlyAMessageCanBeReported(long position) {
    group(true);

    assertRejected(Reason.MESSAGE_NOT_FOUND, () -> when(report(ONE, ADA, position)));
  }

  @Test
  void staffCloseAReportOnce() {
    ReportReceipt _ = when(report(ONE, ADA, BOB));

    ReportReceipt _ = when(close(ONE, MODERATOR));

    assertThat(stored.getLast())
        .isEqualTo(
            new ReportClosed(ONE, ADA, MODERATOR, ReportOutcome.ACTION_TAKEN, "Warned.", NOW));
    assertThat(state).isEqualTo(Reports.NONE);
    assertRejected(Reason.REPORT_NOT_FOUND, () -> when(close(ONE, MODERATOR)));
  }

  @Test
  void whoeverIsInvolvedDoesNotCloseIt() {
    ReportReceipt _ = when(report(ONE, ADA, BOB));

    assertRejected(Reason.REPORT_NOT_FOUND, () -> when(close(ONE, ADA)));
    assertRejected(Reason.REPORT_NOT_FOUND, () -> when(close(ONE, BOB)));
  }

  @Test
  void theNumberOfOpenReportsIsLimited() {
    group(true);
    for (int i = 0; i < Reports.MAX_OPEN; i++) {
      said.add(
          new MessageSent(
              GROUP,
              new CommandKey("m" + i),
              BOB,
              "No!",
              List.of(),
              List.of(),
              null,
              List.of(),
              NOW));
      ReportReceipt _ = when(report(new ReportId("r" + i), ADA, said.size() - 1));
    }

    assertRejected(Reason.TOO_MANY_REPORTS, () -> when(report(new ReportId("more"), ADA, BOB)));
    // What is open already is answered.
    assertThat(when(report(new ReportId("more"), ADA, 2)).report()).isEqualTo(new ReportId("r0"));
    ReportReceipt _ = when(close(new ReportId("r0"), MODERATOR));
    assertThat(when(report(TWO, ADA, BOB)).report()).isEqualTo(TWO);
  }

  @Test
  void aNoteIsOptionalAndBounded() {
    assertThat(noted(null)).isNull();
    assertThat(noted(" \n")).isNull();
    assertThat(noted(" He shouts. ")).isEqualTo("He shouts.");
    assertThat(noted("ж".repeat(ReportCommand.MAX_NOTE_BYTES / 2)))
        .hasSize(ReportCommand.MAX_NOTE_BYTES / 2);
    assertRejected(Reason.TEXT_TOO_LONG, () -> noted("x".repeat(ReportCommand.MAX_NOTE_BYTES + 1)));
    assertRejected(Reason.INVALID_TEXT, () -> noted("a\u0007"));
    assertRejected(
        Reason.INVALID_REQUEST,
        () -> new CloseReport(ADA, ONE, MODERATOR, ReportOutcome.DUPLICATE, " "));
  }

  private static @Nullable String noted(@Nullable String note) {
    return new ReportPerson(ADA, ONE, BOB, ReportReason.OTHER, note).note();
  }

  @Test
  void reportsAreShownWithHowTheyEnded() {
    group(false);
    ReportReceipt _ = when(report(ONE, ADA, BOB));
    ReportReceipt _ = when(report(TWO, ADA, 1));
    ReportReceipt _ = when(close(ONE, MODERATOR));

    Map<ReportId, Report> shown = Report.of(stored.iterator());

    assertThat(shown.keySet()).containsExactly(ONE, TWO);
    Report closed = Objects.requireNonNull(shown.get(ONE));
    Report open = Objects.requireNonNull(shown.get(TWO));
    assertThat(closed.closing())
        .isEqualTo(new Report.Closing(MODERATOR, ReportOutcome.ACTION_TAKEN, "Warned.", NOW));
    assertThat(open.closing()).isNull();
    assertThat(open.message()).isEqualTo(1);
    assertThat(open.concerns(BOB)).isTrue();
    assertThat(open.concerns(ADA)).isTrue();
    assertThat(open.concerns(MODERATOR)).isFalse();
  }
}
