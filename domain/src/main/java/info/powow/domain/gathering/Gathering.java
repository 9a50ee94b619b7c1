package info.powow.domain.gathering;

import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationCommand;
import info.powow.domain.conversation.ConversationCommand.AdmitAttendee;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.DismissAttendee;
import info.powow.domain.gathering.GatheringCommand.AnswerGathering;
import info.powow.domain.gathering.GatheringCommand.CancelGathering;
import info.powow.domain.gathering.GatheringCommand.ChangeGathering;
import info.powow.domain.gathering.GatheringCommand.ChangeGatheringPicture;
import info.powow.domain.gathering.GatheringCommand.DismissBanned;
import info.powow.domain.gathering.GatheringCommand.PublishGathering;
import info.powow.domain.gathering.GatheringEvent.GatheringAnswered;
import info.powow.domain.gathering.GatheringEvent.GatheringCancelled;
import info.powow.domain.gathering.GatheringEvent.GatheringChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPictureChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.domain.gathering.GatheringEvent.GatheringRescheduled;
import info.powow.domain.image.Picture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of a gathering, as far as decisions need it.
public sealed interface Gathering {
  /// The maximum number of answers, whatever the capacity. Bounds the state.
  int MAX_ANSWERS = 10_000;

  record Unpublished() implements Gathering {}

  /// @param answers the answers, without `declined`
  record Published(
      PersonId host,
      Announcement announcement,
      Schedule schedule,
      @Nullable Picture picture,
      @Nullable ConversationId conversation,
      boolean cancelled,
      Map<PersonId, Answer> answers)
      implements Gathering {

    public Answer answerOf(PersonId person) {
      return answers.getOrDefault(person, Answer.DECLINED);
    }

    int going() {
      return count(Answer.GOING);
    }

    public int count(Answer counted) {
      return (int) answers.values().stream().filter(answer -> answer == counted).count();
    }

    /// The number of people with an answer, after one person changes theirs.
    private int countAfter(Answer counted, Answer before, Answer after) {
      return count(counted) - (before == counted ? 1 : 0) + (after == counted ? 1 : 0);
    }
  }

  static Gathering unpublished() {
    return new Unpublished();
  }

  /// @throws Rejected with the reason, if the command is refused
  static List<GatheringEvent> decide(
      Gathering state, GatheringCommand command, GatheringContext context) {
    return switch (state) {
      case Unpublished _ ->
          switch (command) {
            case PublishGathering publish -> publish(publish, context);
            case ChangeGathering _,
                ChangeGatheringPicture _,
                CancelGathering _,
                AnswerGathering _,
                DismissBanned _ ->
                throw new Rejected(Reason.GATHERING_NOT_FOUND);
          };
      case Published published ->
          switch (command) {
            case PublishGathering _ -> List.of();
            case ChangeGathering change -> change(published, change, context);
            case ChangeGatheringPicture change -> changePicture(published, change, context);
            case CancelGathering cancel -> cancel(published, cancel, context);
            case AnswerGathering answer -> answer(published, answer, context);
            case DismissBanned dismiss ->
                published.answerOf(dismiss.by()) == Answer.DECLINED
                    ? List.of()
                    : List.of(
                        answered(
                            published,
                            dismiss.gathering(),
                            dismiss.by(),
                            Answer.DECLINED,
                            context.now()));
          };
    };
  }

  /// The command that a gathering's event causes in its conversation: the conversation opens with
  /// the gathering, and attendees are its members.
  static Optional<ConversationCommand> consequence(Gathering before, GatheringEvent event) {
    return switch (event) {
      case GatheringPublished published when published.conversationId() != null ->
          Optional.of(
              new CreateGroup(
                  published.host(),
                  GatheringCommand.conversationKey(published.gatheringId()),
                  published.announcement().title(),
                  List.of(),
                  false,
                  true,
                  published.gatheringId(),
                  null));
      case GatheringAnswered answered
          when before instanceof Published published && published.conversation() != null ->
          Optional.of(membership(published.conversation(), answered.personId(), answered.answer()));
      case GatheringPublished _,
          GatheringChanged _,
          GatheringPictureChanged _,
          GatheringRescheduled _,
          GatheringCancelled _,
          GatheringAnswered _ ->
          Optional.empty();
    };
  }

