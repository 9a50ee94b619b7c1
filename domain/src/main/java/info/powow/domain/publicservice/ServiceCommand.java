package info.powow.domain.publicservice;

import info.powow.domain.Command;
import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;
import info.powow.domain.ServiceId;
import info.powow.domain.Tag;
import info.powow.domain.place.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command about a public service. `by` is the signed-in person.
public sealed interface ServiceCommand extends Command {
  ServiceId service();

  PersonId by();

  @Override
  default String routingKey() {
    return service().value();
  }

  /// @param speakers people who are invited to speak for it, besides the publisher
  record PublishService(
      PersonId by, CommandKey key, Description description, List<PersonId> speakers)
      implements ServiceCommand {
    public PublishService {
      speakers = List.copyOf(speakers);
    }

    @Override
    public ServiceId service() {
      return ServiceId.of(by, key);
    }
  }

  /// Changes the given fields; null leaves a field unchanged.
  ///
  /// @param speakers all intended speakers, the first being the one to write to. New people are
  ///     invited; people who are not named stop being speakers, or are no longer invited
  record ChangeService(
      ServiceId service,
      PersonId by,
      @Nullable String name,
      @Nullable String text,
      @Nullable Tag category,
      @Nullable Place place,
      @Nullable Integer area,
      @Nullable OpeningHours hours,
      @Nullable Contact contact,
      @Nullable List<PersonId> speakers)
      implements ServiceCommand {}

  /// Accepts the invitation to speak for a service.
  record AcceptSpeaking(ServiceId service, PersonId by) implements ServiceCommand {}

  /// Declines the invitation to speak for a service, or steps down as a speaker.
  record DeclineSpeaking(ServiceId service, PersonId by) implements ServiceCommand {}

  record WithdrawService(ServiceId service, PersonId by) implements ServiceCommand {}
}
