package info.powow.notify.delivery;

/// What a device shows: a browser finds it in a push once that is decrypted, an app asks for it.
sealed interface Payload permits PushPayload, GatheringPayload {
  /// The same for everything about one message: what comes later replaces what is shown.
  String tag();

  /// Without what was cleared, and with less text.
  Payload shorter();

  /// With as little as possible.
  Payload bare();
}
