package info.powow.socket.push;

import info.powow.domain.conversation.ConversationEvent;
import info.powow.eventlog.axon.LoggedEventMessage;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.WireEvent;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/// Axon's messages as the push side takes them: with the JSON for clients, spliced from the bytes
/// in the log where the log hands them out, encoded anew where it does not.
final class WireForm {
  private static final long NO_POSITION = -1;

  private final EventJson json;

  WireForm(EventJson json) {
    this.json = json;
  }

  LoggedEvent of(EventMessage<?> message) {
    long position =
        message instanceof DomainEventMessage<?> domain ? domain.getSequenceNumber() : NO_POSITION;
    long index =
        message instanceof TrackedEventMessage<?> tracked ? index(tracked.trackingToken()) : 0;
    return new LoggedEvent(message.getPayload(), position, index, () -> wire(message, position));
  }

  /// Where a token stands in the whole log; 0 before the first event.
  static long index(@Nullable TrackingToken token) {
    return token == null ? 0 : token.position().orElse(0);
  }

  private byte[] wire(EventMessage<?> message, long position) {
    Object payload = message.getPayload();
    String type;
    byte[] stored;
    if (message instanceof LoggedEventMessage logged) {
      Entry entry = logged.entry();
      type = entry.type();
      stored = entry.payload();
    } else {
      type = json.types().nameOf(payload.getClass());
      stored = json.encode(payload);
    }
    return payload instanceof ConversationEvent
        ? WireEvent.of(type, position, stored)
        : WireEvent.withoutPosition(type, stored);
  }
}
