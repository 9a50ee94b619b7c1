package info.powow.domain.presence;

import info.powow.domain.Command;
import info.powow.domain.PersonId;
import java.time.Instant;

/// Somebody's last connection has ended: the read side keeps when. Not an event, so nothing in the
/// log.
public record RecordLastSeen(PersonId person, Instant at) implements Command {
  @Override
  public String routingKey() {
    return person.value();
  }
}
