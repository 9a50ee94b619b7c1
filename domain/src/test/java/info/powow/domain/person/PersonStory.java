package info.powow.domain.person;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.ExamplePeople;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Tag;
import info.powow.domain.identity.Handle;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import info.powow.domain.image.PictureLookup;
import info.powow.domain.person.PersonCommand.ArrangeConversation;
import info.powow.domain.person.PersonCommand.BlockPerson;
import info.powow.domain.person.PersonCommand.ChangeAvatar;
import info.powow.domain.person.PersonCommand.ChangeConsent;
import info.powow.domain.person.PersonCommand.ChangeProfile;
import info.powow.domain.person.PersonCommand.CreateProfile;
import info.powow.domain.person.PersonCommand.DeclineConversation;
import info.powow.domain.person.PersonCommand.MuteConversation;
import info.powow.domain.person.PersonCommand.UnblockPerson;
import info.powow.domain.person.PersonCommand.UpdatePlace;
import info.powow.domain.person.PersonEvent.AvatarChanged;
import info.powow.domain.person.PersonEvent.ConsentChanged;
import info.powow.domain.person.PersonEvent.ConversationArranged;
import info.powow.domain.person.PersonEvent.ConversationMuted;
import info.powow.domain.person.PersonEvent.ConversationUnmuted;
import info.powow.domain.person.PersonEvent.InvitationDeclined;
import info.powow.domain.person.PersonEvent.PersonBlocked;
import info.powow.domain.person.PersonEvent.PersonUnblocked;
import info.powow.domain.person.PersonEvent.PlaceUpdated;
import info.powow.domain.person.PersonEvent.ProfileChanged;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.domain.person.PersonEvent.RequestDeclined;
import info.powow.domain.place.Offset;
import info.powow.domain.place.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A small language for tests about Ada, her commands and their events.
final class PersonStory {
  static final ImageId ADAS = new ImageId("adas");
  static final ImageId BOBS = new ImageId("bobs");

  private PersonStory() {}

  /// One picture of Ada's and one of Bob's.
  static PictureLookup pictures() {
    return (person, image) ->
        (image.equals(ADAS) && person.equals(ExamplePeople.ada))
                || (image.equals(BOBS) && person.equals(ExamplePeople.bob))
            ? Optional.of(picture(image))
            : Optional.empty();
  }

  /// Ada is a member of all conversations except those with telling names: `foreign` is unknown to
  /// her, `request` is a private chat that Bob has started, and Bob (at position 7), then Cleo,
  /// invited her to `garden`.
  static OwnConversations conversations() {
    return new OwnConversations() {
      @Override
      public boolean isMember(PersonId person, ConversationId conversation) {
        return !conversation.value().equals("foreign") && !conversation.value().equals("garden");
      }

      @Override
      public Map<PersonId, Long> invitations(PersonId person, ConversationId conversation) {
        return conversation.value().equals("garden")
            ? Map.of(ExamplePeople.bob, 7L, ExamplePeople.cleo, 9L)
            : Map.of();
      }

      @Override
      public boolean isRequest(PersonId person, ConversationId conversation) {
        return conversation.value().equals("request");
      }
    };
  }

  static Supplier<PersonCommand> decline(String conversation) {
    return () -> new DeclineConversation(ExamplePeople.ada, new ConversationId(conversation));
  }

  static Supplier<PersonCommand> allow(@Nullable MayAdd add, @Nullable MayWrite write) {
    return () -> new ChangeConsent(ExamplePeople.ada, add, write);
  }

  static Function<Instant, PersonEvent> allowed(MayAdd add, MayWrite write) {
    return at -> new ConsentChanged(ExamplePeople.ada, add, write, at);
  }

  static Function<Instant, PersonEvent> declinedInvitation(
      String conversation, PersonId inviter, long position) {
    return at ->
        new InvitationDeclined(
            ExamplePeople.ada, new ConversationId(conversation), inviter, position, at);
  }

  static Function<Instant, PersonEvent> declinedRequest(String conversation) {
    return at -> new RequestDeclined(ExamplePeople.ada, new ConversationId(conversation), at);
  }

  private static Picture picture(ImageId image) {
    return new Picture(
        image, new ContentHash("0".repeat(64)), ImageFormat.JPEG, 640, 480, "3OcRJYB4d3h/");
  }

  @SafeVarargs
  static Given given(Function<Instant, PersonEvent>... happenings) {
    return new Given(
        Stream.of(happenings).map(happening -> happening.apply(ExamplePeople.EARLIER)).toList(),
        PersonLimits.DEFAULT,
        _ -> Offset.NONE);
  }

  static Function<Instant, PersonEvent> created(String displayName) {
    return at -> new ProfileCreated(ExamplePeople.ada, new Handle("ada"), displayName, at);
  }

  static Function<Instant, PersonEvent> changed(
      String displayName, String about, Discoverability discoverable) {
    return at ->
        new ProfileChanged(ExamplePeople.ada, displayName, about, discoverable, List.of(), at);
  }

