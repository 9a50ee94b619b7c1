package info.powow.domain.person;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.person.PersonCommand.BlockPerson;
import info.powow.domain.person.PersonCommand.ChangeProfile;
import info.powow.domain.person.PersonCommand.CreateProfile;
import info.powow.domain.person.PersonCommand.MuteConversation;
import info.powow.domain.person.PersonCommand.UnblockPerson;
import info.powow.domain.person.PersonEvent.ConversationMuted;
import info.powow.domain.person.PersonEvent.ConversationUnmuted;
import info.powow.domain.person.PersonEvent.PersonBlocked;
import info.powow.domain.person.PersonEvent.PersonUnblocked;
import info.powow.domain.person.PersonEvent.ProfileChanged;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A person as far as decisions about them need to know.
public sealed interface Person {
  record Unknown() implements Person {}

  /// @param muted until when, by conversation
  record Known(
      String displayName,
      String about,
      Discoverability discoverable,
      Set<PersonId> blocked,
      Map<ConversationId, Instant> muted)
      implements Person {}

  static Person unknown() {
    return new Unknown();
  }

  default boolean isKnown() {
    return this instanceof Known;
  }

  default boolean hasBlocked(PersonId other) {
    return this instanceof Known known && known.blocked().contains(other);
  }

  /// @throws Rejected with the reason, when it may not be
  static List<PersonEvent> decide(
      Person state, PersonCommand command, PersonLimits limits, Instant now) {
    return switch (state) {
      case Unknown _ ->
          switch (command) {
            case CreateProfile create ->
                List.of(
                    new ProfileCreated(create.by(), create.handle(), create.displayName(), now));
            case ChangeProfile _, BlockPerson _, UnblockPerson _, MuteConversation _ ->
                throw new Rejected(Reason.PERSON_NOT_FOUND);
          };
      case Known known ->
          switch (command) {
            case CreateProfile _ -> List.of();
            case ChangeProfile change -> change(known, change, now);
            case BlockPerson block -> block(known, block, limits, now);
            case UnblockPerson unblock ->
                known.blocked().contains(unblock.person())
                    ? List.of(new PersonUnblocked(unblock.by(), unblock.person(), now))
                    : List.of();
            case MuteConversation mute -> mute(known, mute, limits, now);
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
            now);
    return evolve(known, changed).equals(known) ? List.of() : List.of(changed);
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

  private static List<PersonEvent> mute(
      Known known, MuteConversation mute, PersonLimits limits, Instant now) {
    Instant before = known.muted().get(mute.conversation());
    if (mute.until() == null) {
      return before == null
          ? List.of()
          : List.of(new ConversationUnmuted(mute.by(), mute.conversation(), now));
    }
    if (!mute.until().isAfter(now)) {
      throw new Rejected(Reason.INVALID_TIME);
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

  private static long running(Map<ConversationId, Instant> muted, Instant now) {
    return muted.values().stream().filter(until -> until.isAfter(now)).count();
  }

  static Person evolve(Person state, PersonEvent event) {
    if (event instanceof ProfileCreated created) {
      return new Known(created.displayName(), "", Discoverability.NOBODY, Set.of(), Map.of());
    }
    if (!(state instanceof Known known)) {
      throw new IllegalStateException(
          "a person begins with a profile, not with " + event.getClass().getSimpleName());
    }
    return switch (event) {
      case ProfileCreated _ -> known;
      case ProfileChanged changed ->
          new Known(
              changed.displayName(),
              changed.about(),
              changed.discoverable(),
              known.blocked(),
              known.muted());
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
        // What has run out says nothing any more: forgetting it keeps the state small.
        next.values().removeIf(until -> !until.isAfter(muted.at()));
        next.put(muted.conversationId(), muted.until());
        yield withMuted(known, next);
      }
      case ConversationUnmuted unmuted -> {
        Map<ConversationId, Instant> next = new HashMap<>(known.muted());
        next.remove(unmuted.conversationId());
        yield withMuted(known, next);
      }
    };
  }

  private static Known withBlocked(Known known, Set<PersonId> blocked) {
    return new Known(
        known.displayName(),
        known.about(),
        known.discoverable(),
        Set.copyOf(blocked),
        known.muted());
  }

  private static Known withMuted(Known known, Map<ConversationId, Instant> muted) {
    return new Known(
        known.displayName(),
        known.about(),
        known.discoverable(),
        known.blocked(),
        Map.copyOf(muted));
  }
}
