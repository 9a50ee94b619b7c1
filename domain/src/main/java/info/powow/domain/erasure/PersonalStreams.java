package info.powow.domain.erasure;

import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import java.util.List;

/// Where a person has left something.
///
/// @param conversations all that they are or ever were a member of
/// @param gatherings all that they host
public record PersonalStreams(List<ConversationId> conversations, List<GatheringId> gatherings) {
  public PersonalStreams {
    conversations = List.copyOf(conversations);
    gatherings = List.copyOf(gatherings);
  }
}
