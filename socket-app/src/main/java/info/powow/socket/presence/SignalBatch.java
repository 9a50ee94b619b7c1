package info.powow.socket.presence;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.time.Instant;
import java.util.List;

/// What one node tells another of the people who are connected to it. To be taken in the order of
/// its parts; taken twice it says the same.
///
/// @param from the node that tells
public record SignalBatch(
    String from, List<Gone> gone, List<Parted> parted, List<Present> here, List<Typing> typing) {

  /// Somebody is connected.
  ///
  /// @param in small conversations that they are in; others that were told before remain
  /// @param asks whether the node wants to know who is in them elsewhere
  public record Present(PersonId person, List<ConversationId> in, boolean asks) {}

  /// Somebody is not connected to that node any more.
  public record Gone(PersonId person, Instant at) {}

  /// Somebody is no member any more.
  public record Parted(PersonId person, ConversationId conversation) {}

  public record Typing(ConversationId conversation, PersonId person, boolean typing) {}
}
