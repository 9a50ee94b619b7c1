package info.powow.domain.person;

import info.powow.domain.ConversationId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Tag;
import info.powow.domain.image.Picture;
import info.powow.domain.person.PersonCommand.ArrangeConversation;
import info.powow.domain.person.PersonCommand.BlockPerson;
import info.powow.domain.person.PersonCommand.ChangeAvatar;
import info.powow.domain.person.PersonCommand.ChangeConsent;
import info.powow.domain.person.PersonCommand.ChangeProfile;
import info.powow.domain.person.PersonCommand.CreateProfile;
import info.powow.domain.person.PersonCommand.DeclineConversation;
import info.powow.domain.person.PersonCommand.ErasePerson;
import info.powow.domain.person.PersonCommand.MuteConversation;
import info.powow.domain.person.PersonCommand.RefuseInviter;
import info.powow.domain.person.PersonCommand.UnblockPerson;
import info.powow.domain.person.PersonCommand.UpdatePlace;
import info.powow.domain.person.PersonEvent.AvatarChanged;
import info.powow.domain.person.PersonEvent.ConsentChanged;
import info.powow.domain.person.PersonEvent.ConversationArranged;
import info.powow.domain.person.PersonEvent.ConversationMuted;
import info.powow.domain.person.PersonEvent.ConversationUnmuted;
import info.powow.domain.person.PersonEvent.InvitationDeclined;
import info.powow.domain.person.PersonEvent.InviterRefused;
import info.powow.domain.person.PersonEvent.PersonBlocked;
import info.powow.domain.person.PersonEvent.PersonErased;
import info.powow.domain.person.PersonEvent.PersonUnblocked;
import info.powow.domain.person.PersonEvent.PlaceUpdated;
import info.powow.domain.person.PersonEvent.ProfileChanged;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.domain.person.PersonEvent.RequestDeclined;
import info.powow.domain.place.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The state of a person, as far as decisions need it.
public sealed interface Person {
  record Unknown() implements Person {}

  /// @param avatar the picture of the profile; null if there is none
  /// @param muted muted conversations, and until when
  /// @param arranged conversations that the person keeps in a way of their own
  /// @param seen the person's last disclosed place; null before the first
  record Known(
      String displayName,
      String about,
      Discoverability discoverable,
      List<Tag> interests,
      @Nullable ImageId avatar,
      Set<PersonId> blocked,
      Map<ConversationId, Instant> muted,
      Map<ConversationId, Arrangement> arranged,
      Consent consent,
      @Nullable Sighting seen)
      implements Person {}

  /// Nobody finds them, and nothing can be done with them any more.
  record Erased() implements Person {}

  /// @param at when the place was disclosed
  record Sighting(Cell cell, Instant at) {}

  static Person unknown() {
    return new Unknown();
  }

  default boolean isKnown() {
    return this instanceof Known;
  }

  default Consent consent() {
    return this instanceof Known known ? known.consent() : Consent.DEFAULT;
  }

  default boolean hasBlocked(PersonId other) {
    return this instanceof Known known && known.blocked().contains(other);
  }

  /// @throws Rejected with the reason, if the command is refused
  static List<PersonEvent> decide(Person state, PersonCommand command, PersonContext context) {
    PersonLimits limits = context.limits();
    Instant now = context.now();
    return switch (state) {
      case Unknown _ ->
          switch (command) {
            case CreateProfile create ->
                List.of(
                    new ProfileCreated(create.by(), create.handle(), create.displayName(), now));
            case ChangeProfile _,
                ChangeConsent _,
                DeclineConversation _,
                RefuseInviter _,
                ChangeAvatar _,
                UpdatePlace _,
                BlockPerson _,
                UnblockPerson _,
                MuteConversation _,
                ArrangeConversation _,
                ErasePerson _ ->
                throw new Rejected(Reason.PERSON_NOT_FOUND);
          };
      case Erased _ -> {
        if (command instanceof ErasePerson) {
          yield List.of();
        }
        throw new Rejected(Reason.PERSON_NOT_FOUND);
      }
      case Known known ->
          switch (command) {
            case CreateProfile _ -> List.of();
            case ChangeProfile change -> change(known, change, now);
            case ChangeConsent change -> changeConsent(known, change, now);
            case DeclineConversation decline -> decline(known, decline, context);
            case RefuseInviter refuse ->
                List.of(new InviterRefused(refuse.by(), refuse.inviter(), now));
            case ChangeAvatar change -> changeAvatar(known, change, context);
            case UpdatePlace update -> move(known, update, context);
            case BlockPerson block -> block(known, block, limits, now);
            case UnblockPerson unblock ->
                known.blocked().contains(unblock.person())
                    ? List.of(new PersonUnblocked(unblock.by(), unblock.person(), now))
                    : List.of();
            case MuteConversation mute -> mute(known, mute, context);
            case ArrangeConversation arrange -> arrange(known, arrange, context);
            case ErasePerson erase -> List.of(new PersonErased(erase.by(), now));
          };
    };
  }

