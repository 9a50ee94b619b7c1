package info.powow.analytics.replay.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.policy.DryRun;
import info.powow.domain.policy.PolicyRules;
import info.powow.eventlog.keys.Root;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a replay shows, over a real log, in this process.
class ReplayOfALogIT {
  @TempDir static Path folder;
  private static SampleLog sample;
  private static ChildLog log;
  private static ParentKeys keys;

  @BeforeAll
  static void fill() throws IOException {
    sample = SampleLog.in(folder);
    sample.log().copyTo(folder.resolve("copy"));
    log = ChildLog.open(folder.resolve("copy"));
    keys =
        new ParentKeys(owner ->
            switch (sample.keys().find(owner)) {
              case Root.Present(byte[] secret) -> secret;
              case Root.Destroyed _ -> new byte[0];
            });
  }

  @AfterAll
  static void close() {
    log.close();
    sample.close();
  }

  private static Replay begin(ReplayCall.Open asked) {
    keys.forget();
    return new Replay(log, sample.json(), keys, asked, true);
  }

  private static ReplayCall.Open all(boolean reveal) {
    return asked(List.of(), List.of(), List.of(), null, null, reveal);
  }

  private static ReplayCall.Open asked(
      List<ConversationId> conversations,
      List<PersonId> people,
      List<String> types,
      ReplayCall.@Nullable Scope scope,
      @Nullable String key,
      boolean reveal) {
    ReplayCall.PseudonymKeys keys = key == null ? null : new ReplayCall.PseudonymKeys(key, null);
    return new ReplayCall.Open(
        1, Long.MAX_VALUE, conversations, people, types, scope, keys, reveal);
  }

