package info.powow.domain.notification;

import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.cleo;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import info.powow.domain.Tag;
import info.powow.domain.publicservice.OpeningHours;
import info.powow.domain.publicservice.OpeningHours.Weekly;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Ada writes; it is decided whether Bob is told.
class NotificationDecisionTest {
  /// From ten in the evening to seven in the morning; NOW is ten in the morning in London.
  private static OpeningHours quiet(String zone) {
    return new OpeningHours(
        ZoneId.of(zone),
        List.of(
            new Weekly(EnumSet.allOf(DayOfWeek.class), LocalTime.of(22, 0), LocalTime.of(7, 0))),
        List.of());
  }

  private static NotifiableMessage message(
      boolean edit,
      boolean direct,
      boolean deleted,
      Set<PersonId> mentioned,
      @Nullable PersonId repliedTo,
      String text) {
    return new NotifiableMessage(
        ada, 7, edit, direct, deleted, mentioned, repliedTo, Words.of(text), NOW);
  }

  private static final NotifiableMessage PLAIN =
      message(false, false, false, Set.of(), null, "hallo");

  private static Recipient bob(Level level, String... keywords) {
    return new Recipient(
        bob,
        true,
        Block.NONE,
        false,
        null,
        new NotificationSettings(
            level,
            List.of(keywords).stream().map(Tag::new).toList(),
            Preview.TEXT,
            null,
            null,
            NearbyNotices.DEFAULT),
        null);
  }

  private static Decision decide(NotifiableMessage message, Recipient recipient) {
    return NotificationDecision.decide(message, recipient, false, -1, NOW);
  }

  private static final Decision SILENT = new Decision.Nothing(Verdict.LEVEL);

  @Test
  void whoIsAwayIsTold() {
    assertThat(decide(PLAIN, bob(Level.ALL))).isEqualTo(new Decision.Push(Relevance.MESSAGE));
  }

  /// What stands against it, in the order in which it is looked at: each with everything behind it.
  @Test
  void whatComesFirstIsTheReason() {
    Recipient stranger =
        new Recipient(
            bob,
            false,
            Block.BY_RECIPIENT,
            true,
            NOW.plusSeconds(60),
            new NotificationSettings(
                Level.NOTHING,
                List.of(),
                Preview.TEXT,
                quiet("Asia/Tokyo"),
                null,
                NearbyNotices.DEFAULT),
            null);
    NotifiableMessage gone = message(true, false, true, Set.of(), null, "");
    Instant late = NOW.plus(NotificationDecision.TIME_TO_LIVE);
    assertThat(
            NotificationDecision.decide(
                    gone,
                    new Recipient(
                        ada, false, Block.BY_RECIPIENT, true, late, stranger.settings(), null),
                    true,
                    9,
                    late)
                .verdict())
        .isEqualTo(Verdict.OWN);
    assertThat(NotificationDecision.decide(gone, stranger, true, 9, late).verdict())
        .isEqualTo(Verdict.NOT_A_MEMBER);
    Recipient blocked =
        new Recipient(bob, true, Block.BY_RECIPIENT, true, late, stranger.settings(), null);
    assertThat(NotificationDecision.decide(gone, blocked, true, 9, late).verdict())
        .isEqualTo(Verdict.BLOCKED);
    Recipient muted =
        new Recipient(bob, true, Block.NONE, true, late.plusSeconds(1), stranger.settings(), null);
    assertThat(NotificationDecision.decide(gone, muted, true, 9, late).verdict())
        .isEqualTo(Verdict.DELETED);
    NotifiableMessage edit = message(true, false, false, Set.of(), null, "");
    assertThat(NotificationDecision.decide(edit, muted, true, 9, late).verdict())
        .isEqualTo(Verdict.EXPIRED);
    assertThat(NotificationDecision.decide(edit, muted, true, 9, NOW).verdict())
        .isEqualTo(Verdict.READ);
    assertThat(NotificationDecision.decide(edit, muted, true, 6, NOW).verdict())
        .isEqualTo(Verdict.REQUEST);
    Recipient mutedMember =
        new Recipient(bob, true, Block.NONE, false, late, stranger.settings(), null);
    assertThat(NotificationDecision.decide(edit, mutedMember, true, 6, NOW).verdict())
        .isEqualTo(Verdict.MUTED);
    Recipient member = new Recipient(bob, true, Block.NONE, false, null, stranger.settings(), null);
    assertThat(NotificationDecision.decide(edit, member, true, 6, NOW).verdict())
        .isEqualTo(Verdict.EDITED);
    assertThat(NotificationDecision.decide(PLAIN, member, true, 6, NOW).verdict())
        .isEqualTo(Verdict.LEVEL);
  }

  @Test
  void muteSilencesMentionsToo() {
    Recipient muted =
        new Recipient(
            bob, true, Block.NONE, false, NOW.plusMillis(1), NotificationSettings.DEFAULT, null);

    assertThat(decide(message(false, false, false, Set.of(bob), null, ""), muted))
        .isEqualTo(new Decision.Nothing(Verdict.MUTED));
    assertThat(NotificationDecision.decide(PLAIN, muted, false, -1, NOW.plusMillis(1)).verdict())
        .isEqualTo(Verdict.PUSH);
  }

