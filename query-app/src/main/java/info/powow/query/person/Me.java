package info.powow.query.person;

import info.powow.domain.person.Discoverability;
import info.powow.projection.person.PersonView;
import java.util.List;

/// One's own profile.
///
/// @param discoverable who may find me without knowing my handle
record Me(
    String personId,
    String handle,
    String displayName,
    String about,
    Discoverability discoverable,
    List<String> interests) {

  static Me of(PersonView person) {
    return new Me(
        person.id(),
        person.handle(),
        person.displayName(),
        person.about(),
        person.discoverable(),
        person.interests());
  }
}
