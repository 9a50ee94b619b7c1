package info.powow.domain.conversation;

import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.cleo;
import static info.powow.domain.ExamplePeople.dora;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.ExamplePeople;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationCommand.AcceptConversation;
import info.powow.domain.conversation.ConversationCommand.AddMember;
import info.powow.domain.conversation.ConversationCommand.AddReaction;
import info.powow.domain.conversation.ConversationCommand.AdmitAttendee;
import info.powow.domain.conversation.ConversationCommand.ChangeGroupAvatar;
import info.powow.domain.conversation.ConversationCommand.ChangeGroupPlace;
import info.powow.domain.conversation.ConversationCommand.ChangeRole;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.DeleteMessage;
import info.powow.domain.conversation.ConversationCommand.DismissAttendee;
import info.powow.domain.conversation.ConversationCommand.EditMessage;
import info.powow.domain.conversation.ConversationCommand.JoinGroup;
import info.powow.domain.conversation.ConversationCommand.LeaveGroup;
import info.powow.domain.conversation.ConversationCommand.LiftBan;
import info.powow.domain.conversation.ConversationCommand.OpenDirect;
import info.powow.domain.conversation.ConversationCommand.PinMessage;
import info.powow.domain.conversation.ConversationCommand.RemoveMember;
import info.powow.domain.conversation.ConversationCommand.RemoveReaction;
import info.powow.domain.conversation.ConversationCommand.RenameGroup;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.ConversationCommand.UnpinMessage;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.GroupAvatarChanged;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupPlaceChanged;
import info.powow.domain.conversation.ConversationEvent.GroupRenamed;
import info.powow.domain.conversation.ConversationEvent.MemberAdded;
import info.powow.domain.conversation.ConversationEvent.MemberBanned;
import info.powow.domain.conversation.ConversationEvent.MemberInvited;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MemberRemoved;
import info.powow.domain.conversation.ConversationEvent.MemberUnbanned;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.MessageUnpinned;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ConversationEvent.ReactionRemoved;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.domain.person.Consent;
import info.powow.domain.place.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/// Invariants that hold for any commands in any order.
class ConversationPropertiesTest {
  private static final List<PersonId> PEOPLE = List.of(ada, bob, cleo, dora, new PersonId("eve"));
  private static final ConversationLimits LIMITS = new ConversationLimits(20, 4, 1, 2, 2, 2);
  private static final ConversationId CHAT = ConversationId.ofDirect(ada, bob);
  private static final ConversationId GROUP = ConversationId.ofGroup(ada, ExamplePeople.key(0));

  /// A simulated conversation; each decision is checked when it is made.
  private static final class Run {
    private final List<ConversationEvent> log = new ArrayList<>();
    private final List<Conversation> states = new ArrayList<>();
    private final World world = new World(log);
    private long clock;

    Run() {
      world.limits(LIMITS);
      world.image(new ImageId("rose"), ada);
      states.add(Conversation.unopened());
    }

    Conversation state() {
      return states.getLast();
    }

    void ask(ConversationCommand command) {
      Conversation before = state();
      // The clock also steps back, as clocks of other nodes do.
      clock = clock * 31 + 7;
      world.now(ExamplePeople.NOW.plusSeconds(Math.floorMod(clock, 60L)));
      Instant at = before.at().isAfter(world.now()) ? before.at() : world.now();
      Decision decision;
      try {
        decision = Conversation.decide(before, command, world);
      } catch (Rejected refused) {
        assertThat(log)
            .as("an answer is never taken back")
            .noneMatch(event -> isOf(event, command));
        assertThat(again(before, command)).isEqualTo(refused.reason());
        return;
      }
      assertThat(again(before, command)).as("decided again").isEqualTo(decision);
      if (decision instanceof Decision.Retry retry) {
        assertIsTheAnswer(retry.position(), command);
      }
      for (ConversationEvent event : decision.events()) {
        assertThat(event.conversationId()).isEqualTo(command.conversation());
        assertThat(event.at()).as("time follows order").isEqualTo(at);
        assertThat(event.at()).isAfterOrEqualTo(before.at());
        assertThat(before.hasMember(command.by()) || opensOrJoins(event))
            .as("%s by %s, who is no member", event, command.by())
            .isTrue();
        Conversation after = Conversation.evolve(state(), event);
        assertThat(after.next()).as("position").isEqualTo(log.size() + 1);
        log.add(event);
        states.add(after);
        assertHolds(after);
      }
    }

    private Object again(Conversation state, ConversationCommand command) {
      try {
        return Conversation.decide(state, command, world);
      } catch (Rejected refused) {
        return refused.reason();
      }
    }

