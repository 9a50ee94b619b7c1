package info.powow.socket.presence;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.time.Instant;
import java.util.List;

/// Presence changes that one node sends to another. Must be applied in the order of its parts;
/// applying it twice has no further effect.
///
/// @param from the sending node
public record SignalBatch(
    String from, List<Gone> gone, List<Parted> parted, List<Present> here, List<Typing> typing) {

  /// A person is connected.
  ///
  /// @param in small conversations of which they are a member; those reported earlier remain
  /// @param asks whether the sender wants the members who are connected elsewhere
  public record Present(PersonId person, List<ConversationId> in, boolean asks) {}

  /// A person is no longer connected to that node.
  public record Gone(PersonId person, Instant at) {}

  /// A person is no longer a member.
  public record Parted(PersonId person, ConversationId conversation) {}

  public record Typing(ConversationId conversation, PersonId person, boolean typing) {}
}
