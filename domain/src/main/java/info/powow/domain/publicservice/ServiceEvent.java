package info.powow.domain.publicservice;

import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;
import info.powow.domain.ServiceId;
import java.time.Instant;
import java.util.List;

/// What happened to a service.
public sealed interface ServiceEvent {
  ServiceId serviceId();

  Instant at();

  /// @param speakers who speaks for it, whoever is written to first
  record ServicePublished(
      ServiceId serviceId,
      CommandKey key,
      PersonId by,
      Description description,
      List<PersonId> speakers,
      Instant at)
      implements ServiceEvent {}

  /// All of it as it is from now on.
  record ServiceChanged(
      ServiceId serviceId,
      Description description,
      List<PersonId> speakers,
      PersonId by,
      Instant at)
      implements ServiceEvent {}

  record ServiceWithdrawn(ServiceId serviceId, PersonId by, Instant at) implements ServiceEvent {}
}