    private void assertIsTheAnswer(long position, ConversationCommand command) {
      ConversationEvent answer = log.get((int) position);
      if (command instanceof SendMessage send) {
        assertThat(answer)
            .isInstanceOfSatisfying(
                MessageSent.class,
                sent -> {
                  assertThat(sent.sender()).isEqualTo(send.by());
                  assertThat(sent.key()).isEqualTo(send.key());
                });
      } else {
        assertThat(opensOrJoins(answer)).isTrue();
      }
    }

    private static boolean isOf(ConversationEvent event, ConversationCommand command) {
      return event instanceof MessageSent sent
          && command instanceof SendMessage send
          && sent.sender().equals(send.by())
          && sent.key().equals(send.key());
    }

    private static boolean opensOrJoins(ConversationEvent event) {
      return event instanceof DirectOpened
          || event instanceof GroupCreated
          || event instanceof MemberJoined
          || event instanceof MemberInvited;
    }
  }

  private static void assertHolds(Conversation state) {
    switch (state) {
      case Conversation.Unopened _ -> {}
      case Conversation.Direct direct -> assertBounded(direct.messageState());
      case Conversation.Group group -> {
        assertBounded(group.messageState());
        Map<PersonId, Role> roles = group.members().roles();
        assertThat(roles).hasSizeLessThanOrEqualTo(LIMITS.maxGroupMembers());
        if (!roles.isEmpty()) {
          assertThat(roles).as("owners").containsValue(Role.OWNER);
        }
      }
    }
  }

  private static void assertBounded(MessageState messageState) {
    assertThat(messageState.messages().newest()).hasSizeLessThanOrEqualTo(RecentMessages.CAPACITY);
    assertThat(messageState.pins()).hasSizeLessThanOrEqualTo(LIMITS.maxPins());
    assertThat(messageState.messages().newest())
        .allSatisfy(message ->
            assertThat(message.reactions()).hasSizeLessThanOrEqualTo(LIMITS.maxReactions()));
  }

  private static void assertNoKeyTwice(List<ConversationEvent> log) {
    Set<Object> seen = new HashSet<>();
    for (ConversationEvent event : log) {
      if (event instanceof MessageSent sent) {
        assertThat(seen.add(Tuple.of(sent.sender(), sent.key()))).as("first %s", sent).isTrue();
      }
    }
  }

  /// Derives who was a member when from the events alone, as a second opinion on membership and
  /// deletion.
  private static void assertNobodyActsOutOfPlace(List<ConversationEvent> log) {
    Set<PersonId> members = new HashSet<>();
    Map<Long, PersonId> messages = new HashMap<>();
    for (int position = 0; position < log.size(); position++) {
      switch (log.get(position)) {
        case DirectOpened opened -> members.addAll(opened.members());
        case GroupCreated created -> members.addAll(created.members());
        case MemberJoined joined -> assertThat(members.add(joined.personId())).isTrue();
        case MemberAdded added -> {
          assertThat(members).contains(added.by());
          assertThat(members.add(added.personId())).isTrue();
        }
        case MemberLeft left -> assertThat(members.remove(left.personId())).isTrue();
        case MemberRemoved removed -> {
          assertThat(members).contains(removed.by());
          assertThat(members.remove(removed.personId())).isTrue();
        }
        case MemberInvited invited ->
            assertThat(members).contains(invited.by()).doesNotContain(invited.personId());
        case MemberBanned banned ->
            assertThat(members).contains(banned.by()).doesNotContain(banned.personId());
        case MemberUnbanned unbanned -> assertThat(members).contains(unbanned.by());
        case AuthorErased gone -> assertThat(members).contains(gone.personId());
        case RequestAccepted accepted -> assertThat(members).contains(accepted.personId());
        case RoleChanged changed -> assertThat(members).contains(changed.by(), changed.personId());
        case GroupRenamed renamed -> assertThat(members).contains(renamed.by());
        case GroupAvatarChanged changed -> assertThat(members).contains(changed.by());
        case GroupPlaceChanged changed -> assertThat(members).contains(changed.by());
        case MessageSent sent -> {
          assertThat(members).contains(sent.sender()).containsAll(sent.mentions());
          if (sent.replyTo() != null) {
            assertThat(messages).containsKey(sent.replyTo());
          }
          messages.put((long) position, sent.sender());
        }
        case MessageEdited edited -> {
          assertThat(members).contains(edited.by());
          assertThat(messages).containsEntry(edited.message(), edited.by());
        }
        case MessageDeleted deleted -> {
          assertThat(members).contains(deleted.by());
          assertThat(messages.remove(deleted.message())).isNotNull();
        }
        case ReactionAdded added -> {
          assertThat(members).contains(added.by());
          assertThat(messages).containsKey(added.message());
        }
        case ReactionRemoved removed -> {
          assertThat(members).contains(removed.by());
          assertThat(messages).containsKey(removed.message());
        }
        case MessagePinned pinned -> {
          assertThat(members).contains(pinned.by());
          assertThat(messages).containsKey(pinned.message());
        }
        case MessageUnpinned unpinned -> {
          assertThat(members).contains(unpinned.by());
          assertThat(messages).containsKey(unpinned.message());
        }
      }
    }
  }

