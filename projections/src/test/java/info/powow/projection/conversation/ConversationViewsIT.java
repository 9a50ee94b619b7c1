package info.powow.projection.conversation;

import static info.powow.projection.Sample.ADA;
import static info.powow.projection.Sample.BOB;
import static info.powow.projection.Sample.CHAT;
import static info.powow.projection.Sample.CLEO;
import static info.powow.projection.Sample.GROUP;
import static info.powow.projection.Sample.at;
import static info.powow.projection.Sample.chat;
import static info.powow.projection.Sample.group;
import static info.powow.projection.Sample.read;
import static info.powow.projection.Sample.sent;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.GroupRenamed;
import info.powow.domain.conversation.ConversationEvent.MemberAdded;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MemberRemoved;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ConversationEvent.ReactionRemoved;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.domain.conversation.PositionRange;
import info.powow.domain.conversation.Role;
import info.powow.projection.MemoryLog;
import info.powow.projection.ViewsFixture;
import info.powow.projector.ProjectorOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs each test with batches of 1, 7 and all events, and applies everything twice.
@ParameterizedClass
@ValueSource(ints = {1, 7, 1_000})
class ConversationViewsIT {
  private final ViewsFixture fixture = new ViewsFixture();
  private final MemoryLog log = new MemoryLog();
  private final ProjectorOptions options;