  private static List<PersonEvent> change(Known known, ChangeProfile change, Instant now) {
    ProfileChanged changed =
        new ProfileChanged(
            change.by(),
            Objects.requireNonNullElse(change.displayName(), known.displayName()),
            Objects.requireNonNullElse(change.about(), known.about()),
            Objects.requireNonNullElse(change.discoverable(), known.discoverable()),
            Objects.requireNonNullElse(change.interests(), known.interests()),
            now);
    return evolve(known, changed).equals(known) ? List.of() : List.of(changed);
  }

  private static List<PersonEvent> changeConsent(Known known, ChangeConsent change, Instant now) {
    Consent before = known.consent();
    Consent after =
        before.with(
            Objects.requireNonNullElse(change.mayAddMe(), before.mayAddMe()),
            Objects.requireNonNullElse(change.mayWriteMe(), before.mayWriteMe()));
    return after.equals(before)
        ? List.of()
        : List.of(new ConsentChanged(change.by(), after.mayAddMe(), after.mayWriteMe(), now));
  }

  /// Declining something that was never offered gets the same answer as declining it again, so that
  /// the answer discloses nothing.
  private static List<PersonEvent> decline(
      Known known, DeclineConversation decline, PersonContext context) {
    ConversationId conversation = decline.conversation();
    Consent consent = known.consent();
    if (context.conversations().isRequest(decline.by(), conversation)) {
      return consent.hasDeclinedRequest(conversation)
          ? List.of()
          : List.of(new RequestDeclined(decline.by(), conversation, context.now()));
    }
    Map<PersonId, Long> invitations =
        context.conversations().invitations(decline.by(), conversation);
    if (invitations.isEmpty()) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    return invitations.entrySet().stream()
        .filter(each -> !consent.hasDeclined(conversation, each.getValue()))
        .<PersonEvent>map(each ->
            new InvitationDeclined(
                decline.by(), conversation, each.getKey(), each.getValue(), context.now()))
        .toList();
  }

  private static List<PersonEvent> changeAvatar(
      Known known, ChangeAvatar change, PersonContext context) {
    ImageId image = change.image();
    if (Objects.equals(image, known.avatar())) {
      return List.of();
    }
    Picture avatar = image == null ? null : context.pictures().require(change.by(), image);
    return List.of(new AvatarChanged(change.by(), avatar, context.now()));
  }

  /// The disclosed cell depends only on where the person is, not on the direction from which they
  /// came or the time. Because the same place always maps to the same cell, coming home every
  /// evening discloses no more than coming home once.
  private static List<PersonEvent> move(Known known, UpdatePlace update, PersonContext context) {
    PlaceLimits places = context.places();
    Instant now = context.now();
    Sighting seen = known.seen();
    Cell here = places.grid().cellOf(update.point(), context.offsets().of(update.by()));
    if (seen != null) {
      Duration pause = here.equals(seen.cell()) ? places.refresh() : places.interval();
      if (now.isBefore(seen.at().plus(pause))) {
        return List.of();
      }
    }
    return List.of(new PlaceUpdated(update.by(), here, now));
  }

  private static List<PersonEvent> block(
      Known known, BlockPerson block, PersonLimits limits, Instant now) {
    if (known.blocked().contains(block.person())) {
      return List.of();
    }
    if (known.blocked().size() >= limits.maxBlocked()) {
      throw new Rejected(Reason.TOO_MANY_BLOCKED);
    }
    return List.of(new PersonBlocked(block.by(), block.person(), now));
  }

  private static List<PersonEvent> mute(Known known, MuteConversation mute, PersonContext context) {
    PersonLimits limits = context.limits();
    Instant now = context.now();
    Instant before = known.muted().get(mute.conversation());
    if (mute.until() == null) {
      return before == null
          ? List.of()
          : List.of(new ConversationUnmuted(mute.by(), mute.conversation(), now));
    }
    if (!context.conversations().isMember(mute.by(), mute.conversation())) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    if (!mute.until().isAfter(now)) {
      throw Rejected.at("until", Reason.INVALID_TIME);
    }
    if (mute.until().equals(before)) {
      return List.of();
    }
    boolean goesOn = before != null && before.isAfter(now);
    if (!goesOn && running(known.muted(), now) >= limits.maxMuted()) {
      throw new Rejected(Reason.TOO_MANY_MUTED);
    }
    return List.of(new ConversationMuted(mute.by(), mute.conversation(), mute.until(), now));
  }

  /// Anybody may take back what they have arranged, also of a conversation that they have left.
  private static List<PersonEvent> arrange(
      Known known, ArrangeConversation arrange, PersonContext context) {
    ConversationId conversation = arrange.conversation();
    Arrangement before = known.arranged().getOrDefault(conversation, Arrangement.NONE);
    Arrangement after =
        new Arrangement(
            Objects.requireNonNullElse(arrange.section(), before.section()),
            Objects.requireNonNullElse(arrange.unread(), before.unread()));
    if (after.equals(before)) {
      return List.of();
    }
    if (!after.equals(Arrangement.NONE)) {
      if (!context.conversations().isMember(arrange.by(), conversation)) {
        throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
      }
      if (before.equals(Arrangement.NONE) && known.arranged().size() >= Arrangement.MAX) {
        throw new Rejected(Reason.TOO_MANY_ARRANGED);
      }
    }
    return List.of(
        new ConversationArranged(
            arrange.by(), conversation, after.section(), after.unread(), context.now()));
  }

