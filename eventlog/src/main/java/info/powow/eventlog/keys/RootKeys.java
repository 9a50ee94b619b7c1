package info.powow.eventlog.keys;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One random root for each owner of personal data: a person, or a group, gathering or service.
///
/// Looking up a key that is known takes no lock and no read. A method may fail with
/// [KeysUnavailable].
public interface RootKeys {
  /// Tells these keys from all others.
  String id();

  /// @throws UnknownKey when there is no key of this owner, and never was: these are not the keys
  ///     of the log, or an old copy of them
  Root find(String owner);

  /// The owner's root. When there is none yet, it is made, and durable before it is returned.
  Root findOrMake(String owner);

  /// Destroys an owner's root, and leaves a tombstone. Durable before it returns.
  ///
  /// @return whether it was there
  boolean destroy(String owner);

  /// Whose roots were destroyed.
  Set<String> destroyed();

  /// How many roots were made, including those that were destroyed. Never becomes less.
  long made();

  /// Takes in what other processes changed.
  void refresh();

  /// Keeps other keys, under names that are nobody's (with a `~`), such as those of a legal hold. A
  /// name that is known, or was once, is left as it is. Durable before it returns.
  default void keep(Map<String, byte[]> keys) {
    throw new UnsupportedOperationException(this + " keeps no other keys");
  }

  /// A key that was kept; null if there is none, or it was destroyed.
  default byte @Nullable [] kept(String name) {
    return null;
  }

  /// Destroys all kept keys whose names begin like this. Durable before it returns.
  ///
  /// @return how many there were
  default int destroyKept(String prefix) {
    throw new UnsupportedOperationException(this + " keeps no other keys");
  }
}