  ConversationViewsIT(int batch) {
    options = ProjectorOptions.DEFAULT.withBatch(batch);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private ConversationViews views() {
    fixture.rebuild(log, options).forgetPosition().rebuild(log, options);
    return fixture.conversations();
  }

  private ConversationView conversation(ConversationId id) {
    return requireNonNull(views().conversations().find(id.value()));
  }

  private InboxView.Entry inbox(PersonId person, ConversationId id) {
    InboxView inbox = requireNonNull(views().inboxes().find(person.value()));
    return requireNonNull(inbox.conversations().get(id.value()));
  }

  private List<String> lines(ConversationId id, long page) {
    HistoryPage found = requireNonNull(views().history().find(HistoryPage.idOf(id.value(), page)));
    return found.entries().stream()
        .map(entry -> new String(entry.json(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void aChatIsInTheInboxOfBoth() {
    log.append(chat(), sent(CHAT, ADA, "hello", 1));

    assertThat(inbox(ADA, CHAT).peer()).isEqualTo("bob");
    assertThat(inbox(BOB, CHAT).peer()).isEqualTo("ada");
    assertThat(inbox(BOB, CHAT).maySee(0)).isTrue();
    ConversationView chat = conversation(CHAT);
    assertThat(chat.group()).isFalse();
    assertThat(chat.position()).isEqualTo(1);
    assertThat(requireNonNull(chat.last()).text()).isEqualTo("hello");
    assertThat(chat.activity()).isEqualTo(at(1));
  }

  @Test
  void whoJoinsSeesFromThereAndWhoLeavesUpToThere() {
    log.append(
        group(BOB),
        sent(GROUP, ADA, "before", 1),
        new MemberJoined(GROUP, CLEO, at(2)),
        sent(GROUP, ADA, "with cleo", 3),
        new MemberLeft(GROUP, CLEO, at(4)),
        sent(GROUP, ADA, "without cleo", 5),
        new MemberAdded(GROUP, CLEO, ADA, at(6)),
        sent(GROUP, ADA, "again", 7),
        new MemberRemoved(GROUP, CLEO, ADA, at(8)),
        new GroupRenamed(GROUP, "Renamed", ADA, at(9)));

    InboxView.Entry cleo = inbox(CLEO, GROUP);
    assertThat(cleo.ranges()).containsExactly(new PositionRange(2, 4), new PositionRange(6, 8));
    assertThat(cleo.isMember()).isFalse();
    assertThat(cleo.leftName()).isEqualTo("The group");
    ConversationView group = conversation(GROUP);
    assertThat(group.members()).isEqualTo(2);
    assertThat(group.preview()).containsExactly("ada", "bob");
    assertThat(group.name()).isEqualTo("Renamed");
  }

  @Test
  void whoJoinsAGroupWithHistorySeesEverything() {
    log.append(
        group(true, BOB),
        sent(GROUP, ADA, "before", 1),
        new MemberJoined(GROUP, CLEO, at(2)),
        new MemberLeft(GROUP, CLEO, at(3)),
        sent(GROUP, ADA, "between", 4),
        new MemberJoined(GROUP, CLEO, at(5)));

    assertThat(inbox(CLEO, GROUP).ranges()).containsExactly(PositionRange.startingAt(0));
    assertThat(inbox(CLEO, GROUP).joined()).isEqualTo(5);
  }

  @Test
  void theWordsOfAnErasedAuthorGoFromAllPagesAndThoseOfOthersStay() {
    log.append(group(BOB));
    for (int i = 1; i <= 70; i++) {
      log.append(sent(GROUP, i % 2 == 1 ? ADA : BOB, "said " + i, i));
    }
    log.append(new MessageEdited(GROUP, 69, "said better", null, ADA, at(71)));
    log.append(new AuthorErased(GROUP, ADA, at(72)), sent(GROUP, BOB, "said after", 73));

    int adas = 0;
    int others = 0;
    for (long page = 0; page < 3; page++) {
      for (String line : lines(GROUP, page)) {
        if (line.contains("\"sender\":\"ada\"")) {
          adas++;
          assertThat(line).doesNotContain("said").contains("\"withheld\":\"erased\"");
        } else if (line.contains("\"sender\":\"bob\"")) {
          others++;
          assertThat(line).contains("said").doesNotContain("withheld");
        }
      }
    }
    assertThat(adas).isEqualTo(35);
    assertThat(others).isEqualTo(36);
  }

  @Test
  void theLastMessageOfAnErasedAuthorHasNoWordsInTheInbox() {
    log.append(chat(), sent(CHAT, ADA, "hello", 1), new AuthorErased(CHAT, ADA, at(2)));

    LastMessage last = requireNonNull(conversation(CHAT).last());
    assertThat(last.text()).isNull();
    assertThat(last.erased()).isTrue();
  }

  @Test
  void rolesAreInTheInboxAndAmongTheMembers() {
    log.append(group(BOB), new RoleChanged(GROUP, BOB, Role.MODERATOR, ADA, at(1)));

    assertThat(inbox(ADA, GROUP).role()).isEqualTo(Role.OWNER);
    assertThat(inbox(BOB, GROUP).role()).isEqualTo(Role.MODERATOR);
    MembersView members = requireNonNull(views().members().find(GROUP.value()));
    assertThat(members.current().keySet()).containsExactly("ada", "bob");
    assertThat(requireNonNull(members.people().get("bob")).role()).isEqualTo(Role.MODERATOR);
  }

  @Test
  void theHistoryHasMessagesAsTheyAreNow() {
    log.append(
        chat(),
        sent(CHAT, ADA, "helo", 1),
        new MessageEdited(CHAT, 1, "hello 👋🏽", null, ADA, at(2)),
        new ReactionAdded(CHAT, 1, "👍", BOB, at(3)),
        new ReactionAdded(CHAT, 1, "👍", ADA, at(4)),
        new ReactionAdded(CHAT, 1, "🎉", BOB, at(5)),
        new ReactionRemoved(CHAT, 1, "🎉", BOB, at(6)),
        sent(CHAT, BOB, "secret", 7),
        new MessageDeleted(CHAT, 7, BOB, at(8)),
        new MessagePinned(CHAT, 1, ADA, at(9)));

    assertThat(lines(CHAT, 0))
        .containsExactly(
            "{\"type\":\"directOpened\",\"position\":0,\"conversationId\":\"%s\",\"by\":\"ada\",\"members\":[\"ada\",\"bob\"],\"at\":\"2026-05-01T12:00:00.000Z\"}"
                .formatted(CHAT),
            "{\"type\":\"messageSent\",\"position\":1,\"conversationId\":\"%s\",\"key\":\"k1\",\"sender\":\"ada\",\"text\":\"hello 👋🏽\",\"at\":\"2026-05-01T12:00:01.000Z\",\"edits\":[2],\"editedAt\":\"2026-05-01T12:00:02.000Z\",\"reactions\":[{\"emoji\":\"👍\",\"people\":[\"bob\",\"ada\"]}]}"
                .formatted(CHAT),
            "{\"type\":\"messageSent\",\"position\":7,\"conversationId\":\"%s\",\"key\":\"k7\",\"sender\":\"bob\",\"at\":\"2026-05-01T12:00:07.000Z\",\"deletedAt\":\"2026-05-01T12:00:08.000Z\",\"deletedBy\":\"bob\"}"
                .formatted(CHAT),
            "{\"type\":\"messagePinned\",\"position\":9,\"conversationId\":\"%s\",\"message\":1,\"by\":\"ada\",\"at\":\"2026-05-01T12:00:09.000Z\"}"
                .formatted(CHAT));
    ConversationView chat = conversation(CHAT);
    assertThat(requireNonNull(chat.last()).deleted()).isTrue();
    assertThat(requireNonNull(chat.last()).text()).isNull();
    assertThat(chat.pins()).containsExactly(1L);
  }

  @Test
  void anEditMayChangeWhoIsMentioned() {
    log.append(
        chat(),
        sent(CHAT, ADA, "hello", 1),
        new MessageEdited(CHAT, 1, "@bob", List.of(BOB), ADA, at(2)),
        new MessageEdited(CHAT, 1, "@bob!", null, ADA, at(3)));
    assertThat(lines(CHAT, 0).get(1)).contains("\"@bob!\"").contains("\"mentions\":[\"bob\"]");

    log.append(new MessageEdited(CHAT, 1, "nobody", List.of(), ADA, at(4)));

    assertThat(lines(CHAT, 0).get(1)).contains("\"nobody\"").doesNotContain("mentions");
  }

  @Test
  void aLongHistoryIsOnSeveralPagesAndOldMessagesStillChange() {
    log.append(chat());
    for (int i = 1; i <= 100; i++) {
      log.append(sent(CHAT, i % 2 == 0 ? ADA : BOB, "message " + i, i));
    }
    log.append(new MessageEdited(CHAT, 5, "changed", null, BOB, at(101)));

    assertThat(lines(CHAT, 0)).hasSize(32);
    assertThat(lines(CHAT, 0).get(5)).contains("\"changed\"").contains("\"edits\":[101]");
    assertThat(lines(CHAT, 3)).hasSize(5).last().asString().contains("\"message 100\"");
  }

  @Test
  void unreadCountsWhatOthersSaidAndIsStillThere() {
    log.append(
        chat(),
        sent(CHAT, ADA, "one", 1),
        sent(CHAT, ADA, "two", 2),
        sent(CHAT, BOB, "three", 3),
        sent(CHAT, ADA, "four", 4),
        new MessageDeleted(CHAT, 4, ADA, at(5)),
        new MessageEdited(CHAT, 2, "two!", null, ADA, at(6)),
        read(CHAT, BOB, 1, 7));

    ReadView read = requireNonNull(views().reads().find(ReadView.idOf(CHAT.value(), "bob")));
    assertThat(read.upTo()).isEqualTo(1);
    ConversationView chat = conversation(CHAT);
    assertThat(chat.unreadBy("bob", read.upTo())).isEqualTo(new UnreadCount(1, false));
    assertThat(chat.unreadBy("ada", -1)).isEqualTo(new UnreadCount(1, false));
  }

  @Test
  void theFirstUnreadMentionIsKnown() {
    log.append(
        chat(),
        mentioning(1, BOB),
        mentioning(2, BOB),
        mentioning(3),
        new MessageEdited(CHAT, 3, "you too", List.of(BOB), ADA, at(4)),
        new MessageDeleted(CHAT, 1, ADA, at(5)));

    ConversationView chat = conversation(CHAT);
    assertThat(chat.mentioned("bob", -1)).isEqualTo(2);
    assertThat(chat.mentioned("bob", 2)).isEqualTo(3);
    assertThat(chat.mentioned("bob", 3)).isNull();
    assertThat(chat.mentioned("ada", -1)).isNull();

    log.append(new MessageEdited(CHAT, 3, "nobody", List.of(), ADA, at(6)));
    assertThat(conversation(CHAT).mentioned("bob", 2)).isNull();
  }

  @Test
  void theOldestMentionsGoFirst() {
    NewestMentions mentions = NewestMentions.NONE;
    for (int i = 0; i <= NewestMentions.CAPACITY; i++) {
      mentions = mentions.with(i, List.of(BOB));
    }
    assertThat(mentions.positions()).hasSize(NewestMentions.CAPACITY);
    assertThat(mentions.first("bob", -1)).isEqualTo(1);
  }

  private static MessageSent mentioning(long second, PersonId... people) {
    MessageSent plain = sent(CHAT, ADA, "look", second);
    return new MessageSent(
        CHAT,
        plain.key(),
        ADA,
        plain.text(),
        List.of(),
        List.of(),
        null,
        List.of(people),
        plain.at());
  }
}
