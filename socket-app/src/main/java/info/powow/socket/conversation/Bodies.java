package info.powow.socket.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.Role;
import info.powow.domain.person.InboxSection;
import info.powow.domain.place.Place;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bodies of SEND frames, read by [info.powow.http.json.StrictJson]. Component names are the
/// names on the wire; `@Nullable` components may be absent, and an absent list is empty. The
/// AsyncAPI document is generated from these.
final class Bodies {
  private Bodies() {}

  record Nothing() {}

  record OpenDirect(PersonId with) {}

  record CreateGroup(
      CommandKey key,
      String name,
      List<PersonId> members,
      @Nullable Boolean open,
      @Nullable Boolean history,
      @Nullable Place place) {}

  record UpdatePlace(double lat, double lon) {}

  record Person(PersonId personId) {}

  record Token(String token) {}

  record RemoveMember(PersonId personId, @Nullable Boolean ban) {}

  record ChangeRole(PersonId personId, Role role) {}

  record Rename(String name) {}

  record Avatar(@Nullable ImageId imageId) {}

  record GroupPlace(@Nullable Place place) {}

  record SendMessage(
      CommandKey key,
      @Nullable String text,
      List<ImageId> images,
      @Nullable Long replyTo,
      List<PersonId> mentions) {}

  record EditMessage(long position, String text, @Nullable List<PersonId> mentions) {}

  record Message(long position) {}

  record Reaction(long position, String emoji) {}

  record MarkRead(long upTo) {}

  record Mute(@Nullable Instant until) {}

  /// Absent parts stay as they are.
  record Arrange(@Nullable InboxSection section, @Nullable Boolean unread) {}

  record Typing(boolean typing) {}

  record Attention(boolean active) {}

  /// One event if it is absent.
  record Step(@Nullable Long events) {}

  record Seek(long after) {}

  record Speed(String speed) {}
}
