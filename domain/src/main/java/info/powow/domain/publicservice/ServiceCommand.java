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

  /// @param speakers who is invited to speak for it beside who publishes it
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

  /// Changes what is given and leaves the rest.
  ///
  /// @param speakers all who are to speak for it from now on, the first of them being written to.
  ///     Who does not speak for it yet is invited; who is not named does not speak for it any more,
  ///     and is not invited any more
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

  /// Declines the invitation to speak for a service, or ceases to speak for it.
  record DeclineSpeaking(ServiceId service, PersonId by) implements ServiceCommand {}

  record WithdrawService(ServiceId service, PersonId by) implements ServiceCommand {}
}
