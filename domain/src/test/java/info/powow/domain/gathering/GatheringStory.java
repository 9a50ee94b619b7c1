package info.powow.domain.gathering;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.ExamplePeople;
import info.powow.domain.GatheringId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.gathering.GatheringCommand.AnswerGathering;
import info.powow.domain.gathering.GatheringCommand.CancelGathering;
import info.powow.domain.gathering.GatheringCommand.ChangeGathering;
import info.powow.domain.gathering.GatheringCommand.ChangeGatheringPicture;
import info.powow.domain.gathering.GatheringCommand.PublishGathering;
import info.powow.domain.gathering.GatheringEvent.GatheringAnswered;
import info.powow.domain.gathering.GatheringEvent.GatheringPictureChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import info.powow.domain.image.PictureLookup;
import info.powow.domain.place.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A small language for tests about Ada's gathering.
final class GatheringStory {
  static final GatheringId PICNIC = GatheringId.of(ExamplePeople.ada, ExamplePeople.key(1));
  static final ConversationId CHAT =
      ConversationId.ofGroup(ExamplePeople.ada, new CommandKey(PICNIC.value()));
  static final Place PARK = new Place(52.52, 13.40, "The park");
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  static final Schedule AFTERNOON =
      new Schedule(ExamplePeople.LATER, ExamplePeople.LATER.plus(Duration.ofHours(3)), BERLIN);

  private GatheringStory() {}

  static Announcement picnic(@Nullable Integer capacity) {
    return new Announcement("Picnic", "Bring a cup.", null, PARK, capacity);
  }

  static Function<Instant, GatheringEvent> published(@Nullable Integer capacity) {
    return published(capacity, AFTERNOON);
  }

  static Function<Instant, GatheringEvent> published(
      @Nullable Integer capacity, Schedule schedule) {
    return at ->
        new GatheringPublished(
            PICNIC, ExamplePeople.key(1), ExamplePeople.ada, picnic(capacity), schedule, null, at);
  }

  /// An answer, with the counts after it.
  static Function<Instant, GatheringEvent> answered(
      PersonId person, Answer answer, int going, int interested) {
    return at -> new GatheringAnswered(PICNIC, person, answer, going, interested, at);
  }

  static Function<Instant, GatheringEvent> cancelled() {
    return at -> new GatheringEvent.GatheringCancelled(PICNIC, at);
  }

  /// Uploaded by Ada, who is the host.
  static final ImageId ADAS = new ImageId("adas");

  /// Uploaded by Bob.
  static final ImageId BOBS = new ImageId("bobs");

  private static Picture picture(ImageId image) {
    return new Picture(
        image, new ContentHash("0".repeat(64)), ImageFormat.JPEG, 640, 480, "3OcRJYB4d3h/");
  }

  static Function<Instant, GatheringEvent> pictureChanged(@Nullable ImageId image) {
    return at ->
        new GatheringPictureChanged(
            PICNIC, image == null ? null : picture(image), ExamplePeople.ada, at);
  }

  static Supplier<GatheringCommand> changePicture(PersonId by, @Nullable ImageId image) {
    return () -> new ChangeGatheringPicture(PICNIC, by, image);
  }

  static Supplier<GatheringCommand> publish(Schedule schedule, boolean conversation) {
    return () ->
        new PublishGathering(
            ExamplePeople.ada, ExamplePeople.key(1), picnic(2), schedule, conversation);
  }

  static Supplier<GatheringCommand> answer(PersonId by, Answer answer) {
    return () -> new AnswerGathering(PICNIC, by, answer);
  }

  static Supplier<GatheringCommand> cancel(PersonId by) {
    return () -> new CancelGathering(PICNIC, by);
  }

  static Supplier<GatheringCommand> change(
      PersonId by, @Nullable String title, @Nullable Integer capacity) {
    return () ->
        new ChangeGathering(PICNIC, by, title, null, null, null, capacity, null, null, null);
  }

  static Supplier<GatheringCommand> reschedule(
      PersonId by, @Nullable Instant start, @Nullable Instant end) {
    return () -> new ChangeGathering(PICNIC, by, null, null, null, null, null, start, end, null);
  }

  @SafeVarargs
  static Given given(Function<Instant, GatheringEvent>... happenings) {
    return new Given(
        Stream.of(happenings).map(happening -> happening.apply(ExamplePeople.EARLIER)).toList(),
        Set.of());
  }

  /// @param blocks `a b` if a has blocked b
  record Given(List<GatheringEvent> events, Set<String> blocks) {
    Given where(PersonId one, PersonId other) {
      return new Given(events, Set.of(one.value() + ' ' + other.value()));
    }

    Outcome when(Supplier<GatheringCommand> asking) {
      Gathering state = Gathering.unpublished();
      for (GatheringEvent event : events) {
        state = Gathering.evolve(state, event);
      }
      try {
        List<GatheringEvent> made = Gathering.decide(state, asking.get(), context());
        for (GatheringEvent event : made) {
          state = Gathering.evolve(state, event);
        }
        return new Outcome(state, made, null);
      } catch (Rejected rejected) {
        return new Outcome(state, List.of(), rejected.reason());
      }
    }

    private GatheringContext context() {
      return new GatheringContext() {
        @Override
        public Instant now() {
          return ExamplePeople.NOW;
        }

        @Override
        public boolean isPerson(PersonId person) {
          return !person.value().equals("nobody");
        }

        @Override
        public PictureLookup pictures() {
          return (person, image) ->
              image.equals(ADAS) && person.equals(ExamplePeople.ada)
                      || image.equals(BOBS) && person.equals(ExamplePeople.bob)
                  ? Optional.of(picture(image))
                  : Optional.empty();
        }

        @Override
        public boolean hasBlocked(PersonId person, PersonId other) {
          return blocks.contains(person.value() + ' ' + other.value());
        }
      };
    }
  }

  record Outcome(Gathering state, List<GatheringEvent> events, @Nullable Reason refusal) {
    @SafeVarargs
    final Outcome then(Function<Instant, GatheringEvent>... expected) {
      assertThat(refusal).as("refused").isNull();
      assertThat(events)
          .containsExactlyElementsOf(
              Stream.of(expected).map(happening -> happening.apply(ExamplePeople.NOW)).toList());
      return this;
    }

    void thenNothing() {
      then();
    }

    void thenRejected(Reason reason) {
      assertThat(refusal).isEqualTo(reason);
    }
  }
}
