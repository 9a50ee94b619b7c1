package info.powow.notify.delivery;

/// What a device finds in a push, once it is decrypted.
sealed interface Payload permits PushPayload, GatheringPayload {
  /// Without what was cleared, and with less text.
  Payload shorter();

  /// With as little as possible.
  Payload bare();
}
