package info.powow.ops;

import java.util.Locale;

/// The steps of a message whose time is noted, in the order in which they usually happen.
public enum Stage {
  /// The SEND frame was decoded. Absent for a message sent over HTTP.
  READ,
  /// The domain accepted the message.
  DECIDED,
  /// The event is encoded and in the log's queue.
  QUEUED,
  /// The event is on disk.
  FSYNCED,
  /// The RECEIPT was passed to the push thread.
  RECEIPT,
  /// The push thread took the event from the log.
  TAKEN,
  /// The frames for all devices connected here are encoded.
  MADE,
  /// The frames were passed to the sockets.
  FLUSHED;

  /// The name in answers.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
