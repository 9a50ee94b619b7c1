package info.powow.socket.push;

import info.powow.domain.ConversationId;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Buffers live events while a device still receives the ones it missed, so that their order is
/// kept.
final class LiveBuffer {
  private final BufferedBytes ofPerson;
  private final int maxEvents;
  private final Queue<Held> events = new ArrayDeque<>();
  private long bytes;

  /// @param conversation null for an event without a position
  private record Held(@Nullable ConversationId conversation, long position, byte[] frame) {}

  /// @param ofPerson counts the bytes buffered for all devices of the person
  LiveBuffer(BufferedBytes ofPerson, int maxEvents) {
    this.ofPerson = ofPerson;
    this.maxEvents = maxEvents;
  }

  /// @return false if the buffer is full
  boolean add(@Nullable ConversationId conversation, long position, byte[] frame) {
    if (events.size() == maxEvents || !ofPerson.add(frame.length)) {
      return false;
    }
    bytes += frame.length;
    events.add(new Held(conversation, position, frame));
    return true;
  }

  /// Releases the events that the device has not received yet.
  ///
  /// @param sent the last position of each conversation that the device has
  void release(Map<ConversationId, Long> sent, Consumer<byte[]> out) {
    for (Held held : events) {
      if (held.conversation() == null
          || held.position() > sent.getOrDefault(held.conversation(), -1L)) {
        out.accept(held.frame());
      }
    }
    drop();
  }

  /// Discards all events.
  void drop() {
    events.clear();
    ofPerson.remove(bytes);
    bytes = 0;
  }
}
