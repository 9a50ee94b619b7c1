package info.powow.query.gathering;

import info.powow.domain.gathering.Gathering;
import info.powow.domain.nearby.Attendees;
import info.powow.domain.nearby.FindAttendees;
import info.powow.query.ReadYourWrites;
import info.powow.query.person.PersonFinder;
import java.util.List;
import org.axonframework.queryhandling.QueryHandler;

/// Answers socket nodes' queries for the people whom a change of a gathering concerns: those who
/// answered, without people who have blocked the host or were blocked by them.
public class FindAttendeesHandler {
  private final Gatherings gatherings;
  private final PersonFinder people;
  private final ReadYourWrites readYourWrites;

  FindAttendeesHandler(Gatherings gatherings, PersonFinder people, ReadYourWrites readYourWrites) {
    this.gatherings = gatherings;
    this.people = people;
    this.readYourWrites = readYourWrites;
  }

  @QueryHandler
  Attendees find(FindAttendees query) {
    readYourWrites.await();
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
