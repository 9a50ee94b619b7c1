package info.powow.socket.push;

import info.powow.domain.ConversationId;

/// What is told between the events of a resume. The component names are the names on the wire.
public sealed interface ResumeMarker {
  /// Everything that was missed has been sent: what follows happens now.
  record CaughtUp() implements ResumeMarker {}

  /// What the client has is not of this log, which was restored from a backup: it drops all of it.
  /// What comes next is what somebody gets who has nothing.
  record Reset() implements ResumeMarker {}

  /// More was missed than is sent: HTTP has it.
  ///
  /// @param from position of the first event that is left out
  /// @param to position of the last
  record Gap(ConversationId conversationId, long from, long to) implements ResumeMarker {}
}