  private static long running(Map<ConversationId, Instant> muted, Instant now) {
    return muted.values().stream().filter(until -> until.isAfter(now)).count();
  }

  static Person evolve(Person state, PersonEvent event) {
    if (event instanceof ProfileCreated created) {
      return new Known(
          created.displayName(),
          "",
          Discoverability.NOBODY,
          List.of(),
          null,
          Set.of(),
          Map.of(),
          Map.of(),
          Consent.DEFAULT,
          null);
    }
    if (state instanceof Erased) {
      return state;
    }
    if (!(state instanceof Known known)) {
      throw new IllegalStateException(
          "the first event of a person must be a profile, not " + event.getClass().getSimpleName());
    }
    return switch (event) {
      case ProfileCreated _ -> known;
      case PersonErased _ -> new Erased();
      case ProfileChanged changed ->
          new Known(
              changed.displayName(),
              changed.about(),
              changed.discoverable(),
              List.copyOf(changed.interests()),
              known.avatar(),
              known.blocked(),
              known.muted(),
              known.arranged(),
              known.consent(),
              known.seen());
      case AvatarChanged changed -> {
        Picture avatar = changed.avatar();
        yield new Known(
            known.displayName(),
            known.about(),
            known.discoverable(),
            known.interests(),
            avatar == null ? null : avatar.imageId(),
            known.blocked(),
            known.muted(),
            known.arranged(),
            known.consent(),
            known.seen());
      }
      case ConsentChanged changed ->
          withConsent(known, known.consent().with(changed.mayAddMe(), changed.mayWriteMe()));
      case InvitationDeclined declined ->
          withConsent(
              known,
              known
                  .consent()
                  .decline(declined.conversationId(), declined.invitation())
                  .refuse(declined.inviter()));
      case InviterRefused refused -> withConsent(known, known.consent().refuse(refused.inviter()));
      case RequestDeclined declined ->
          withConsent(known, known.consent().decline(declined.conversationId(), 0));
      case PlaceUpdated updated ->
          new Known(
              known.displayName(),
              known.about(),
              known.discoverable(),
              known.interests(),
              known.avatar(),
              known.blocked(),
              known.muted(),
              known.arranged(),
              known.consent(),
              new Sighting(updated.cell(), updated.at()));
      case PersonBlocked blocked -> {
        Set<PersonId> next = new HashSet<>(known.blocked());
        next.add(blocked.blocked());
        yield withBlocked(known, next);
      }
      case PersonUnblocked unblocked -> {
        Set<PersonId> next = new HashSet<>(known.blocked());
        next.remove(unblocked.unblocked());
        yield withBlocked(known, next);
      }
      case ConversationMuted muted -> {
        Map<ConversationId, Instant> next = new HashMap<>(known.muted());
        // Drops expired entries, which have no effect, to keep the state small.
        next.values().removeIf(until -> !until.isAfter(muted.at()));
        next.put(muted.conversationId(), muted.until());
        yield withMuted(known, next);
      }
      case ConversationArranged arranged -> {
        Map<ConversationId, Arrangement> next = new HashMap<>(known.arranged());
        Arrangement now = new Arrangement(arranged.section(), arranged.unread());
        if (now.equals(Arrangement.NONE)) {
          next.remove(arranged.conversationId());
        } else {
          next.put(arranged.conversationId(), now);
        }
        yield new Known(
            known.displayName(),
            known.about(),
            known.discoverable(),
            known.interests(),
            known.avatar(),
            known.blocked(),
            known.muted(),
            Map.copyOf(next),
            known.consent(),
            known.seen());
      }
      case ConversationUnmuted unmuted -> {
        Map<ConversationId, Instant> next = new HashMap<>(known.muted());
        next.remove(unmuted.conversationId());
        yield withMuted(known, next);
      }
    };
  }

  private static Known withConsent(Known known, Consent consent) {
    return new Known(
        known.displayName(),
        known.about(),
        known.discoverable(),
        known.interests(),
        known.avatar(),
        known.blocked(),
        known.muted(),
        known.arranged(),
        consent,
        known.seen());
  }

  private static Known withBlocked(Known known, Set<PersonId> blocked) {
    return new Known(
        known.displayName(),
        known.about(),
        known.discoverable(),
        known.interests(),
        known.avatar(),
        Set.copyOf(blocked),
        known.muted(),
        known.arranged(),
        known.consent(),
        known.seen());
  }

  private static Known withMuted(Known known, Map<ConversationId, Instant> muted) {
    return new Known(
        known.displayName(),
        known.about(),
        known.discoverable(),
        known.interests(),
        known.avatar(),
        known.blocked(),
        Map.copyOf(muted),
        known.arranged(),
        known.consent(),
        known.seen());
  }
}