  /// The command for the conversation when the gathering's state needs no change: an attendee who
  /// has left the conversation returns to it by answering `going` again.
  static Optional<ConversationCommand> repeated(Gathering state, GatheringCommand command) {
    return command instanceof AnswerGathering answer
            && state instanceof Published published
            && published.conversation() != null
            && !answer.by().equals(published.host())
        ? Optional.of(membership(published.conversation(), answer.by(), answer.answer()))
        : Optional.empty();
  }

  private static ConversationCommand membership(
      ConversationId conversation, PersonId person, Answer answer) {
    return switch (answer) {
      case GOING -> new AdmitAttendee(conversation, person);
      case INTERESTED, DECLINED -> new DismissAttendee(conversation, person);
    };
  }

  private static List<GatheringEvent> publish(PublishGathering publish, GatheringContext context) {
    if (!context.isPerson(publish.by())) {
      throw new Rejected(Reason.PERSON_NOT_FOUND);
    }
    requireAhead(publish.schedule(), context.now());
    return List.of(
        new GatheringPublished(
            publish.gathering(),
            publish.key(),
            publish.by(),
            publish.announcement(),
            publish.schedule(),
            publish.conversationId(),
            context.now()));
  }

  private static List<GatheringEvent> change(
      Published published, ChangeGathering change, GatheringContext context) {
    requireHost(published, change.by(), context);
    requireGoingOn(published, context.now());
    Announcement old = published.announcement();
    Announcement announcement =
        new Announcement(
            Objects.requireNonNullElse(change.title(), old.title()),
            Objects.requireNonNullElse(change.text(), old.text()),
            change.category() == null ? old.category() : change.category(),
            Objects.requireNonNullElse(change.place(), old.place()),
            change.capacity() == null ? old.capacity() : change.capacity());
    Schedule schedule =
        new Schedule(
            Objects.requireNonNullElse(change.start(), published.schedule().start()),
            Objects.requireNonNullElse(change.end(), published.schedule().end()),
            Objects.requireNonNullElse(change.zone(), published.schedule().zone()));
    List<GatheringEvent> events = new ArrayList<>(2);
    if (!announcement.equals(old)) {
      // Reducing the capacity removes nobody who attends.
      if (announcement.capacity() != null && announcement.capacity() < published.going()) {
        throw Rejected.at("capacity", Reason.INVALID_CAPACITY);
      }
      events.add(
          new GatheringChanged(
              change.gathering(),
              announcement,
              !announcement.place().point().equals(old.place().point()),
              context.now()));
    }
    if (!schedule.equals(published.schedule())) {
      requireAhead(schedule, context.now());
      events.add(new GatheringRescheduled(change.gathering(), schedule, context.now()));
    }
    return List.copyOf(events);
  }

  /// A picture can be removed at any time, even when the gathering is over.
  private static List<GatheringEvent> changePicture(
      Published published, ChangeGatheringPicture change, GatheringContext context) {
    requireHost(published, change.by(), context);
    ImageId before = published.picture() == null ? null : published.picture().imageId();
    if (Objects.equals(change.image(), before)) {
      return List.of();
    }
    Picture picture = null;
    if (change.image() != null) {
      requireGoingOn(published, context.now());
      picture = context.pictures().require(change.by(), change.image());
    }
    return List.of(
        new GatheringPictureChanged(change.gathering(), picture, change.by(), context.now()));
  }

  private static List<GatheringEvent> cancel(
      Published published, CancelGathering cancel, GatheringContext context) {
    requireHost(published, cancel.by(), context);
    if (published.cancelled()) {
      return List.of();
    }
    requireGoingOn(published, context.now());
    return List.of(new GatheringCancelled(cancel.gathering(), context.now()));
  }

