package info.powow.domain.publicservice;

import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;
import info.powow.domain.ServiceId;
import java.time.Instant;
import java.util.List;

/// A change of a public service.
public sealed interface ServiceEvent {
  ServiceId serviceId();

  Instant at();

  /// @param speakers who speaks for it: whoever publishes it. The others are invited
  record ServicePublished(
      ServiceId serviceId,
      CommandKey key,
      PersonId by,
      Description description,
      List<PersonId> speakers,
      Instant at)
      implements ServiceEvent {}

  /// All of it as it is from now on, apart from who is invited.
  ///
  /// @param speakers who speaks for it and has agreed to, whoever is written to first
  record ServiceChanged(
      ServiceId serviceId,
      Description description,
      List<PersonId> speakers,
      PersonId by,
      Instant at)
      implements ServiceEvent {}

  /// Somebody is asked to speak for the service. Until they accept, nobody else is shown their name
  /// with it.
  record SpeakerInvited(ServiceId serviceId, PersonId personId, PersonId by, Instant at)
      implements ServiceEvent {}

  /// An invitation was taken back.
  record SpeakerUninvited(ServiceId serviceId, PersonId personId, PersonId by, Instant at)
      implements ServiceEvent {}

  /// @param inviter who is told as well
  record SpeakerAccepted(ServiceId serviceId, PersonId personId, PersonId inviter, Instant at)
      implements ServiceEvent {}

  /// @param inviter who is told as well, and nobody else
  record SpeakerDeclined(ServiceId serviceId, PersonId personId, PersonId inviter, Instant at)
      implements ServiceEvent {}

  record ServiceWithdrawn(ServiceId serviceId, PersonId by, Instant at) implements ServiceEvent {}
}
