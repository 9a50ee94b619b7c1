package info.powow.eventlog.seal;

import info.powow.eventlog.keys.KeysUnavailable;
import info.powow.eventlog.keys.Root;
import info.powow.eventlog.keys.RootKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keys that follow from their owners' names: the same in each run, for tests only.
final class FixedKeys implements RootKeys {
  private final Set<String> made = new HashSet<>();
  private final Set<String> destroyed = new HashSet<>();
  private final Map<String, byte[]> kept = new HashMap<>();

  @Override
  public String id() {
    return "fixed";
  }

  @Override
  public Root find(String owner) {
    if (!made.contains(owner)) {
      throw new KeysUnavailable("no key of " + owner);
    }
    return findOrMake(owner);
  }

  @Override
  public Root findOrMake(String owner) {
    if (destroyed.contains(owner)) {
      return new Root.Destroyed(Instant.EPOCH);
    }
    made.add(owner);
    try {
      return new Root.Present(
          MessageDigest.getInstance("SHA-256").digest(owner.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean destroy(String owner) {
    made.add(owner);
    return destroyed.add(owner);
  }

  @Override
  public void keep(Map<String, byte[]> keys) {
    kept.putAll(keys);
  }

  @Override
  public byte @Nullable [] kept(String name) {
    return kept.get(name);
  }

  @Override
  public int destroyKept(String prefix) {
    int before = kept.size();
    kept.keySet().removeIf(name -> name.startsWith(prefix));
    return before - kept.size();
  }

  @Override
  public Set<String> destroyed() {
    return destroyed;
  }

  @Override
  public long made() {
    return made.size();
  }

  @Override
  public void refresh() {
    // Nobody else has them.
  }
}
