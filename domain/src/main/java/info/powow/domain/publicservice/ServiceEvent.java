package info.powow.domain.publicservice;

import info.powow.domain.CommandKey;
import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import info.powow.domain.ServiceId;
import java.time.Instant;
import java.util.List;

/// An event of a public service.
public sealed interface ServiceEvent {
  ServiceId serviceId();

  Instant at();

  /// @param speakers the publisher only; the others are invited
  record ServicePublished(
      @Owner ServiceId serviceId,
      @Personal CommandKey key,
      PersonId by,
      @Personal Description description,
      List<PersonId> speakers,
      Instant at)
      implements ServiceEvent {}

  /// Contains the complete new description and speakers, without invitations.
  ///
  /// @param speakers the people who agreed to speak for it; the first is the one to write to
  record ServiceChanged(
      @Owner ServiceId serviceId,
      @Personal Description description,
      List<PersonId> speakers,
      PersonId by,
      Instant at)
      implements ServiceEvent {}

  /// Somebody was asked to speak for the service. Until they accept, only speakers see their name.
  record SpeakerInvited(ServiceId serviceId, PersonId personId, PersonId by, Instant at)
      implements ServiceEvent {}

  /// An invitation was withdrawn.
  record SpeakerUninvited(ServiceId serviceId, PersonId personId, PersonId by, Instant at)
      implements ServiceEvent {}

  /// @param inviter is notified too
  record SpeakerAccepted(ServiceId serviceId, PersonId personId, PersonId inviter, Instant at)
      implements ServiceEvent {}

  /// @param inviter is the only other person notified
  record SpeakerDeclined(ServiceId serviceId, PersonId personId, PersonId inviter, Instant at)
      implements ServiceEvent {}

  record ServiceWithdrawn(ServiceId serviceId, PersonId by, Instant at) implements ServiceEvent {}
}
