package info.powow.audit;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.MessageUnpinned;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ConversationEvent.ReactionRemoved;
import info.powow.domain.conversation.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Folding what matters for an answer tells the same as folding everything.
class ConversationAtTest {
  private static final ConversationId GROUP = new ConversationId("group");
  private static final List<PersonId> PEOPLE =
      List.of(new PersonId("ada"), new PersonId("bob"), new PersonId("cleo"));
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final int HISTORIES = 100;
  private static final int EVENTS = 50;

  private MemoryLog log = new MemoryLog();
  private LoggedConversations conversations =
      new LoggedConversations(log, new HeldWords(log, null));

  @Test
  void anyMomentOfAnyHistoryIsTheSameAsFoldedFromTheBeginning() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      ConversationId id = new ConversationId("group" + seed);
      List<ConversationEvent> events = new ArrayList<>();
      log = new MemoryLog();
      conversations = new LoggedConversations(log, new HeldWords(log, null));
      long first = 1;
      for (int i = 0; i < EVENTS; i++) {
        ConversationEvent event = i == 0 ? created(random, id) : any(random, id, events);
        events.add(event);
        log.append(id.value(), event);
        if (random.nextInt(8) == 0) {
          // What is asked for meanwhile must not spoil what is asked for later.
          same(seed, id, events, first + random.nextInt(events.size()), first);
        }
      }
      for (int i = 0; i < EVENTS; i += 7) {
        same(seed, id, events, first + i, first);
      }
    }
  }

  private void same(
      int seed, ConversationId id, List<ConversationEvent> events, long index, long first) {
    Timeline whole = new Timeline();
    events.subList(0, (int) (index - first) + 1).forEach(whole::add);
    ConversationAt then = conversations.read(id, index, null);
    String where = "history " + seed + " at " + index;

    assertThat(then.next()).as(where).isEqualTo(whole.next());
    assertThat(then.timeline().people()).as(where).isEqualTo(whole.people());
    then.foldPinned();
    for (PersonId person : PEOPLE) {
      assertThat(then.timeline().visibleTo(person)).as(where).isEqualTo(whole.visibleTo(person));
      assertThat(then.timeline().pinsSeenBy(person)).as(where).isEqualTo(whole.pinsSeenBy(person));
    }
    // Backwards, as pages do.
    for (long message = whole.next() - 1; message >= 0; message--) {
      then.fold(message);
      assertThat(then.timeline().audience(message)).as(where).isEqualTo(whole.audience(message));
      for (PersonId person : PEOPLE) {
        assertThat(then.timeline().form(person, message))
            .as("%s, message %s", where, message)
            .isEqualTo(whole.form(person, message));
        assertThat(then.timeline().reactionsSeenBy(person, message))
            .isEqualTo(whole.reactionsSeenBy(person, message));
        assertThat(then.timeline().showsPictures(person, message))
            .isEqualTo(whole.showsPictures(person, message));
      }
    }
  }

  private static ConversationEvent created(Random random, ConversationId id) {
    return new GroupCreated(
        id,
        new CommandKey("k"),
        PEOPLE.getFirst(),
        "Allotment",
        PEOPLE.subList(0, 1 + random.nextInt(3)),
        true,
        random.nextBoolean(),
        NOON);
  }

  private static ConversationEvent any(
      Random random, ConversationId id, List<ConversationEvent> events) {
    PersonId person = PEOPLE.get(random.nextInt(3));
    Instant at = NOON.plusSeconds(random.nextInt(5) - 2);
    List<Long> sent = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i) instanceof MessageSent) {
        sent.add((long) i);
      }
    }
    int kind = sent.isEmpty() ? random.nextInt(4) : random.nextInt(10);
    long message = sent.isEmpty() ? 0 : sent.get(random.nextInt(sent.size()));
    return switch (kind) {
      case 0 -> new MemberJoined(id, person, at);
      case 1 -> new MemberLeft(id, person, at);
      case 4 -> new MessageEdited(id, message, "edit " + events.size(), null, person, at);
      case 5 -> new MessageDeleted(id, message, person, at);
      case 6 -> new ReactionAdded(id, message, "🎉", person, at);
      case 7 -> new ReactionRemoved(id, message, "🎉", person, at);
      case 8 -> new MessagePinned(id, message, person, at);
      case 9 -> new MessageUnpinned(id, message, person, at);
      default -> sent(id, person, "message " + events.size(), at);
    };
  }

  private static MessageSent sent(ConversationId id, PersonId by, String text, Instant at) {
    return new MessageSent(
        id, new CommandKey("k"), by, text, List.of(), List.of(), null, List.of(), at);
  }
}
