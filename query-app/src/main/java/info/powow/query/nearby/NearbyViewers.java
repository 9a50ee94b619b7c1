package info.powow.query.nearby;

import info.powow.domain.PersonId;
import info.powow.projection.nearby.NearbyViewer;
import info.powow.projection.person.PersonView;
import info.powow.query.person.PersonFinder;
import info.powow.query.person.SharedGroups;
import java.util.List;

/// Determines what a person may see at the time of the query.
final class NearbyViewers {
  private final PersonFinder people;
  private final SharedGroups fellows;
  private final NearbyProperties properties;

  NearbyViewers(PersonFinder people, SharedGroups fellows, NearbyProperties properties) {
    this.people = people;
    this.fellows = fellows;
    this.properties = properties;
  }

  NearbyViewer of(PersonId person) {
    return new NearbyViewer(
        person,
        people.find(person.value()).map(PersonView::blocked).orElse(List.of()),
        fellows.of(person.value()),
        properties.expires(),
        properties.recent());
  }

  boolean eitherHasBlocked(String person, PersonId other) {
    return people.eitherHasBlocked(new PersonId(person), other);
  }

  /// Whether one person has blocked another.
  boolean hasBlocked(String person, PersonId other) {
    return people.find(person).map(PersonView::blocked).orElse(List.of()).contains(other.value());
  }
}
