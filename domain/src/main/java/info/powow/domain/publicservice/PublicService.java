package info.powow.domain.publicservice;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.ServiceId;
import info.powow.domain.person.PersonCommand;
import info.powow.domain.person.PersonCommand.RefuseInviter;
import info.powow.domain.publicservice.ServiceCommand.AcceptSpeaking;
import info.powow.domain.publicservice.ServiceCommand.ChangeService;
import info.powow.domain.publicservice.ServiceCommand.DeclineSpeaking;
import info.powow.domain.publicservice.ServiceCommand.PublishService;
import info.powow.domain.publicservice.ServiceCommand.WithdrawService;
import info.powow.domain.publicservice.ServiceEvent.ServiceChanged;
import info.powow.domain.publicservice.ServiceEvent.ServicePublished;
import info.powow.domain.publicservice.ServiceEvent.ServiceWithdrawn;
import info.powow.domain.publicservice.ServiceEvent.SpeakerAccepted;
import info.powow.domain.publicservice.ServiceEvent.SpeakerDeclined;
import info.powow.domain.publicservice.ServiceEvent.SpeakerInvited;
import info.powow.domain.publicservice.ServiceEvent.SpeakerUninvited;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// The state of a public service, as far as decisions need it.
public sealed interface PublicService {
  record Unpublished() implements PublicService {}

  /// @param speakers the people who agreed to speak for it; the first is the one to write to
  /// @param invited people who were asked and have not answered, with their inviters
  record Published(
      Description description, List<PersonId> speakers, Map<PersonId, PersonId> invited)
      implements PublicService {

    private Published with(PersonId speaker) {
      return new Published(
          description,
          Stream.concat(speakers.stream(), Stream.of(speaker)).toList(),
          without(speaker).invited());
    }

    private Published without(PersonId notInvited) {
      Map<PersonId, PersonId> others = new LinkedHashMap<>(invited);
      others.remove(notInvited);
      return new Published(description, speakers, Collections.unmodifiableMap(others));
    }

    private Published inviting(PersonId person, PersonId by) {
      Map<PersonId, PersonId> more = new LinkedHashMap<>(invited);
      more.put(person, by);
      return new Published(description, speakers, Collections.unmodifiableMap(more));
    }
  }

  /// Permanent: a service that returns is a new one.
  record Withdrawn() implements PublicService {}

  int MAX_SPEAKERS = 20;

  static PublicService unpublished() {
    return new Unpublished();
  }

  /// @throws Rejected with the reason, if the command is refused
  static List<ServiceEvent> decide(
      PublicService state, ServiceCommand command, ServiceContext context) {
    return switch (state) {
      case Unpublished _ ->
          switch (command) {
            case PublishService publish -> publish(publish, context);
            case ChangeService _, AcceptSpeaking _, DeclineSpeaking _, WithdrawService _ ->
                throw new Rejected(Reason.SERVICE_NOT_FOUND);
          };
      case Published published ->
          switch (command) {
            case PublishService _ -> List.of();
            case ChangeService change -> change(published, change, context);
            case AcceptSpeaking accept -> accept(published, accept, context);
            case DeclineSpeaking decline -> decline(published, decline, context);
            case WithdrawService withdraw -> {
              requireSpeaker(published, withdraw.by(), context);
              yield List.of(new ServiceWithdrawn(withdraw.service(), withdraw.by(), context.now()));
            }
          };
      case Withdrawn _ ->
          switch (command) {
            case PublishService _ -> List.of();
            case ChangeService _, AcceptSpeaking _, DeclineSpeaking _, WithdrawService _ ->
                throw new Rejected(Reason.SERVICE_NOT_FOUND);
          };
    };
  }

  /// The command that a service's event causes for a person: a declined invitation counts against
  /// its inviter.
  static Optional<PersonCommand> consequence(ServiceEvent event) {
    return event instanceof SpeakerDeclined declined
        ? Optional.of(new RefuseInviter(declined.personId(), declined.inviter()))
        : Optional.empty();
  }

  private static List<ServiceEvent> publish(PublishService publish, ServiceContext context) {
    if (!context.isPerson(publish.by())) {
      throw new Rejected(Reason.PERSON_NOT_FOUND);
    }
    List<PersonId> invited =
        publish.speakers().stream()
            .filter(person -> !person.equals(publish.by()))
            .distinct()
            .toList();
    requireRoom(1 + invited.size());
    List<ServiceEvent> events = new ArrayList<>(1 + invited.size());
    events.add(
        new ServicePublished(
            publish.service(),
            publish.key(),
            publish.by(),
            publish.description(),
            List.of(publish.by()),
            context.now()));
    invited.forEach(person -> events.add(invite(publish.service(), person, publish.by(), context)));
    return List.copyOf(events);
  }

  private static List<ServiceEvent> change(
      Published published, ChangeService change, ServiceContext context) {
    requireSpeaker(published, change.by(), context);
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
    List<PersonId> speakers = published.speakers();
    List<ServiceEvent> invitations = List.of();
    if (change.speakers() != null) {
      List<PersonId> named = change.speakers().stream().distinct().toList();
      requireRoom(named.size());
      speakers = named.stream().filter(published.speakers()::contains).toList();
      if (speakers.isEmpty()) {
        throw new Rejected(Reason.LAST_SPEAKER);
      }
      invitations = invitations(published, named, change, context);
    }
    List<ServiceEvent> events = new ArrayList<>();
    if (!description.equals(old) || !speakers.equals(published.speakers())) {
      events.add(
          new ServiceChanged(change.service(), description, speakers, change.by(), context.now()));
    }
    events.addAll(invitations);
    return List.copyOf(events);
  }

