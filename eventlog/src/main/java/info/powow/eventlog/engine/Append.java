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
    static Prepared of(Entry entry) {
      return new Prepared(
          entry,
          entry.encode(),
          entry.stream().isEmpty() ? null : Fingerprint.ofStream(entry.stream()),
          entry.key().map(key -> Fingerprint.ofKey(entry.stream(), key)).orElse(null));
    }
  }

  private final List<Prepared> entries;
  private final boolean snapshot;
  private final long bytes;
  private final long sinceNanos = System.nanoTime();
  private final CompletableFuture<Long> done = new CompletableFuture<>();

  // accessed by the writer, then by the publisher
  private long lastIndex;
  private @Nullable EventLogException failure;

  private Append(List<Prepared> entries, boolean snapshot) {
    this.entries = entries;
    this.snapshot = snapshot;
    long sum = 0;
    for (Prepared prepared : entries) {
      sum += prepared.encoded().length + 64;
    }
    this.bytes = sum;
  }

  static Append of(List<Entry> entries) {
    if (entries.size() == 1) {
      return new Append(List.of(Prepared.of(entries.getFirst())), false);
    }
    List<Prepared> prepared = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      prepared.add(Prepared.of(entry));
    }
    return new Append(prepared, false);
  }

  static Append ofSnapshot(Entry snapshot) {
    return new Append(List.of(Prepared.of(snapshot)), true);
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
