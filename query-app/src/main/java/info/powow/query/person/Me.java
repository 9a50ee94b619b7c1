package info.powow.query.person;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.image.Picture;
import info.powow.domain.person.Discoverability;
import info.powow.projection.person.PersonView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One's own profile.
///
/// @param discoverable who may find me without knowing my handle
@JsonInclude(JsonInclude.Include.NON_NULL)
record Me(
    String personId,
    String handle,
    String displayName,
    String about,
    Discoverability discoverable,
    List<String> interests,
    @Nullable Picture avatar) {

  static Me of(PersonView person) {
    return new Me(
        person.id(),
        person.handle(),
        person.displayName(),
        person.about(),
        person.discoverable(),
        person.interests(),
        person.avatar());
  }
}