  private static Conversation fold(Conversation from, List<ConversationEvent> events) {
    Conversation state = from;
    for (ConversationEvent event : events) {
      state = Conversation.evolve(state, event);
    }
    return state;
  }

  private static void assertAnyPrefixLeadsToTheSameState(Run run) {
    int step = Math.max(1, run.log.size() / 20);
    for (int i = 0; i <= run.log.size(); i += step) {
      // Detects states that were modified after they were folded.
      assertThat(fold(Conversation.unopened(), run.log.subList(0, i))).isEqualTo(run.states.get(i));
      assertThat(fold(run.states.get(i), run.log.subList(i, run.log.size())))
          .isEqualTo(run.state());
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void aGroupStaysInOrderWhateverIsAskedOfIt(
      @ForAll("askingsOfAGroup") List<ConversationCommand> askings,
      @ForAll boolean open,
      @ForAll("blocks") Map<PersonId, PersonId> blocks) {
    Run run = new Run();
    run.world.consent(dora, Consent.DEFAULT);
    run.ask(new CreateGroup(ada, ExamplePeople.key(0), "Garden", List.of(bob, cleo), open, false));
    blocks.forEach(run.world::block);
    askings.forEach(run::ask);

    assertNoKeyTwice(run.log);
    assertNobodyActsOutOfPlace(run.log);

    assertAnyPrefixLeadsToTheSameState(run);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void aPrivateChatStaysInOrderWhateverIsAskedOfIt(
      @ForAll("askingsOfAPrivateChat") List<ConversationCommand> askings,
      @ForAll boolean opened,
      @ForAll("blocks") Map<PersonId, PersonId> blocks) {
    Run run = new Run();
    if (opened) {
      run.ask(new OpenDirect(ada, bob));
    }
    blocks.forEach(run.world::block);
    askings.forEach(run::ask);

    assertNoKeyTwice(run.log);
    assertNobodyActsOutOfPlace(run.log);

    assertAnyPrefixLeadsToTheSameState(run);
    boolean block = bob.equals(blocks.get(ada)) || ada.equals(blocks.get(bob));
    if (block) {
      assertThat(run.log.stream().filter(event -> event instanceof MessageSent)).isEmpty();
    }
  }

  @Property(tries = 5, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void noKeyMakesASecondMessageHoweverManyMessagesLater(@ForAll long seed) {
    Random random = new Random(seed);
    List<PersonId> senders = List.of(ada, bob);
    Set<Object> keys = new HashSet<>();
    Run run = new Run();
    run.ask(new OpenDirect(ada, bob));
    while (keys.size() < 1_500) {
      PersonId sender = senders.get(random.nextInt(2));
      // About two thirds of the keys are new; the others repeat earlier ones.
      CommandKey key = ExamplePeople.key(random.nextInt(keys.size() + keys.size() / 2 + 3));
      keys.add(Tuple.of(sender, key));
      run.ask(message(CHAT, sender, key, "hello", null, List.of()));
    }

    assertThat(run.log).hasSize(1 + keys.size());
    assertNoKeyTwice(run.log);
  }

  @Provide
  Arbitrary<Map<PersonId, PersonId>> blocks() {
    return Arbitraries.maps(Arbitraries.of(PEOPLE), Arbitraries.of(PEOPLE)).ofMaxSize(2);
  }

  @Provide
  Arbitrary<List<ConversationCommand>> askingsOfAGroup() {
    ConversationCommand again =
        new CreateGroup(ada, ExamplePeople.key(0), "Again", List.of(dora), true, true);
    return askings(GROUP, again).list().ofMinSize(100).ofMaxSize(400);
  }

  @Provide
  Arbitrary<List<ConversationCommand>> askingsOfAPrivateChat() {
    return askings(CHAT, new OpenDirect(bob, ada)).list().ofMinSize(100).ofMaxSize(400);
  }

  private static Arbitrary<ConversationCommand> askings(
      ConversationId id, ConversationCommand again) {
    Arbitrary<PersonId> people =
        Arbitraries.frequency(
            Tuple.of(4, ada),
            Tuple.of(4, bob),
            Tuple.of(2, cleo),
            Tuple.of(1, dora),
            Tuple.of(1, PEOPLE.getLast()));
    Arbitrary<Long> positions =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.longs().between(0, 9)),
            Tuple.of(2, Arbitraries.longs().between(-1, 250)),
            Tuple.of(1, Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE)));
    Arbitrary<String> emoji = Arbitraries.of("👍", "🎉", "👍", "🎉", "❤️");
    Arbitrary<String> texts = Arbitraries.of("hello", "x".repeat(21), "שלום");
    Arbitrary<@Nullable String> textsOrNone = texts.injectNull(0.1);
    Arbitrary<@Nullable Long> positionsOrNone = positions.injectNull(0.8);
    Arbitrary<List<PersonId>> mentions =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.just(List.of())), Tuple.of(1, people.list().ofMaxSize(3)));
    Arbitrary<CommandKey> keys = Arbitraries.integers().between(0, 60).map(ExamplePeople::key);
    return Arbitraries.frequencyOf(
        Tuple.of(
            20,
            Combinators.combine(people, keys, textsOrNone, positionsOrNone, mentions)
                .as((by, key, text, to, at) -> message(id, by, key, text, to, at))),
        Tuple.of(1, people.map(by -> new JoinGroup(id, by))),
        Tuple.of(1, people.map(by -> new LeaveGroup(id, by))),
        Tuple.of(2, combine(people, people, (by, person) -> new AddMember(id, by, person))),
        Tuple.of(
            1, combine(people, people, (by, person) -> new RemoveMember(id, by, person, false))),
        Tuple.of(
            1, combine(people, people, (by, person) -> new RemoveMember(id, by, person, true))),
        Tuple.of(1, combine(people, people, (by, person) -> new LiftBan(id, by, person))),
        Tuple.of(1, people.map(by -> new AcceptConversation(id, by))),
        Tuple.of(1, people.map(by -> new AdmitAttendee(id, by))),
        Tuple.of(1, people.map(by -> new DismissAttendee(id, by))),
        Tuple.of(
            2,
            Combinators.combine(people, people, Arbitraries.of(Role.class))
                .as((by, person, role) -> new ChangeRole(id, by, person, role))),
        Tuple.of(
            1,
            combine(
                people, Arbitraries.of("Bees", "Garden"), (by, to) -> new RenameGroup(id, by, to))),
        Tuple.of(
            1,
            combine(
                people,
                Arbitraries.of("rose", "tulip").map(ImageId::new).injectNull(0.3),
                (by, image) -> new ChangeGroupAvatar(id, by, image))),
        Tuple.of(
            1,
            combine(
                people,
                Arbitraries.of(new Place(1, 2, null), new Place(1, 2, "Park")).injectNull(0.3),
                (by, place) -> new ChangeGroupPlace(id, by, place))),
        Tuple.of(
            2,
            Combinators.combine(people, positions, texts)
                .as((by, position, text) -> new EditMessage(id, by, position, text, null))),
        Tuple.of(2, combine(people, positions, (by, at) -> new DeleteMessage(id, by, at))),
        Tuple.of(
            3,
            Combinators.combine(people, positions, emoji)
                .as((by, position, face) -> new AddReaction(id, by, position, face))),
        Tuple.of(
            5,
            Combinators.combine(people, positions, emoji)
                .as((by, position, face) -> new RemoveReaction(id, by, position, face))),
        Tuple.of(2, combine(people, positions, (by, at) -> new PinMessage(id, by, at))),
        Tuple.of(2, combine(people, positions, (by, at) -> new UnpinMessage(id, by, at))),
        Tuple.of(1, Arbitraries.just(again)));
  }

  private static <A, B> Arbitrary<ConversationCommand> combine(
      Arbitrary<A> some, Arbitrary<B> others, BiFunction<A, B, ConversationCommand> asking) {
    return Combinators.combine(some, others).as(asking::apply);
  }

  /// @param text null for a picture
  private static SendMessage message(
      ConversationId conversation,
      PersonId by,
      CommandKey key,
      @Nullable String text,
      @Nullable Long replyTo,
      List<PersonId> mentions) {
    List<ImageId> images = text == null ? List.of(new ImageId("rose")) : List.of();
    return new SendMessage(conversation, by, key, text, images, replyTo, mentions);
  }
}
