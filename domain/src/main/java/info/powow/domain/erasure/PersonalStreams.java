package info.powow.domain.erasure;

import info.powow.domain.ConversationId;
import java.util.List;

/// Where a person has left something.
///
/// @param conversations all that they are or ever were a member of
public record PersonalStreams(List<ConversationId> conversations) {
  public PersonalStreams {
    conversations = List.copyOf(conversations);
  }
}
