package info.powow.audit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.audit.SeenMessages.Page;
import info.powow.audit.SeenMessages.SeenPicture;
import info.powow.audit.SeenMessages.Version;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageEvent.ImageErased;
import info.powow.domain.image.ImageEvent.ImageShared;
import info.powow.domain.image.ImageFormat;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Moments, and what was on a screen then.
class LoggedConversationsTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final ConversationId GROUP = new ConversationId("group");
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final MemoryLog log = new MemoryLog();
  private final LoggedConversations conversations =
      new LoggedConversations(log, new HeldWords(log, null));
  private final SeenMessages seen = new SeenMessages(conversations, JsonMapper.shared());

  /// Everything within one millisecond: only positions tell it apart.
  @Test
  void whatHappensWithinOneMillisecondIsToldApartByItsIndex() {
    created();
    long sent = happened(message("one", NOON));
    long edited = happened(edit(1, "two", NOON));
    long left = happened(new MemberLeft(GROUP, BOB, NOON));
    long editedAgain = happened(edit(1, "three", NOON));
    long back = happened(new MemberJoined(GROUP, BOB, NOON));
    long deleted = happened(new MessageDeleted(GROUP, 1, ADA, NOON));

    assertThat(textAt(sent)).isEqualTo("one");
    assertThat(textAt(edited)).isEqualTo("two");
    assertThat(textAt(left)).isEqualTo("two");
    assertThat(textAt(editedAgain)).isEqualTo("two");
    // Who comes back has not seen what was edited meanwhile.
    assertThat(textAt(back)).isEqualTo("two");
    assertThat(textAt(deleted)).isNull();
    assertThat(pageAt(deleted).messages().getFirst().version()).isEqualTo(Version.DELETED);
    assertThat(pageAt(sent - 1).messages()).isEmpty();
    assertThat(conversations.read(GROUP, left - 1, null).timeline().visibleTo(BOB).isOpen())
        .isTrue();
    assertThat(conversations.read(GROUP, left, null).timeline().visibleTo(BOB).isOpen()).isFalse();
  }

  @Test
  void aTimeIsTheMomentBeforeTheFirstEventThatIsLater() {
    created();
    happened(message("one", NOON));
    log.append("elsewhere", message("other", NOON));
    long edited = happened(edit(1, "two", NOON.plusSeconds(60)));

    assertThat(at(NOON.minusMillis(1)).messages()).isEmpty();
    assertThat(at(NOON).messages().getFirst().text()).isEqualTo("one");
    assertThat(at(NOON.plusSeconds(59)).messages().getFirst().text()).isEqualTo("one");
    assertThat(at(NOON.plusSeconds(60)).messages().getFirst().text()).isEqualTo("two");
    assertThat(conversations.read(GROUP, null, NOON.plusSeconds(90)).index()).isEqualTo(edited);
  }

  /// An event that a clock dates before its predecessors does not come before them.
  @Test
  void aClockThatIsADayBackMovesNothing() {
    created();
    happened(message("one", NOON));
    happened(edit(1, "two", NOON.minusSeconds(86_400)));

    assertThat(at(NOON.minusSeconds(3_600)).messages()).isEmpty();
    assertThat(at(NOON).messages().getFirst().text()).isEqualTo("two");
  }

  @Test
  void anAnswerAboutNowLooksToTheEndOfTheLogAlsoWhenItIsKnown() {
    created();
    happened(message("one", NOON));
    long first = conversations.read(GROUP, null, null).index();
    log.append("elsewhere", message("other", NOON));

    assertThat(conversations.read(GROUP, null, null).index()).isEqualTo(first + 1);
    assertThat(conversations.read(GROUP, 1_000L, null).index()).isEqualTo(first + 1);
  }

  @Test
  void whatDoesNotExistHasNoNewestEvent() {
    assertThat(conversations.read(GROUP, null, null).head()).isNull();
  }

  @Test
  void aPictureIsDescribedWithItsHashAndWhenItWasDeleted() {
    created();
    ImageId one = new ImageId("one");
    ContentHash hash = new ContentHash("ab".repeat(32));
    log.append(one.value(), new ImageShared(one, ADA, hash, ImageFormat.PNG, 3, 4, "AA", 99, NOON));
    happened(
        new MessageSent(
            GROUP,
            new CommandKey("k"),
            ADA,
            "",
            List.of(one, new ImageId("unknown")),
            List.of(),
            null,
            List.of(),
            NOON));
    assertThat(at(NOON).messages().getFirst().images())
        .containsExactly(
            new SeenPicture(one, ImageFormat.PNG, 3, 4, 99L, hash, null),
            new SeenPicture(new ImageId("unknown"), null, null, null, null, null, null));

    log.append(one.value(), new ImageErased(one, NOON.plusSeconds(1)));

    assertThat(requireNonNull(at(NOON).messages().getFirst().images()).getFirst().deletedAt())
        .isEqualTo(NOON.plusSeconds(1));
  }

  @Test
  void pagesFollowOneAnotherWithoutHole() {
    created();
    for (int i = 0; i < 300; i++) {
      happened(message("m" + i, NOON));
    }
    ConversationAt then = conversations.read(GROUP, null, null);
    int left = 300;
    Long before = Long.MAX_VALUE;
    while (before != null) {
      Page page = seen.page(then, BOB, before, 70);
      for (SeenMessages.SeenMessage message : page.messages().reversed()) {
        left--;
        assertThat(message.text()).isEqualTo("m" + left);
      }
      before = page.next();
    }
    assertThat(left).isZero();
  }

  private void created() {
    happened(
        new GroupCreated(
            GROUP,
            new CommandKey("k"),
            ADA,
            "Allotment",
            List.of(ADA, BOB),
            true,
            false,
            NOON.minusSeconds(1)));
  }

  private long happened(ConversationEvent event) {
    return log.append(GROUP.value(), event);
  }

  private static MessageSent message(String text, Instant at) {
    return new MessageSent(
        GROUP, new CommandKey("k"), ADA, text, List.of(), List.of(), null, List.of(), at);
  }

  private static MessageEdited edit(long message, String text, Instant at) {
    return new MessageEdited(GROUP, message, text, null, ADA, at);
  }

  private Page pageAt(long index) {
    return seen.page(conversations.read(GROUP, index, null), BOB, Long.MAX_VALUE, 50);
  }

  private @Nullable String textAt(long index) {
    return pageAt(index).messages().getFirst().text();
  }

  private Page at(Instant time) {
    return seen.page(conversations.read(GROUP, null, time), BOB, Long.MAX_VALUE, 50);
  }
}
