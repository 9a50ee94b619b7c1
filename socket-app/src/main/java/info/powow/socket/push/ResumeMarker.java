package info.powow.socket.push;

import info.powow.domain.ConversationId;

/// What is told between the events of a resume. The component names are the names on the wire.
public sealed interface ResumeMarker {
  /// Everything that was missed has been sent: what follows happens now.
  record CaughtUp() implements ResumeMarker {}

  /// More was missed than is sent: HTTP has it.
  ///
  /// @param from position of the first event that is left out
  /// @param to position of the last
  record Gap(ConversationId conversationId, long from, long to) implements ResumeMarker {}
}
