package info.powow.query.person;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.image.Picture;
import info.powow.projection.person.PersonView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A person as others see them.
///
/// @param erased true if the account was erased; absent otherwise
/// @param lastSeen shown to people who share a private chat or a small group with them
@JsonInclude(JsonInclude.Include.NON_NULL)
record Profile(
    String personId,
    String handle,
    String displayName,
    String about,
    List<String> interests,
    @Nullable Picture avatar,
    @Nullable Instant lastSeen,
    @Nullable Boolean erased) {

  static Profile of(PersonView person, @Nullable Instant lastSeen) {
    return new Profile(
        person.id(),
        person.handle(),
        person.displayName(),
        person.about(),
        person.interests(),
        person.avatar(),
        person.isErased() ? null : lastSeen,
        person.isErased() ? true : null);
  }
}
