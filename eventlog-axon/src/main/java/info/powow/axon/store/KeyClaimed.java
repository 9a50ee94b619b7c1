package info.powow.axon.store;

/// Records that a key was used, in a stream named after the key. So a store that finds events only
/// by stream can find them by key.
///
/// It is appended together with its event, after it, and is of no interest to anybody else.
///
/// @param position the sequence of the event that was appended under the key
public record KeyClaimed(long position) {
  static final String TYPE = "KeyClaimed";

  /// The name of the key's stream. No id contains `~`, so it differs from all other streams.
  static String stream(String stream, String key) {
    return "key~" + stream + '~' + key;
  }
}