  static Function<Instant, PersonEvent> avatarChanged(@Nullable ImageId image) {
    return at -> new AvatarChanged(ExamplePeople.ada, image == null ? null : picture(image), at);
  }

  static Function<Instant, PersonEvent> blocked(PersonId person) {
    return at -> new PersonBlocked(ExamplePeople.ada, person, at);
  }

  static Function<Instant, PersonEvent> unblocked(PersonId person) {
    return at -> new PersonUnblocked(ExamplePeople.ada, person, at);
  }

  static Function<Instant, PersonEvent> muted(String conversation, Instant until) {
    return at ->
        new ConversationMuted(ExamplePeople.ada, new ConversationId(conversation), until, at);
  }

  static Function<Instant, PersonEvent> unmuted(String conversation) {
    return at -> new ConversationUnmuted(ExamplePeople.ada, new ConversationId(conversation), at);
  }

  static Function<Instant, PersonEvent> arranged(
      String conversation, InboxSection section, boolean unread) {
    return at ->
        new ConversationArranged(
            ExamplePeople.ada, new ConversationId(conversation), section, unread, at);
  }

  static Supplier<PersonCommand> arrange(
      String conversation, @Nullable InboxSection section, @Nullable Boolean unread) {
    return () ->
        new ArrangeConversation(
            ExamplePeople.ada, new ConversationId(conversation), section, unread);
  }

  static Supplier<PersonCommand> create(String displayName) {
    return () -> new CreateProfile(ExamplePeople.ada, new Handle("ada"), displayName);
  }

  static Supplier<PersonCommand> change(
      @Nullable String displayName,
      @Nullable String about,
      @Nullable Discoverability discoverable) {
    return () -> new ChangeProfile(ExamplePeople.ada, displayName, about, discoverable, null);
  }

  static Supplier<PersonCommand> changeAvatar(@Nullable ImageId image) {
    return () -> new ChangeAvatar(ExamplePeople.ada, image);
  }

  static Supplier<PersonCommand> interestedIn(String... tags) {
    return () ->
        new ChangeProfile(
            ExamplePeople.ada, null, null, null, Stream.of(tags).map(Tag::new).toList());
  }

  static Supplier<PersonCommand> update(double lat, double lon) {
    return () -> new UpdatePlace(ExamplePeople.ada, new Point(lat, lon));
  }

  /// The cell of a point was disclosed as Ada's, this long before now.
  static Function<Instant, PersonEvent> seen(double lat, double lon, Duration ago) {
    return _ ->
        new PlaceUpdated(
            ExamplePeople.ada,
            PlaceLimits.DEFAULT.grid().cellOf(new Point(lat, lon)),
            ExamplePeople.NOW.minus(ago));
  }

  static Supplier<PersonCommand> block(PersonId person) {
    return () -> new BlockPerson(ExamplePeople.ada, person);
  }

  static Supplier<PersonCommand> unblock(PersonId person) {
    return () -> new UnblockPerson(ExamplePeople.ada, person);
  }

  static Supplier<PersonCommand> mute(String conversation, @Nullable Instant until) {
    return () -> new MuteConversation(ExamplePeople.ada, new ConversationId(conversation), until);
  }

  record Given(List<PersonEvent> events, PersonLimits limits, PlaceOffsets offsets) {
    Given where(PersonLimits changed) {
      return new Given(events, changed, offsets);
    }

    Given offset(Offset offset) {
      return new Given(events, limits, _ -> offset);
    }

    Person state() {
      Person state = Person.unknown();
      for (PersonEvent event : events) {
        state = Person.evolve(state, event);
      }
      return state;
    }

    Outcome when(Supplier<PersonCommand> asking) {
      Person state = state();
      try {
        List<PersonEvent> made =
            Person.decide(
                state,
                asking.get(),
                new PersonContext(
                    limits,
                    PlaceLimits.DEFAULT,
                    offsets,
                    pictures(),
                    conversations(),
                    ExamplePeople.NOW));
        for (PersonEvent event : made) {
          state = Person.evolve(state, event);
        }
        return new Outcome(state, made, null);
      } catch (Rejected rejected) {
        return new Outcome(state, List.of(), rejected.reason());
      }
    }
  }

  record Outcome(Person state, List<PersonEvent> events, @Nullable Reason refusal) {
    @SafeVarargs
    final Outcome then(Function<Instant, PersonEvent>... expected) {
      assertThat(refusal).as("refused").isNull();
      assertThat(events)
          .containsExactlyElementsOf(
              Stream.of(expected).map(happening -> happening.apply(ExamplePeople.NOW)).toList());
      return this;
    }

    Outcome thenNothing() {
      return then();
    }

    Outcome thenRejected(Reason reason) {
      assertThat(refusal).isEqualTo(reason);
      return this;
    }

    Person.Known known() {
      return (Person.Known) state;
    }
  }
}