  @ParameterizedTest
  @CsvSource({
    // level, plain, mention, reply to me, private chat, keyword
    "ALL, MESSAGE, MENTION, REPLY, DIRECT, KEYWORD",
    "KEYWORDS, , MENTION, REPLY, DIRECT, KEYWORD",
    "MENTIONS, , MENTION, REPLY, DIRECT,",
    "REPLIES, , , REPLY, ,",
    "NOTHING, , , , ,",
  })
  void aLevelLeavesOut(
      Level level,
      @Nullable Relevance plain,
      @Nullable Relevance mention,
      @Nullable Relevance reply,
      @Nullable Relevance direct,
      @Nullable Relevance keyword) {
    Recipient recipient = bob(level, "pizza");
    assertTold(decide(PLAIN, recipient), plain);
    assertTold(decide(message(false, false, false, Set.of(bob), null, ""), recipient), mention);
    assertTold(decide(message(false, false, false, Set.of(), bob, ""), recipient), reply);
    assertTold(decide(message(false, true, false, Set.of(), null, ""), recipient), direct);
    assertTold(
        decide(message(false, false, false, Set.of(), null, "Heute Pizza!"), recipient), keyword);
    assertTold(decide(message(false, false, false, Set.of(cleo), cleo, ""), recipient), plain);
  }

  private static void assertTold(Decision decision, @Nullable Relevance relevance) {
    assertThat(decision).isEqualTo(relevance == null ? SILENT : new Decision.Push(relevance));
  }

  @Test
  void theLevelOfTheConversationComesBeforeTheGeneralOne() {
    Recipient quietHere =
        new Recipient(
            bob, true, Block.NONE, false, null, NotificationSettings.DEFAULT, Level.NOTHING);

    assertThat(decide(message(false, false, false, Set.of(bob), null, ""), quietHere))
        .isEqualTo(SILENT);
  }

  @Test
  void anEditTellsOnlyWhoIsNewlyMentioned() {
    assertThat(decide(message(true, true, false, Set.of(), bob, "pizza"), bob(Level.ALL)).verdict())
        .isEqualTo(Verdict.EDITED);
    assertThat(decide(message(true, false, false, Set.of(bob), null, ""), bob(Level.ALL)))
        .isEqualTo(new Decision.Push(Relevance.MENTION));
  }

  @Test
  void whoIsLookingIsGivenTenSecondsToRead() {
    Instant then = NOW.plusSeconds(10);

    assertThat(NotificationDecision.decide(PLAIN, bob(Level.ALL), true, -1, NOW))
        .isEqualTo(new Decision.Wait(Verdict.ACTIVE, then));
    assertThat(NotificationDecision.decide(PLAIN, bob(Level.ALL), true, 7, then))
        .isEqualTo(new Decision.Nothing(Verdict.READ));
    assertThat(NotificationDecision.decide(PLAIN, bob(Level.ALL), true, -1, then))
        .isEqualTo(new Decision.Nothing(Verdict.ACTIVE));
    // They have looked away meanwhile.
    assertThat(NotificationDecision.decide(PLAIN, bob(Level.ALL), false, -1, then))
        .isEqualTo(new Decision.Push(Relevance.MESSAGE));
  }

  @Test
  void inQuietHoursTheyAreToldAfterwards() {
    Recipient sleeper =
        new Recipient(
            bob,
            true,
            Block.NONE,
            false,
            null,
            new NotificationSettings(
                Level.ALL,
                List.of(),
                Preview.TEXT,
                quiet("Europe/London"),
                null,
                NearbyNotices.DEFAULT),
            null);
    Instant night = Instant.parse("2026-03-01T23:30:00Z");
    NotifiableMessage late =
        new NotifiableMessage(ada, 7, false, false, false, Set.of(), null, Words.of(""), night);

    assertThat(NotificationDecision.decide(late, sleeper, true, -1, night))
        .isEqualTo(new Decision.Digest(Verdict.QUIET_HOURS, Instant.parse("2026-03-02T07:00:00Z")));
    assertThat(decide(PLAIN, sleeper).verdict()).isEqualTo(Verdict.PUSH);
  }

  @ParameterizedTest
  @CsvSource({
    "pizza, 'Pizza, bitte.', true",
    "pizza, pizzabote, false",
    "PIZZA, 'eine pizza', true",
    "rote beete, 'Rote  Beete!', true",
    "e-bike, 'Wer hat ein E Bike?', true",
    "café, 'Im CAFE\u0301', true",
    "pizza, 'Eine Piz\u00adza', true",
    "pizza, 'Piz\u200bza', true",
    "猫, '今日は猫がいる', true",
    "แมว, 'ฉันมีแมวหนึ่งตัว', true",
    "猫, '犬', false",
  })
  void aKeywordIsAWholeWord(String keyword, String text, boolean found) {
    assertThat(Words.of(text).containAny(List.of(new Tag(keyword)))).isEqualTo(found);
  }

  /// Nothing that stands against it is ever passed over for what stands behind it.
  @Property
  void nobodyIsToldAgainstTheirWill(
      @ForAll boolean member,
      @ForAll Block block,
      @ForAll boolean request,
      @ForAll boolean muted,
      @ForAll boolean deleted,
      @ForAll boolean read,
      @ForAll boolean edit,
      @ForAll boolean active,
      @ForAll Level level,
      @ForAll boolean mentioned) {
    Recipient recipient =
        new Recipient(
            bob,
            member,
            block,
            request,
            muted ? NOW.plus(Duration.ofDays(1)) : null,
            new NotificationSettings(
                level, List.of(), Preview.TEXT, null, null, NearbyNotices.DEFAULT),
            null);
    NotifiableMessage message =
        message(edit, false, deleted, mentioned ? Set.of(bob) : Set.of(), null, "");

    Decision decision = NotificationDecision.decide(message, recipient, active, read ? 7 : 6, NOW);

    boolean told = decision instanceof Decision.Push || decision instanceof Decision.Wait;
    boolean wanted =
        switch (level) {
          case ALL -> !edit || mentioned;
          case MENTIONS, KEYWORDS -> mentioned;
          case REPLIES, NOTHING -> false;
        };
    assertThat(told)
        .isEqualTo(
            member && block == Block.NONE && !request && !muted && !deleted && !read && wanted);
  }
}
