package info.powow.socket.push;

import info.powow.domain.ConversationId;

/// Messages between the events of a resume. The component names are the names on the wire.
public sealed interface ResumeMarker {
  /// All missed events were sent; live events follow.
  record CaughtUp() implements ResumeMarker {}

  /// The client's data is from another epoch of the log, because the log was restored from a
  /// backup: the client drops it. The following events are those for a client without data.
  record Reset() implements ResumeMarker {}

  /// More was missed than is sent; the client reads it over HTTP.
  ///
  /// @param from the position of the first event left out
  /// @param to the position of the last
  record Gap(ConversationId conversationId, long from, long to) implements ResumeMarker {}
}
