package info.powow.query.conversation;

import info.powow.domain.PersonId;
import info.powow.domain.image.Picture;
import info.powow.domain.place.Place;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What anybody may know of groups that anybody may join.
public interface OpenGroups {
  /// @param memberCount the number of its members
  record OpenGroup(String name, @Nullable Picture avatar, int memberCount, @Nullable Place place) {}

  /// Those of these conversations that are open groups with members, by id. Without those that the
  /// person is banned from: for them, these do not exist.
  Map<String, OpenGroup> of(PersonId person, Collection<String> conversations);
}
