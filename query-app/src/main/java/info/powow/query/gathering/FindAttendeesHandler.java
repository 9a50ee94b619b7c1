package info.powow.query.gathering;

import info.powow.domain.gathering.Gathering;
import info.powow.domain.nearby.Attendees;
import info.powow.domain.nearby.FindAttendees;
import info.powow.query.UpToDate;
import java.util.List;
import org.axonframework.queryhandling.QueryHandler;

/// Tells the socket nodes whom a change of a gathering concerns.
public class FindAttendeesHandler {
  private final Gatherings gatherings;
  private final UpToDate upToDate;

  FindAttendeesHandler(Gatherings gatherings, UpToDate upToDate) {
    this.gatherings = gatherings;
    this.upToDate = upToDate;
  }

  @QueryHandler
  Attendees find(FindAttendees query) {
    upToDate.await();
    String id = query.gathering().value();
    Gathering.Published gathering = gatherings.find(List.of(id)).get(id);
    return gathering == null
        ? new Attendees("", List.of())
        : new Attendees(
            gathering.announcement().title(), List.copyOf(gathering.answers().keySet()));
  }
}
