package info.powow.notify.delivery;

/// What a device shows. A browser receives it encrypted in the push; an app requests it.
sealed interface Payload permits PushPayload, GatheringPayload {
  /// The same for everything about one message: a later payload replaces what is shown.
  String tag();

  /// Leaves out what was cleared, and shortens the text.
  Payload shorter();

  /// The smallest possible payload.
  Payload bare();
}