  private static List<GatheringEvent> answer(
      Published published, AnswerGathering answer, GatheringContext context) {
    PersonId by = answer.by();
    requireVisible(published, by, context);
    Answer before = published.answerOf(by);
    // The host always attends.
    if (answer.answer() == before || by.equals(published.host())) {
      return List.of();
    }
    requireGoingOn(published, context.now());
    if (!context.isPerson(by)) {
      throw new Rejected(Reason.PERSON_NOT_FOUND);
    }
    Integer capacity = published.announcement().capacity();
    boolean noPlace =
        answer.answer() == Answer.GOING && capacity != null && published.going() >= capacity;
    boolean noRoom = before == Answer.DECLINED && published.answers().size() >= MAX_ANSWERS;
    if (noPlace || noRoom) {
      throw new Rejected(Reason.GATHERING_FULL);
    }
    return List.of(answered(published, answer.gathering(), by, answer.answer(), context.now()));
  }

  private static GatheringAnswered answered(
      Published published, GatheringId gathering, PersonId by, Answer answer, Instant now) {
    Answer before = published.answerOf(by);
    return new GatheringAnswered(
        gathering,
        by,
        answer,
        published.countAfter(Answer.GOING, before, answer),
        published.countAfter(Answer.INTERESTED, before, answer),
        now);
  }

  /// People who have blocked each other do not see each other's gatherings.
  private static void requireVisible(Published published, PersonId by, GatheringContext context) {
    if (context.hasBlocked(published.host(), by) || context.hasBlocked(by, published.host())) {
      throw new Rejected(Reason.GATHERING_NOT_FOUND);
    }
  }

  private static void requireHost(Published published, PersonId by, GatheringContext context) {
    if (!published.host().equals(by)) {
      requireVisible(published, by, context);
      throw new Rejected(Reason.NOT_THE_HOST);
    }
  }

  private static void requireGoingOn(Published published, Instant now) {
    if (published.cancelled()) {
      throw new Rejected(Reason.GATHERING_CANCELLED);
    }
    if (published.schedule().isOver(now)) {
      throw new Rejected(Reason.GATHERING_OVER);
    }
  }

  private static void requireAhead(Schedule schedule, Instant now) {
    if (schedule.isOver(now)) {
      throw Rejected.at("end", Reason.INVALID_SCHEDULE);
    }
  }

  static Gathering evolve(Gathering state, GatheringEvent event) {
    if (event instanceof GatheringPublished published) {
      return new Published(
          published.host(),
          published.announcement(),
          published.schedule(),
          null,
          published.conversationId(),
          false,
          Map.of());
    }
    if (!(state instanceof Published published)) {
      throw new IllegalStateException(
          "the first event of a gathering must publish it, not "
              + event.getClass().getSimpleName());
    }
    return switch (event) {
      case GatheringPublished _ -> published;
      case GatheringChanged changed ->
          new Published(
              published.host(),
              changed.announcement(),
              published.schedule(),
              published.picture(),
              published.conversation(),
              published.cancelled(),
              published.answers());
      case GatheringPictureChanged changed ->
          new Published(
              published.host(),
              published.announcement(),
              published.schedule(),
              changed.picture(),
              published.conversation(),
              published.cancelled(),
              published.answers());
      case GatheringRescheduled rescheduled ->
          new Published(
              published.host(),
              published.announcement(),
              rescheduled.schedule(),
              published.picture(),
              published.conversation(),
              published.cancelled(),
              published.answers());
      case GatheringCancelled _ ->
          new Published(
              published.host(),
              published.announcement(),
              published.schedule(),
              published.picture(),
              published.conversation(),
              true,
              published.answers());
      case GatheringAnswered answered -> {
        Map<PersonId, Answer> answers = new LinkedHashMap<>(published.answers());
        answers.remove(answered.personId());
        if (answered.answer() != Answer.DECLINED) {
          answers.put(answered.personId(), answered.answer());
        }
        yield new Published(
            published.host(),
            published.announcement(),
            published.schedule(),
            published.picture(),
            published.conversation(),
            published.cancelled(),
            Collections.unmodifiableMap(answers));
      }
    };
  }
}
