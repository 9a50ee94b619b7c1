package info.powow.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.ExamplePeople;
import info.powow.domain.GatheringId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
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
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A small language for tests about conversations:
///
/// ```java
/// given(opened(ada, bob), sent(key(1), ada)).when(send(key(1), ada)).thenNothing();
/// ```
///
/// The first event determines the conversation. Positions count the given events, starting with 0
/// for the opening.
final class Story {
  private static final ConversationId NOWHERE = new ConversationId("nowhere");

  private Story() {}

  /// An event, in whichever conversation the story is about.
  interface Happening {
    ConversationEvent in(ConversationId conversation, Instant at);
  }

  /// A command, to whichever conversation the story is about.
  interface Asking {
    ConversationCommand of(ConversationId conversation);
  }

  static Given given(Happening... happenings) {
    return new Given(List.of()).and(happenings);
  }

  // Events

  static Happening opened(PersonId by, PersonId with) {
    return (_, at) ->
        new DirectOpened(ConversationId.ofDirect(by, with), by, List.of(by, with), at);
  }

  /// An open group under key 0.
  static Happening openGroup(PersonId by, PersonId... members) {
    return created(createGroup(by, members).open());
  }

  /// A closed group under key 0.
  static Happening closedGroup(PersonId by, PersonId... members) {
    return created(createGroup(by, members));
  }

  static Happening created(Creating creating) {
    return (_, at) ->
        new GroupCreated(
            ConversationId.ofGroup(creating.by(), creating.key()),
            creating.key(),
            creating.by(),
            creating.name(),
            Stream.concat(Stream.of(creating.by()), creating.members().stream()).toList(),
            creating.isOpen(),
            creating.history(),
            creating.gathering(),
            at);
  }

  static Happening joined(PersonId person) {
    return (conversation, at) -> new MemberJoined(conversation, person, at);
  }

  static Happening left(PersonId person) {
    return (conversation, at) -> new MemberLeft(conversation, person, at);
  }

  static Happening added(PersonId person, PersonId by) {
    return (conversation, at) -> new MemberAdded(conversation, person, by, at);
  }

  static Happening removed(PersonId person, PersonId by) {
    return (conversation, at) -> new MemberRemoved(conversation, person, by, at);
  }

  static Happening invited(PersonId person, PersonId by) {
    return (conversation, at) -> new MemberInvited(conversation, person, by, at);
  }

  static Happening banned(PersonId person, PersonId by) {
    return (conversation, at) -> new MemberBanned(conversation, person, by, at);
  }

  static Happening unbanned(PersonId person, PersonId by) {
    return (conversation, at) -> new MemberUnbanned(conversation, person, by, at);
  }

  static Happening accepted(PersonId person) {
    return (conversation, at) -> new RequestAccepted(conversation, person, at);
  }

  static Happening erased(PersonId person) {
    return (conversation, at) -> new ConversationEvent.AuthorErased(conversation, person, at);
  }

  static Happening roleChanged(PersonId person, Role role, PersonId by) {
    return (conversation, at) -> new RoleChanged(conversation, person, role, by, at);
  }

  static Happening renamed(String name, PersonId by) {
    return (conversation, at) -> new GroupRenamed(conversation, name, by, at);
  }

  static Happening avatarChanged(@Nullable ImageId image, PersonId by) {
    return (conversation, at) ->
        new GroupAvatarChanged(conversation, image == null ? null : World.picture(image), by, at);
  }

  static Happening placed(@Nullable Place place, PersonId by) {
    return (conversation, at) -> new GroupPlaceChanged(conversation, place, by, at);
  }

  static Happening sent(CommandKey key, PersonId by) {
    return sent(send(key, by));
  }

  static Happening sent(Sending sending) {
    return (conversation, at) ->
        new MessageSent(
            conversation,
            sending.key(),
            sending.by(),
            sending.text(),
            sending.images(),
            sending.images().stream().map(World::picture).toList(),
            sending.replyTo(),
            sending.mentions(),
            at);
  }

