package info.powow.domain.erasure;

import info.powow.domain.Public;
import java.util.Locale;

/// A place outside the sealed log that keeps what people wrote in plain text. Each has a [Forgets].
/// `docs/privacy.md` lists them; a test compares.
@Public
public enum PlaintextStore {
  /// The newest entries of the log in memory, and the keys in memory.
  LOG,
  /// The states of aggregates in memory, and their snapshots.
  STATES,
  /// The views: history, inboxes, profiles, settings, devices.
  VIEWS,
  /// The search indexes.
  SEARCH,
  /// The bytes of pictures, and their renditions.
  PICTURES;

  /// The name on the wire, such as `views`.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
