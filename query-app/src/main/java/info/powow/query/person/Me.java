package info.powow.query.person;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.image.Picture;
import info.powow.domain.person.Discoverability;
import info.powow.domain.person.MayAdd;
import info.powow.domain.person.MayWrite;
import info.powow.projection.person.PersonView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The caller's own profile.
///
/// @param discoverable who may find me without knowing my handle
/// @param mayAddMe who may add me to a group directly
/// @param mayWriteMe whose first message I accept
@JsonInclude(JsonInclude.Include.NON_NULL)
record Me(
    String personId,
    String handle,
    String displayName,
    String about,
    Discoverability discoverable,
    List<String> interests,
    @Nullable Picture avatar,
    MayAdd mayAddMe,
    MayWrite mayWriteMe) {

  static Me of(PersonView person) {
    return new Me(
        person.id(),
        person.handle(),
        person.displayName(),
        person.about(),
        person.discoverable(),
        person.interests(),
        person.avatar(),
        person.consent().mayAddMe(),
        person.consent().mayWriteMe());
  }
}