  /// Messages under the keys `from` to `to`, both included.
  static List<Happening> messages(int from, int to, PersonId by) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> sent(ExamplePeople.key(i), by)).toList();
  }

  static Happening edited(long message, String text, PersonId by) {
    return (conversation, at) -> new MessageEdited(conversation, message, text, null, by, at);
  }

  static Happening edited(long message, String text, List<PersonId> mentions, PersonId by) {
    return (conversation, at) -> new MessageEdited(conversation, message, text, mentions, by, at);
  }

  static Happening deleted(long message, PersonId by) {
    return (conversation, at) -> new MessageDeleted(conversation, message, by, at);
  }

  static Happening reacted(long message, String emoji, PersonId by) {
    return (conversation, at) -> new ReactionAdded(conversation, message, emoji, by, at);
  }

  static Happening unreacted(long message, String emoji, PersonId by) {
    return (conversation, at) -> new ReactionRemoved(conversation, message, emoji, by, at);
  }

  static Happening pinned(long message, PersonId by) {
    return (conversation, at) -> new MessagePinned(conversation, message, by, at);
  }

  static Happening unpinned(long message, PersonId by) {
    return (conversation, at) -> new MessageUnpinned(conversation, message, by, at);
  }

  // Commands

  static Asking open(PersonId by, PersonId with) {
    return _ -> new OpenDirect(by, with);
  }

  static Creating createGroup(PersonId by, PersonId... members) {
    return new Creating(
        by, ExamplePeople.key(0), "Gardeners", List.of(members), false, false, null, null);
  }

  static Asking join(PersonId by) {
    return conversation -> new JoinGroup(conversation, by);
  }

  static Asking leave(PersonId by) {
    return conversation -> new LeaveGroup(conversation, by);
  }

  static Asking add(PersonId person, PersonId by) {
    return conversation -> new AddMember(conversation, by, person);
  }

  static Asking remove(PersonId person, PersonId by) {
    return conversation -> new RemoveMember(conversation, by, person, false);
  }

  static Asking ban(PersonId person, PersonId by) {
    return conversation -> new RemoveMember(conversation, by, person, true);
  }

  static Asking liftBan(PersonId person, PersonId by) {
    return conversation -> new LiftBan(conversation, by, person);
  }

  static Asking accept(PersonId by) {
    return conversation -> new AcceptConversation(conversation, by);
  }

  static Asking admit(PersonId by) {
    return conversation -> new AdmitAttendee(conversation, by);
  }

  static Asking dismiss(PersonId by) {
    return conversation -> new DismissAttendee(conversation, by);
  }

  static Asking erase(PersonId by) {
    return conversation -> new ConversationCommand.EraseAuthor(conversation, by);
  }

  static Asking changeRole(PersonId person, Role role, PersonId by) {
    return conversation -> new ChangeRole(conversation, by, person, role);
  }

  static Asking rename(String name, PersonId by) {
    return conversation -> new RenameGroup(conversation, by, name);
  }

  static Asking changeAvatar(@Nullable ImageId image, PersonId by) {
    return conversation -> new ChangeGroupAvatar(conversation, by, image);
  }

  static Asking changePlace(@Nullable Place place, PersonId by) {
    return conversation -> new ChangeGroupPlace(conversation, by, place);
  }

  static Sending send(CommandKey key, PersonId by) {
    return new Sending(by, key, "hello", List.of(), null, List.of());
  }

  static Sending send(PersonId by) {
    return send(ExamplePeople.key(1), by);
  }

  static Asking edit(long position, String text, PersonId by) {
    return conversation -> new EditMessage(conversation, by, position, text, null);
  }

  static Asking edit(long position, String text, List<PersonId> mentions, PersonId by) {
    return conversation -> new EditMessage(conversation, by, position, text, mentions);
  }

  static Asking delete(long position, PersonId by) {
    return conversation -> new DeleteMessage(conversation, by, position);
  }

  static Asking react(long position, String emoji, PersonId by) {
    return conversation -> new AddReaction(conversation, by, position, emoji);
  }

  static Asking unreact(long position, String emoji, PersonId by) {
    return conversation -> new RemoveReaction(conversation, by, position, emoji);
  }

  static Asking pin(long position, PersonId by) {
    return conversation -> new PinMessage(conversation, by, position);
  }

  static Asking unpin(long position, PersonId by) {
    return conversation -> new UnpinMessage(conversation, by, position);
  }

  record Creating(
      PersonId by,
      CommandKey key,
      String name,
      List<PersonId> members,
      boolean isOpen,
      boolean history,
      @Nullable GatheringId gathering,
      @Nullable Place place)
      implements Asking {
    Creating open() {
      return new Creating(by, key, name, members, true, history, gathering, place);
    }

    Creating withHistory() {
      return new Creating(by, key, name, members, isOpen, true, gathering, place);
    }

    Creating named(String changed) {
      return new Creating(by, key, changed, members, isOpen, history, gathering, place);
    }

    Creating under(CommandKey changed) {
      return new Creating(by, changed, name, members, isOpen, history, gathering, place);
    }

    Creating ofGathering() {
      return new Creating(by, key, name, members, isOpen, history, new GatheringId("tea"), place);
    }

    Creating at(Place where) {
      return new Creating(by, key, name, members, isOpen, history, gathering, where);
    }

    @Override
    public ConversationCommand of(ConversationId conversation) {
      return new CreateGroup(by, key, name, members, isOpen, history, gathering, place);
    }
  }

  record Sending(
      PersonId by,
      CommandKey key,
      @Nullable String text,
      List<ImageId> images,
      @Nullable Long replyTo,
      List<PersonId> mentions)
      implements Asking {
    Sending saying(@Nullable String changed) {
      return new Sending(by, key, changed, images, replyTo, mentions);
    }

    Sending with(ImageId... changed) {
      return new Sending(by, key, text, List.of(changed), replyTo, mentions);
    }

    Sending answering(long position) {
      return new Sending(by, key, text, images, position, mentions);
    }

    Sending mentioning(PersonId... people) {
      return new Sending(by, key, text, images, replyTo, List.of(people));
    }

    @Override
    public ConversationCommand of(ConversationId conversation) {
      return new SendMessage(conversation, by, key, text, images, replyTo, mentions);
    }
  }

  // Context

  static Consumer<World> nobody(PersonId person) {
    return world -> world.nobody(person);
  }

  static Consumer<World> blocked(PersonId by, PersonId person) {
    return world -> world.block(by, person);
  }

  /// Sets a person's consent; by default, everybody allows everything.
  static Consumer<World> allows(PersonId person, Consent consent) {
    return world -> world.consent(person, consent);
  }

  /// Makes somebody a contact of a person.
  static Consumer<World> contact(PersonId person, PersonId other) {
    return world -> world.contact(person, other);
  }

  static Consumer<World> image(ImageId image, PersonId owner) {
    return world -> world.image(image, owner);
  }

  static Consumer<World> limits(ConversationLimits limits) {
    return world -> world.limits(limits);
  }

  static final class Given {
    private final List<ConversationEvent> log;
    private final World world;
    private final ConversationId conversation;

    private Given(List<ConversationEvent> log) {
      this.log = new ArrayList<>(log);
      this.world = new World(this.log);
      this.conversation = log.isEmpty() ? NOWHERE : log.getFirst().conversationId();
    }

    Given and(Happening... happenings) {
      return and(List.of(happenings));
    }

    Given and(List<Happening> happenings) {
      ConversationId in = conversation;
      List<ConversationEvent> more = new ArrayList<>(log);
      for (Happening happening : happenings) {
        ConversationEvent event = happening.in(in, ExamplePeople.EARLIER);
        in = event.conversationId();
        more.add(event);
      }
      return new Given(more);
    }

    /// Called last, after all events.
    @SafeVarargs
    final Given where(Consumer<World>... context) {
      for (Consumer<World> circumstance : context) {
        circumstance.accept(world);
      }
      return this;
    }

    Outcome when(Asking asking) {
      Conversation state = Conversation.unopened();
      for (ConversationEvent event : log) {
        state = Conversation.evolve(state, event);
      }
      ConversationCommand command;
      try {
        command = asking.of(conversation);
      } catch (Rejected rejected) {
        return new Outcome(state, List.of(), rejected.reason(), OptionalLong.empty(), 0, NOWHERE);
      }
      int before = world.questions();
      try {
        Decision decision = Conversation.decide(state, command, world);
        List<ConversationEvent> events = decision.events();
        int questions = world.questions() - before;
        Conversation after = state;
        for (ConversationEvent event : events) {
          after = Conversation.evolve(after, event);
        }
        OptionalLong answered =
            decision instanceof Decision.Retry retry
                ? OptionalLong.of(retry.position())
                : OptionalLong.empty();
        return new Outcome(after, events, null, answered, questions, command.conversation());
      } catch (Rejected rejected) {
        int questions = world.questions() - before;
        return new Outcome(
            state,
            List.of(),
            rejected.reason(),
            OptionalLong.empty(),
            questions,
            command.conversation());
      }
    }
  }

  record Outcome(
      Conversation state,
      List<ConversationEvent> events,
      @Nullable Reason refusal,
      OptionalLong answered,
      int questionsToTheLog,
      ConversationId conversation) {
    Outcome then(Happening... expected) {
      assertThat(refusal).as("refused").isNull();
      assertThat(events)
          .containsExactlyElementsOf(
              Stream.of(expected)
                  .map(happening -> happening.in(conversation, ExamplePeople.NOW))
                  .toList());
      assertThat(answered).as("answered before").isEmpty();
      return this;
    }

    Outcome thenNothing() {
      assertThat(refusal).as("refused").isNull();
      assertThat(events).isEmpty();
      return this;
    }

    /// Asserts that nothing new happens, and that the answer is the position of the first attempt.
    Outcome thenAnsweredAsAt(long position) {
      thenNothing();
      assertThat(answered).hasValue(position);
      return this;
    }

    Outcome thenRejected(Reason reason) {
      assertThat(events).isEmpty();
      assertThat(refusal).isEqualTo(reason);
      return this;
    }

    Outcome askingTheLog() {
      assertThat(questionsToTheLog).as("questions to the log").isPositive();
      return this;
    }

    Outcome notAskingTheLog() {
      assertThat(questionsToTheLog).as("questions to the log").isZero();
      return this;
    }
  }
}
