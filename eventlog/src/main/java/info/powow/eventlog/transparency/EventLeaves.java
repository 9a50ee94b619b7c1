package info.powow.eventlog.transparency;

import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.seal.SealedPayload;
import info.powow.eventlog.seal.Sealing;
import info.powow.tlog.Leaf;
import java.util.LinkedHashMap;
import java.util.Map;

/// Derives the leaves of the tree from stored entries: the same leaf each time, also after the key
/// of an entry was destroyed. Remembers the tags of the streams seen last. Not thread-safe.
final class EventLeaves {
  private static final int REMEMBERED = 20_000;
  private static final byte[] NOTHING_PERSONAL = {};

  private final Sealing sealing;
  private final Map<String, byte[]> tags =
      new LinkedHashMap<>(1_024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > REMEMBERED;
        }
      };

  EventLeaves(Sealing sealing) {
    this.sealing = sealing;
  }

  /// @param stored with its payload as it is on disk
  Leaf of(Logged stored) {
    Entry entry = stored.entry();
    byte[] publicPart = entry.payload();
    byte[] commitment = NOTHING_PERSONAL;
    if (SealedPayload.isSealed(entry.payload())) {
      SealedPayload sealed = SealedPayload.decode(entry.payload());
      publicPart = sealed.publicPart();
      commitment = sealed.commitment();
    }
    return new Leaf(
        stored.index(),
        tags.computeIfAbsent(
            entry.stream(), stream -> Leaf.streamTag(sealing.streamTagKey(stream), stream)),
        entry.sequence(),
        entry.type(),
        entry.revision(),
        entry.at().toEpochMilli(),
        Leaf.publicHash(publicPart),
        commitment);
  }
}