  /// In small parts.
  private static String read(Replay replay, long after) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    ReplayCall.ReadUpTo upTo = new ReplayCall.ReadUpTo(after, false, List.of(), List.of());
    while (!upTo.ended()) {
      upTo = replay.read(new ReplayCall.Read(upTo.reached(), lines.size() + 300, false), lines);
    }
    return lines.toString(StandardCharsets.UTF_8);
  }

  @Test
  void eventsComeAsTheyWereAndThenTheReplayIsOver() {
    Replay replay = begin(all(true));

    List<String> lines = read(replay, 0).lines().toList();

    assertThat(replay.opened().events()).isEqualTo(SampleLog.REPLAYED);
    assertThat(lines).hasSize(SampleLog.REPLAYED + 1);
    assertThat(lines.getFirst())
        .startsWith("{\"index\":1,\"type\":\"groupCreated\",\"position\":0,");
    assertThat(lines.get(1)).contains("\"text\":\"hello 1\"").doesNotContain("withheld");
    assertThat(lines.getLast())
        .isEqualTo("{\"type\":\"replayed\",\"events\":" + SampleLog.REPLAYED + ",\"unknown\":1}");
  }

  @Test
  void aReplayGoesOnAfterAnIndex() {
    Replay replay = begin(all(false));
    String whole = read(replay, 0);

    assertThat(whole).endsWith(read(replay, 3));
    assertThat(read(replay, Long.MAX_VALUE - 1).lines()).hasSize(1);
  }

  @Test
  void withoutRevealNoTextIsShown() {
    String lines = read(begin(all(false)), 0);

    assertThat(lines).contains("\"withheld\":\"personal\"").contains(SampleLog.ADA.value());
    assertThat(lines).doesNotContain("hello").doesNotContain("Allotment");
  }

  @Test
  void underTheStandingPurposeIdsArePseudonymsThatDependOnTheKey() {
    String one = "00".repeat(31) + "01";
    String two = "00".repeat(31) + "02";
    Replay first = begin(asked(List.of(), List.of(), List.of("Read"), null, one, false));
    Replay second = begin(asked(List.of(), List.of(), List.of("Read"), null, two, false));

    assertThat(read(first, 0)).isNotEqualTo(read(second, 0)).contains("\"upTo\":3");
    assertThat(read(begin(asked(List.of(), List.of(), List.of(), null, one, false)), 0))
        .doesNotContain("\"" + SampleLog.ADA.value() + "\"")
        .doesNotContain("\"" + SampleLog.BOB.value() + "\"")
        .doesNotContain("\"" + SampleLog.GROUP.value() + "\"");
  }

  @Test
  void inACaseAboutStatisticsTheStateAsOfAMomentHasThePseudonymsOfTheReplay() {
    ReplayCall.PseudonymKeys keys =
        new ReplayCall.PseudonymKeys("00".repeat(31) + "01", "00".repeat(31) + "02");
    Replay replay =
        begin(
            new ReplayCall.Open(
                1, Long.MAX_VALUE, List.of(), List.of(), List.of(), null, keys, false));
    Pseudonyms pseudonyms = new Pseudonyms(keys);
    ConversationId group = new ConversationId(pseudonyms.of(SampleLog.GROUP.value()));
    PersonId ada = new PersonId(pseudonyms.of(SampleLog.ADA.value()));
    PersonId bob = new PersonId(pseudonyms.of(SampleLog.BOB.value()));

    assertThat(read(replay, 0)).contains(group.value(), bob.value());
    ReplayState.ReplayConversation conversation =
        (ReplayState.ReplayConversation)
            replay.state(new ReplayCall.State(7, null, group, null, 1));
    ReplayState.ReplayMessages messages =
        (ReplayState.ReplayMessages) replay.state(new ReplayCall.State(7, bob, group, null, 100));
    ReplayState.ReplayInbox inbox =
        (ReplayState.ReplayInbox)
            replay.state(new ReplayCall.State(Long.MAX_VALUE, bob, null, null, 10));

    assertThat(conversation.conversationId()).isEqualTo(group);
    assertThat(conversation.messages()).isEqualTo(6);
    assertThat(conversation.members())
        .extracting(ReplayState.ReplayMember::personId)
        .contains(ada, bob);
    assertThat(messages.messages()).hasSize(6).allMatch(each -> each.text() == null);
    assertThat(inbox.conversations()).hasSize(1);
    assertThat(inbox.conversations().getFirst().conversationId()).isEqualTo(group);
    assertThat(inbox.conversations().getFirst().readUpTo()).isEqualTo(3);
    assertThatThrownBy(() -> replay.state(new ReplayCall.State(7, null, SampleLog.GROUP, null, 1)))
        .hasFieldOrPropertyWithValue("reason", Reason.CONVERSATION_NOT_FOUND);
  }

  @Test
  void accountsSessionsAndRolesAreNeverReplayed() {
    assertThat(read(begin(all(true)), 0)).doesNotContain("roleGranted");
  }

  @Test
  void aFilterNamesConversationsPeopleAndTypes() {
    Replay ofBob =
        begin(
            asked(List.of(SampleLog.GROUP), List.of(SampleLog.BOB), List.of(), null, null, false));
    Replay edits = begin(asked(List.of(), List.of(), List.of("MessageEdited"), null, null, true));

    assertThat(read(ofBob, 0).lines().limit(ofBob.opened().events()))
        .isNotEmpty()
        .allMatch(line -> line.contains(SampleLog.BOB.value()));
    assertThat(read(edits, 0).lines()).hasSize(2);
  }

  @Test
  void aCaseShowsItsConversationsOnly() {
    Replay inside =
        begin(
            asked(
                List.of(),
                List.of(),
                List.of(),
                new ReplayCall.Scope(List.of(), List.of(SampleLog.CEM)),
                null,
                false));
    Replay outside =
        begin(
            asked(
                List.of(SampleLog.GROUP),
                List.of(),
                List.of(),
                new ReplayCall.Scope(List.of(SampleLog.OTHER), List.of()),
                null,
                false));

    assertThat(read(inside, 0))
        .contains(SampleLog.OTHER.value())
        .doesNotContain(SampleLog.GROUP.value());
    assertThat(outside.opened().covered()).isFalse();
    assertThat(outside.opened().events()).isZero();
  }

  @Test
  void aDryRunCountsWhatOtherLimitsWouldHaveRefused() {
    Replay replay = begin(all(false));

    DryRun.DryRunResult result =
        replay.dryRun(new ReplayCall.DryRun(new PolicyRules(10, null, 12), false));

    assertThat(result.messages()).isGreaterThan(5);
    assertThat(result.rules().getFirst().refused()).isPositive();
    assertThat(result.days()).isNotEmpty();
  }

  @Test
  void whatIsErasedWhileAReplayRunsIsErasedInIt() {
    Replay replay = begin(all(true));
    assertThat(read(replay, 0)).contains("to be forgotten");
    keys.forget();

    sample.sealing().destroy(SampleLog.DORA.value());

    assertThat(read(replay, 0)).contains("\"withheld\":\"erased\"").doesNotContain("forgotten");
  }
}
