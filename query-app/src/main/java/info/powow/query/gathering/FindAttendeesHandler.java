package info.powow.query.gathering;

import info.powow.domain.gathering.Gathering;
import info.powow.domain.nearby.Attendees;
import info.powow.domain.nearby.FindAttendees;
import info.powow.query.UpToDate;
import info.powow.query.person.People;
import java.util.List;
import org.axonframework.queryhandling.QueryHandler;

/// Tells the socket nodes whom a change of a gathering concerns: those who answered, but for those
/// who have blocked the host or were blocked by them, for whom it is not there.
public class FindAttendeesHandler {
  private final Gatherings gatherings;
  private final People people;
  private final UpToDate upToDate;

  FindAttendeesHandler(Gatherings gatherings, People people, UpToDate upToDate) {
    this.gatherings = gatherings;
    this.people = people;
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
            gathering.announcement().title(),
            gathering.answers().keySet().stream()
                .filter(person -> !people.eitherHasBlocked(person, gathering.host()))
                .toList());
  }
}
