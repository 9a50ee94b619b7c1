package info.powow.analytics.replay.child;

import info.powow.eventlog.keys.KeysUnavailable;
import info.powow.eventlog.keys.Root;
import info.powow.eventlog.keys.RootKeys;
import info.powow.eventlog.seal.Sealing;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Requests the keys of owners from the parent, one by one, when an event needs them. Keys are
/// forgotten after each call, so what is erased meanwhile stays erased in a replay.
final class ParentKeys implements RootKeys {
  /// Requests keys from the parent.
  interface Source {
    /// @return the key; empty if it was destroyed
    byte[] keyOf(String owner);
  }

  private static final int KEY_BYTES = 32;
  private static final int REMEMBERED = 50_000;

  private final Source source;
  private final Map<String, Root> known = new HashMap<>();

  ParentKeys(Source source) {
    this.source = source;
  }

  void forget() {
    known.clear();
  }

  @Override
  public String id() {
    return "replay";
  }

  @Override
  public Root find(String owner) {
    Root root = known.get(owner);
    if (root == null) {
      byte[] key = source.keyOf(owner);
      root = key.length == 0 ? new Root.Destroyed(Instant.EPOCH) : new Root.Present(key);
      if (known.size() >= REMEMBERED) {
        known.clear();
      }
      known.put(owner, root);
    }
    return root;
  }

  /// A child only reads. The installation's own keys are not needed and stay with the parent; a key
  /// of zeros stands for them.
  @Override
  public Root findOrMake(String owner) {
    return Sealing.isOwner(owner) ? find(owner) : new Root.Present(new byte[KEY_BYTES]);
  }

  @Override
  public boolean destroy(String owner) {
    throw new KeysUnavailable("A replay destroys no key");
  }

  @Override
  public Set<String> destroyed() {
    return Set.of();
  }

  @Override
  public long made() {
    return 0;
  }

  @Override
  public void refresh() {
    forget();
  }
}