  /// Withdraws the invitations of people who are no longer named, and invites the new ones.
  private static List<ServiceEvent> invitations(
      Published published, List<PersonId> named, ChangeService change, ServiceContext context) {
    List<ServiceEvent> events = new ArrayList<>();
    for (PersonId person : published.invited().keySet()) {
      if (!named.contains(person)) {
        events.add(new SpeakerUninvited(change.service(), person, change.by(), context.now()));
      }
    }
    for (PersonId person : named) {
      if (!published.speakers().contains(person) && !published.invited().containsKey(person)) {
        events.add(invite(change.service(), person, change.by(), context));
      }
    }
    return events;
  }

  /// Nobody becomes a speaker without agreeing. Nobody is asked across a block, or by an inviter
  /// whose invitations they have declined too often.
  private static ServiceEvent invite(
      ServiceId service, PersonId person, PersonId by, ServiceContext context) {
    if (!context.isPerson(person)) {
      throw new Rejected(Reason.PERSON_NOT_FOUND);
    }
    if (context.hasBlocked(person, by)) {
      throw new Rejected(Reason.BLOCKED);
    }
    if (context.hasBlocked(by, person)) {
      throw new Rejected(Reason.BLOCKED_BY_YOU);
    }
    if (context.consentOf(person).refuses(by)) {
      throw new Rejected(Reason.INVITATIONS_DECLINED);
    }
    return new SpeakerInvited(service, person, by, context.now());
  }

  /// An invitation stays valid until it is declined or withdrawn, or one of the two blocks the
  /// other.
  private static List<ServiceEvent> accept(
      Published published, AcceptSpeaking accept, ServiceContext context) {
    PersonId by = accept.by();
    if (published.speakers().contains(by)) {
      return List.of();
    }
    PersonId inviter = published.invited().get(by);
    if (inviter == null || context.hasBlocked(by, inviter) || context.hasBlocked(inviter, by)) {
      throw notASpeaker(published, by, context);
    }
    return List.of(new SpeakerAccepted(accept.service(), by, inviter, context.now()));
  }

  private static List<ServiceEvent> decline(
      Published published, DeclineSpeaking decline, ServiceContext context) {
    PersonId by = decline.by();
    PersonId inviter = published.invited().get(by);
    if (inviter != null) {
      return List.of(new SpeakerDeclined(decline.service(), by, inviter, context.now()));
    }
    if (!published.speakers().contains(by)) {
      requireVisible(published, by, context);
      return List.of();
    }
    if (published.speakers().size() == 1) {
      throw new Rejected(Reason.LAST_SPEAKER);
    }
    return List.of(
        new ServiceChanged(
            decline.service(),
            published.description(),
            published.speakers().stream().filter(speaker -> !speaker.equals(by)).toList(),
            by,
            context.now()));
  }

  private static void requireRoom(int speakers) {
    if (speakers < 1 || speakers > MAX_SPEAKERS) {
      throw Rejected.field("speakers", "1 to " + MAX_SPEAKERS + " people", "array");
    }
  }

  private static void requireSpeaker(Published published, PersonId by, ServiceContext context) {
    if (!published.speakers().contains(by)) {
      throw notASpeaker(published, by, context);
    }
  }

  private static Rejected notASpeaker(Published published, PersonId by, ServiceContext context) {
    requireVisible(published, by, context);
    return new Rejected(Reason.NOT_A_SPEAKER);
  }

  /// A service does not exist for people who have no speaker on their side of a block.
  private static void requireVisible(Published published, PersonId by, ServiceContext context) {
    if (published.speakers().stream()
        .allMatch(speaker -> context.hasBlocked(speaker, by) || context.hasBlocked(by, speaker))) {
      throw new Rejected(Reason.SERVICE_NOT_FOUND);
    }
  }

  static PublicService evolve(PublicService state, ServiceEvent event) {
    if (event instanceof ServicePublished published) {
      return new Published(published.description(), List.copyOf(published.speakers()), Map.of());
    }
    Published before = requirePublished(state, event);
    return switch (event) {
      case ServicePublished _ -> before;
      case ServiceChanged changed ->
          new Published(changed.description(), List.copyOf(changed.speakers()), before.invited());
      case SpeakerInvited invited -> before.inviting(invited.personId(), invited.by());
      case SpeakerUninvited uninvited -> before.without(uninvited.personId());
      case SpeakerAccepted accepted -> before.with(accepted.personId());
      case SpeakerDeclined declined -> before.without(declined.personId());
      case ServiceWithdrawn _ -> new Withdrawn();
    };
  }

  private static Published requirePublished(PublicService state, ServiceEvent event) {
    if (state instanceof Published published) {
      return published;
    }
    throw new IllegalStateException(
        "the first event of a service must publish it, not " + event.getClass().getSimpleName());
  }
}
