package info.powow.axon.store;

/// Says that a key was used, in a stream of the key's own: so a store that finds events by stream
/// and nothing else finds them by key.
///
/// It is appended together with the event, stands behind it in the log, and tells nobody else
/// anything.
///
/// @param position the sequence number of the event that was appended under the key
public record KeyClaimed(long position) {
  static final String TYPE = "KeyClaimed";

  /// The name of the key's own stream. No id has a `~`: it is no conversation's and no reader's.
  static String stream(String stream, String key) {
    return "key~" + stream + '~' + key;
  }
}
