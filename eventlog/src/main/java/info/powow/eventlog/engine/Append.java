package info.powow.eventlog.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Work for the writer: entries to append together, or a snapshot to save. As much as possible is
/// prepared on the caller's thread, because there is only one writer.
final class Append {
  /// An entry and its encoded form.
  record Prepared(
      Entry entry, byte[] encoded, @Nullable Fingerprint stream, @Nullable Fingerprint key) {
    static Prepared of(Entry entry, byte[] stored, PayloadSeal seal) {
      return new Prepared(
          entry,
          entry.encode(stored),
          entry.stream().isEmpty() ? null : Fingerprint.ofStream(entry.stream()),
          entry
              .key()
              .map(key -> Fingerprint.ofKey(entry.stream(), seal.keyName(key)))
              .orElse(null));
    }
  }

  private static final byte[] NOTHING = {};

  private final List<Prepared> entries;
  private final boolean snapshot;
  private final int preparedInNanos;
  private final long bytes;
  private final long sinceNanos = System.nanoTime();
  private final CompletableFuture<Long> done = new CompletableFuture<>();

  // accessed by the writer, then by the publisher
  private long lastIndex;
  private @Nullable EventLogException failure;

  private Append(List<Prepared> entries, boolean snapshot, long began) {
    this.entries = entries;
    this.preparedInNanos = (int) Math.min(Integer.MAX_VALUE, sinceNanos - began);
    this.snapshot = snapshot;
    long sum = 0;
    for (Prepared prepared : entries) {
      sum += prepared.encoded().length + 64;
    }
    this.bytes = sum;
  }

  /// When it cannot be sealed, it fails in its turn, like any other append.
  static Append of(List<Entry> entries, PayloadSeal seal) {
    long began = System.nanoTime();
    List<Prepared> prepared = new ArrayList<>(entries.size());
    EventLogException unsealed = null;
    for (Entry entry : entries) {
      byte[] stored = NOTHING;
      try {
        stored = seal.seal(entry);
      } catch (EventLogException e) {
        unsealed = e;
      }
      prepared.add(Prepared.of(entry, stored, seal));
    }
    Append append = new Append(prepared, false, began);
    append.failure = unsealed;
    return append;
  }

  static Append ofSnapshot(Entry snapshot, PayloadSeal seal) {
    long began = System.nanoTime();
    return new Append(
        List.of(Prepared.of(snapshot, seal.sealSnapshot(snapshot), seal)), true, began);
  }

  List<Prepared> entries() {
    return entries;
  }

  boolean isSnapshot() {
    return snapshot;
  }

  long bytes() {
    return bytes;
  }

  long nanosSinceHandedOver() {
    return System.nanoTime() - sinceNanos;
  }

  /// When its caller handed it over, before it was sealed and encoded.
  long begunAtNanos() {
    return sinceNanos - preparedInNanos;
  }

  /// When it was ready for the queue.
  long queuedAtNanos() {
    return sinceNanos;
  }

  /// The index of its first entry, once written.
  long firstIndex() {
    return lastIndex - entries.size() + 1;
  }

  CompletableFuture<Long> done() {
    return done;
  }

  void writtenUpTo(long index) {
    lastIndex = index;
  }

  void fail(EventLogException cause) {
    failure = cause;
  }

  @Nullable EventLogException failure() {
    return failure;
  }

  void complete() {
    if (failure == null) {
      done.complete(lastIndex);
    } else {
      done.completeExceptionally(failure);
    }
  }

  Set<String> streams() {
    Set<String> streams = new LinkedHashSet<>();
    for (Prepared prepared : entries) {
      if (prepared.stream() != null) {
        streams.add(prepared.entry().stream());
      }
    }
    return streams;
  }
}
