package info.powow.domain.publicservice;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.publicservice.ServiceCommand.ChangeService;
import info.powow.domain.publicservice.ServiceCommand.PublishService;
import info.powow.domain.publicservice.ServiceCommand.WithdrawService;
import info.powow.domain.publicservice.ServiceEvent.ServiceChanged;
import info.powow.domain.publicservice.ServiceEvent.ServicePublished;
import info.powow.domain.publicservice.ServiceEvent.ServiceWithdrawn;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A public service as far as its next decision needs to know it.
public sealed interface PublicService {
  record Unpublished() implements PublicService {}

  record Published(Description description, List<PersonId> speakers) implements PublicService {}

  /// For good: a service that comes back is another one.
  record Withdrawn() implements PublicService {}

  int MAX_SPEAKERS = 20;

  static PublicService unpublished() {
    return new Unpublished();
  }

  /// @throws Rejected with the reason, when it may not be
  static List<ServiceEvent> decide(
      PublicService state, ServiceCommand command, ServiceContext context) {
    return switch (state) {
      case Unpublished _ ->
          switch (command) {
            case PublishService publish -> publish(publish, context);
            case ChangeService _, WithdrawService _ -> throw new Rejected(Reason.SERVICE_NOT_FOUND);
          };
      case Published published ->
          switch (command) {
            case PublishService _ -> List.of();
            case ChangeService change -> change(published, change, context);
            case WithdrawService withdraw -> {
              requireSpeaker(published, withdraw.by());
              yield List.of(new ServiceWithdrawn(withdraw.service(), withdraw.by(), context.now()));
            }
          };
      case Withdrawn _ ->
          switch (command) {
            case PublishService _ -> List.of();
            case ChangeService _, WithdrawService _ -> throw new Rejected(Reason.SERVICE_NOT_FOUND);
          };
    };
  }

  private static List<ServiceEvent> publish(PublishService publish, ServiceContext context) {
    List<PersonId> speakers =
        Stream.concat(Stream.of(publish.by()), publish.speakers().stream()).distinct().toList();
    requireSpeakers(speakers, publish.by(), context);
    return List.of(
        new ServicePublished(
            publish.service(),
            publish.key(),
            publish.by(),
            publish.description(),
            speakers,
            context.now()));
  }

  private static List<ServiceEvent> change(
      Published published, ChangeService change, ServiceContext context) {
    requireSpeaker(published, change.by());
    Description old = published.description();
    Description description =
        new Description(
            Objects.requireNonNullElse(change.name(), old.name()),
            Objects.requireNonNullElse(change.text(), old.text()),
            change.category() == null ? old.category() : change.category(),
            Objects.requireNonNullElse(change.place(), old.place()),
            Objects.requireNonNullElse(change.area(), old.area()),
            change.hours() == null ? old.hours() : change.hours(),
            change.contact() == null ? old.contact() : change.contact());
    List<PersonId> speakers =
        change.speakers() == null
            ? published.speakers()
            : change.speakers().stream().distinct().toList();
    if (description.equals(old) && speakers.equals(published.speakers())) {
      return List.of();
    }
    if (!speakers.equals(published.speakers())) {
      requireSpeakers(
          speakers.stream().filter(person -> !published.speakers().contains(person)).toList(),
          change.by(),
          context);
      if (speakers.isEmpty() || speakers.size() > MAX_SPEAKERS) {
        throw Rejected.field("speakers", "1 to " + MAX_SPEAKERS + " people", "array");
      }
    }
    return List.of(
        new ServiceChanged(change.service(), description, speakers, change.by(), context.now()));
  }

  /// Nobody is made to speak for something by somebody whom they have blocked.
  private static void requireSpeakers(
      List<PersonId> speakers, PersonId by, ServiceContext context) {
    if (speakers.size() > MAX_SPEAKERS) {
      throw Rejected.field("speakers", "1 to " + MAX_SPEAKERS + " people", "array");
    }
    for (PersonId speaker : speakers) {
      if (!context.isPerson(speaker)) {
        throw new Rejected(Reason.PERSON_NOT_FOUND);
      }
      if (context.hasBlocked(speaker, by)) {
        throw new Rejected(Reason.BLOCKED);
      }
    }
  }

  private static void requireSpeaker(Published published, PersonId by) {
    if (!published.speakers().contains(by)) {
      throw new Rejected(Reason.NOT_A_SPEAKER);
    }
  }

  static PublicService evolve(PublicService state, ServiceEvent event) {
    return switch (event) {
      case ServicePublished published ->
          new Published(published.description(), List.copyOf(published.speakers()));
      case ServiceChanged changed -> {
        requirePublished(state, event);
        yield new Published(changed.description(), List.copyOf(changed.speakers()));
      }
      case ServiceWithdrawn _ -> {
        requirePublished(state, event);
        yield new Withdrawn();
      }
    };
  }

  private static void requirePublished(PublicService state, ServiceEvent event) {
    if (!(state instanceof Published)) {
      throw new IllegalStateException(
          "a service begins by being published, not with " + event.getClass().getSimpleName());
    }
  }
}
