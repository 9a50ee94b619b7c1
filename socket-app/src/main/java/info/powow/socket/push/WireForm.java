package info.powow.socket.push;

import info.powow.domain.conversation.ConversationEvent;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.json.WireEvent;

/// The JSON of an event for clients, spliced from the bytes in the log without re-encoding.
final class WireForm {
  private WireForm() {}

  static byte[] of(LoggedEvent event) {
    return event.event() instanceof ConversationEvent
        ? WireEvent.of(event.type(), event.sequence(), event.json())
        : WireEvent.withoutPosition(event.type(), event.json());
  }
}
