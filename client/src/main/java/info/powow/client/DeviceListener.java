package info.powow.client;

import tools.jackson.databind.JsonNode;

/// What happens on a [Device]. Called one at a time, in order. The device reads no further until the
/// method returns; a call that takes long belongs on a thread of its own.
@FunctionalInterface
public interface DeviceListener {
  /// An event of a conversation, each exactly once, in the order of its conversation.
  void event(JsonNode event);

  /// Somebody types, or goes online or offline.
  default void signal(JsonNode signal) {}

  /// All events up to this moment have been delivered. Comes after each time of connecting.
  default void caughtUp() {}

  /// The server has another log than before: drop everything. All events come again.
  default void reset() {}

  /// The session has ended, and the device with it: the person has to sign in again.
  default void ended(String code) {}
}
