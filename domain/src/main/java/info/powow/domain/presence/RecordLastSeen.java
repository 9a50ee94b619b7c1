package info.powow.domain.presence;

import info.powow.domain.Command;
import info.powow.domain.PersonId;
import java.time.Instant;

/// Records when a person's last connection ended. The read side stores it; it is not an event, so
/// the log does not contain it.
public record RecordLastSeen(PersonId person, Instant at) implements Command {
  @Override
  public String routingKey() {
    return person.value();
  }
}
