package info.powow.domain.conversation;

import static info.powow.domain.ExamplePeople.EARLIER;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MemberAdded;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MemberRemoved;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.MessageForm.AsEdited;
import info.powow.domain.conversation.MessageForm.AsSent;
import info.powow.domain.conversation.MessageForm.Hidden;
import info.powow.domain.conversation.MessageForm.Tombstone;
import info.powow.domain.conversation.Timeline.Sighting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TimelineTest {
  private static final ConversationId GROUP = new ConversationId("group");
  private static final PersonId ada = new PersonId("ada");
  private static final PersonId bob = new PersonId("bob");
  private static final PersonId cyd = new PersonId("cyd");
  private static final List<PersonId> PEOPLE = List.of(ada, bob, cyd);

  private static GroupCreated created(boolean history, PersonId... members) {
    return new GroupCreated(
        GROUP, new CommandKey("k"), members[0], "G", List.of(members), true, history, EARLIER);
  }

  private static MessageSent sent(PersonId by) {
    return new MessageSent(
        GROUP, new CommandKey("k"), by, "text", List.of(), List.of(), null, List.of(), EARLIER);
  }

  private static MessageEdited edited(long message) {
    return new MessageEdited(GROUP, message, "better", null, ada, EARLIER);
  }

  private static MessageDeleted deleted(long message) {
    return new MessageDeleted(GROUP, message, ada, EARLIER);
  }

  private static MemberJoined joined(PersonId person) {
    return new MemberJoined(GROUP, person, EARLIER);
  }

  private static MemberLeft left(PersonId person) {
    return new MemberLeft(GROUP, person, EARLIER);
  }

  private static Timeline after(ConversationEvent... events) {
    Timeline timeline = new Timeline();
    for (ConversationEvent event : events) {
      timeline.add(event);
    }
    return timeline;
  }

  @Example
  void whoJoinsLaterSeesNothingOfBefore() {
    Timeline timeline = after(created(false, ada), sent(ada), joined(bob), edited(1), sent(ada));
    assertThat(timeline.form(bob, 1)).isEqualTo(new Hidden());
    assertThat(timeline.form(bob, 4)).isEqualTo(new AsSent());
    assertThat(timeline.disclosed(edited(1), 3, bob)).contains(Disclosure.HIDDEN);
    assertThat(timeline.disclosed(sent(ada), 1, bob)).isEmpty();
    assertThat(timeline.disclosed(sent(ada), 1, ada)).contains(Disclosure.EDITED);
    assertThat(timeline.disclosed(edited(1), 3, ada)).contains(Disclosure.WHOLE);
  }

  @Example
  void whoLeavesKeepsTheWordingOfThenButNotWhatIsDeleted() {
    Timeline timeline =
        after(created(true, ada, bob), sent(ada), edited(1), sent(ada), left(bob), edited(1));
    assertThat(timeline.form(bob, 1)).isEqualTo(new AsEdited(2));
    assertThat(timeline.form(ada, 1)).isEqualTo(new AsEdited(5));
    timeline.add(deleted(3));
    assertThat(timeline.form(bob, 3)).isEqualTo(new Tombstone(6));
    assertThat(timeline.disclosed(sent(ada), 3, bob)).contains(Disclosure.DELETED);
    timeline.add(joined(bob));
    assertThat(timeline.form(bob, 1)).isEqualTo(new AsEdited(5));
  }

  @Example
  void whoComesBackSeesNothingOfTheTimeBetween() {
    Timeline timeline =
        after(created(false, ada, bob), sent(ada), left(bob), edited(1), sent(ada), joined(bob));
    assertThat(timeline.form(bob, 1)).isEqualTo(new AsSent());
    assertThat(timeline.form(bob, 4)).isEqualTo(new Hidden());
    timeline.add(edited(1));
    assertThat(timeline.form(bob, 1)).isEqualTo(new AsEdited(6));
  }

  @Example
  void reactionsPinsAndPicturesAreForMembersWhoSeeTheMessage() {
    Timeline timeline =
        after(
            created(false, ada, cyd),
            sent(ada),
            new ReactionAdded(GROUP, 1, "👍", ada, EARLIER),
            new MessagePinned(GROUP, 1, ada, EARLIER),
            joined(bob),
            left(cyd));
    assertThat(timeline.reactionsSeenBy(ada, 1)).containsEntry("👍", Set.of(ada));
    assertThat(timeline.pinsSeenBy(ada)).containsExactly(1L);
    assertThat(timeline.showsPictures(ada, 1)).isTrue();
    for (PersonId other : List.of(bob, cyd)) {
      assertThat(timeline.reactionsSeenBy(other, 1)).isEmpty();
      assertThat(timeline.pinsSeenBy(other)).isEmpty();
      assertThat(timeline.showsPictures(other, 1)).isFalse();
    }
    timeline.add(deleted(1));
    assertThat(timeline.reactionsSeenBy(ada, 1)).isEmpty();
    assertThat(timeline.pinsSeenBy(ada)).isEmpty();
    assertThat(timeline.showsPictures(ada, 1)).isFalse();
  }

  @Example
  void theAudienceOfAMessageGrowsWithWhoIsShownTheHistory() {
    Timeline open = after(created(true, ada), sent(ada), joined(bob), deleted(1), joined(cyd));
    assertThat(open.audience(1)).containsExactly(new Sighting(ada, 1, 3), new Sighting(bob, 2, 3));
    Timeline closed = after(created(false, ada), sent(ada), joined(bob), left(ada));
    assertThat(closed.audience(1)).containsExactly(new Sighting(ada, 1, PositionRange.OPEN));
    assertThat(closed.audience(2)).isEmpty();
  }

  @Example
  void anEditThatIsNoLongerKnownTakesTheTextAlong() {
    TextHistory cut = new TextHistory(1, List.of(8L, 9L), false, TextHistory.NOT_DELETED);
    Visibility left = Visibility.EVERYTHING.left(5);
    assertThat(cut.shownTo(left)).isEqualTo(new MessageForm.WithoutText());
    assertThat(cut.disclosed(1, left)).isEqualTo(Disclosure.EDITED);
    assertThat(cut.shownTo(Visibility.EVERYTHING)).isEqualTo(new AsEdited(9));
  }

  @Property(tries = 2_000)
  void everybodySeesExactlyWhatTheRuleSays(@ForAll Random random) {
    List<ConversationEvent> log = drawn(random);
    Timeline timeline = new Timeline();
    for (int moment = 0; moment < log.size(); moment++) {
      timeline.add(log.get(moment));
      List<ConversationEvent> soFar = log.subList(0, moment + 1);
      for (PersonId person : PEOPLE) {
        Set<Long> visible = new TreeSet<>();
        for (long position = 0; position <= moment; position++) {
          boolean sees = naivelySees(soFar, person, position);
          assertThat(timeline.visibleTo(person).sees(position)).isEqualTo(sees);
          assertThat(timeline.form(person, position)).isEqualTo(naiveForm(soFar, person, position));
          if (sees) {
            visible.add(position);
          }
        }
        assertThat(timeline.visibleTo(person).sees(moment + 1)).isEqualTo(isIn(soFar, person));
        assertThat(timeline.visibleTo(person).isOpen()).isEqualTo(isIn(soFar, person));
        assertFoldingWhatIsDisclosedGivesTheForms(timeline, soFar, person, visible);
      }
    }
    assertAudiences(timeline, log);
  }

  /// Reading the events that a person may see, as far as they are disclosed, ends with the messages
  /// that the rule gives: nothing else, and each text at most once.
  private static void assertFoldingWhatIsDisclosedGivesTheForms(
      Timeline timeline, List<ConversationEvent> log, PersonId person, Set<Long> visible) {
    List<Long> texts = new ArrayList<>();
    for (long position : visible) {
      ConversationEvent event = log.get((int) position);
      Optional<Disclosure> disclosed = timeline.disclosed(event, position, person);
      assertThat(disclosed).isPresent();
      if (disclosed.get() == Disclosure.WHOLE) {
        if (event instanceof MessageSent) {
          assertThat(timeline.form(person, position)).isEqualTo(new AsSent());
          texts.add(position);
        } else if (event instanceof MessageEdited edit) {
          assertThat(timeline.form(person, edit.message())).isEqualTo(new AsEdited(position));
          texts.add(edit.message());
        }
      }
    }
    List<Long> shown =
        timeline.messagesSeenBy(person).entrySet().stream()
            .filter(entry -> entry.getValue().showsContent())
            .map(java.util.Map.Entry::getKey)
            .toList();
    assertThat(texts).containsExactlyInAnyOrderElementsOf(shown);
  }

  private static void assertAudiences(Timeline timeline, List<ConversationEvent> log) {
    for (long message = 0; message < log.size(); message++) {
      List<Sighting> naive = new ArrayList<>();
      if (log.get((int) message) instanceof MessageSent) {
        long until = deletionOf(log, message).orElse(PositionRange.OPEN);
        for (PersonId person : PEOPLE) {
          for (long moment = message; moment < Math.min(until, log.size()); moment++) {
            if (naivelySees(log.subList(0, (int) moment + 1), person, message)) {
              naive.add(new Sighting(person, moment, until));
              break;
            }
          }
        }
      }
      assertThat(timeline.audience(message)).containsExactlyInAnyOrderElementsOf(naive);
    }
  }

  /// A naive definition: they were a member when it happened, or they joined later and the group
  /// shows its history.
  private static boolean naivelySees(List<ConversationEvent> log, PersonId person, long position) {
    boolean history = ((GroupCreated) log.getFirst()).history();
    boolean in = false;
    for (int at = 0; at < log.size(); at++) {
      boolean comes = comes(log.get(at), person);
      in |= comes;
      if (in && (at == position || (history && position <= at))) {
        return true;
      }
      in &= !goes(log.get(at), person);
    }
    return false;
  }

  private static boolean isIn(List<ConversationEvent> log, PersonId person) {
    boolean in = false;
    for (ConversationEvent event : log) {
      in = (in || comes(event, person)) && !goes(event, person);
    }
    return in;
  }

  private static MessageForm naiveForm(
      List<ConversationEvent> log, PersonId person, long position) {
    if (!(log.get((int) position) instanceof MessageSent) || !naivelySees(log, person, position)) {
      return new Hidden();
    }
    Optional<Long> deletion = deletionOf(log, position);
    if (deletion.isPresent()) {
      return new Tombstone(deletion.get());
    }
    for (long at = log.size() - 1L; at > position; at--) {
      if (log.get((int) at) instanceof MessageEdited edit
          && edit.message() == position
          && naivelySees(log, person, at)) {
        return new AsEdited(at);
      }
    }
    return new AsSent();
  }

  private static Optional<Long> deletionOf(List<ConversationEvent> log, long message) {
    for (long at = 0; at < log.size(); at++) {
      if (log.get((int) at) instanceof MessageDeleted deletion && deletion.message() == message) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  private static boolean comes(ConversationEvent event, PersonId person) {
    return switch (event) {
      case GroupCreated created -> created.members().contains(person);
      case MemberJoined joined -> joined.personId().equals(person);
      case MemberAdded added -> added.personId().equals(person);
      default -> false;
    };
  }

  private static boolean goes(ConversationEvent event, PersonId person) {
    return switch (event) {
      case MemberLeft left -> left.personId().equals(person);
      case MemberRemoved removed -> removed.personId().equals(person);
      default -> false;
    };
  }

  /// A random history that the domain allows.
  private static List<ConversationEvent> drawn(Random random) {
    List<ConversationEvent> log = new ArrayList<>();
    log.add(
        random.nextBoolean()
            ? created(random.nextInt(3) == 0, ada)
            : created(random.nextInt(3) == 0, ada, bob));
    List<Long> messages = new ArrayList<>();
    int length = 3 + random.nextInt(25);
    while (log.size() < length) {
      PersonId person = PEOPLE.get(random.nextInt(PEOPLE.size()));
      boolean in = isIn(log, person);
      switch (random.nextInt(6)) {
        case 0 -> log.add(in ? left(person) : joined(person));
        case 1 ->
            log.add(
                in
                    ? new MemberRemoved(GROUP, person, ada, EARLIER)
                    : new MemberAdded(GROUP, person, ada, EARLIER));
        case 2 -> {
          if (!messages.isEmpty()) {
            log.add(edited(messages.get(random.nextInt(messages.size()))));
          }
        }
        case 3 -> {
          if (!messages.isEmpty()) {
            log.add(deleted(messages.remove(random.nextInt(messages.size()))));
          }
        }
        default -> {
          messages.add((long) log.size());
          log.add(sent(person));
        }
      }
    }
    return log;
  }
}
