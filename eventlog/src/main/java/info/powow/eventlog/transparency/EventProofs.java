package info.powow.eventlog.transparency;

import info.powow.domain.HoldId;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.seal.Sealing;
import info.powow.eventlog.seal.Sealing.Disclosed;
import info.powow.tlog.Checkpoint;
import info.powow.tlog.Leaf;
import info.powow.tlog.SignedNote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Reads events together with what proves them to somebody who does not trust this server. For one
/// thread at a time.
public final class EventProofs {
  private static final Duration POLL = Duration.ofMillis(20);

  private final EventLog log;
  private final Sealing sealing;
  private final TransparencyLog transparency;
  private final EventLeaves leaves;

  public EventProofs(EventLog log, Sealing sealing, TransparencyLog transparency) {
    this.log = log;
    this.sealing = sealing;
    this.transparency = transparency;
    this.leaves = new EventLeaves(sealing);
  }

  /// An event and its leaf.
  ///
  /// @param leaf what the transparency log has of it
  /// @param content what the leaf commits to
  public record ProvableEntry(Leaf leaf, Disclosed content) {}

  /// Reads at most this many events of one stream, starting with a sequence.
  public List<ProvableEntry> read(String stream, long from, int maxCount) {
    return read(stream, from, maxCount, List.of());
  }

  /// The same.
  ///
  /// @param holds those that may open what was erased
  public List<ProvableEntry> read(
      String stream, long from, int maxCount, Collection<HoldId> holds) {
    List<ProvableEntry> events = new ArrayList<>();
    for (Logged stored : log.readStored(stream, from, maxCount)) {
      Entry entry = stored.entry();
      events.add(new ProvableEntry(leaves.of(stored), sealing.disclose(entry, holds)));
    }
    return events;
  }

  /// With it, the leaves of one stream can be found, and of no other.
  public byte[] tagKey(String stream) {
    return sealing.streamTagKey(stream);
  }

  /// The newest checkpoint that covers an event; empty if there is none in time.
  ///
  /// @param index of the event in the log, from 1
  public Optional<SignedNote> checkpoint(long index, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      Optional<SignedNote> newest =
          transparency.checkpoint().filter(note -> Checkpoint.parse(note.text()).size() >= index);
      if (newest.isPresent() || System.nanoTime() > deadline) {
        return newest;
      }
      Thread.sleep(POLL);
    }
  }

  public TransparencyLog transparency() {
    return transparency;
  }
}
