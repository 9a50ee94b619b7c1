package info.powow.eventlog.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns a group of appends into one batch for the store: checks that each append continues its
/// streams, and gives the entries their indexes. An append that does not fails alone.
///
/// Accessed only by the writer.
final class Staging {
  private final BatchBytes batch = new BatchBytes();
  private final Map<String, Long> lastSequences;
  private final List<Logged> logged = new ArrayList<>();
  private Store store;
  private long latestMillis;
  private long index;

  Staging(EventLogOptions options, Store store, long head) {
    this.lastSequences =
        new LinkedHashMap<>(1_024, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > options.cachedStreams();
          }
        };
    this.store = store;
    this.latestMillis = store.latestMillis(head);
  }

  /// Stages the appends that have not failed, after the newest entry. What was staged before is
  /// gone.
  void stage(List<Append> group, Store current, long head) {
    if (current != store) {
      // What was staged for the store before may not have been written.
      store = current;
      lastSequences.clear();
      latestMillis = current.latestMillis(head);
    }
    batch.clear();
    logged.clear();
    index = head;
    for (Append append : group) {
      if (append.failure() == null) {
        if (append.isSnapshot()) {
          stageSnapshot(append);
        } else {
          stageEntries(append);
        }
      }
    }
  }

  boolean isEmpty() {
    return batch.isEmpty();
  }

  byte[] batch() {
    return batch.toArray();
  }

  /// The staged entries. Valid until the next call of [#stage].
  List<Logged> logged() {
    return logged;
  }

  /// The index of the last staged entry, or that of the newest entry before.
  long lastIndex() {
    return index;
  }

  private void stageEntries(Append append) {
    List<Append.Prepared> entries = append.entries();
    StreamConflict conflict = conflict(entries);
    if (conflict != null) {
      append.fail(conflict);
      return;
    }
    for (Append.Prepared prepared : entries) {
      index++;
      Entry entry = prepared.entry();
      byte[] indexBytes = Fingerprint.bytesOf(index);
      batch.put(store.entriesId(), indexBytes, prepared.encoded());
      if (prepared.stream() != null) {
        batch.put(store.streamsId(), prepared.stream().bytesWith(entry.sequence()), indexBytes);
        lastSequences.put(entry.stream(), entry.sequence());
      }
      if (prepared.key() != null) {
        batch.put(store.keysId(), prepared.key().bytes(), Fingerprint.bytesOf(entry.sequence()));
      }
      latestMillis = Math.max(latestMillis, entry.atMillis());
      if (index % Store.TIME_STRIDE == 0) {
        batch.put(store.timesId(), indexBytes, Fingerprint.bytesOf(latestMillis));
      }
      logged.add(new Logged(index, entry));
    }
    append.writtenUpTo(index);
  }

  /// A snapshot must not be ahead of its stream: the append that it includes may have failed.
  private void stageSnapshot(Append append) {
    Append.Prepared prepared = append.entries().getFirst();
    Entry entry = prepared.entry();
    Fingerprint stream = Fingerprint.ofStream(entry.stream());
    Long last = lastSequences.get(entry.stream());
    boolean covered = last == null ? store.has(stream, entry.sequence()) : entry.sequence() <= last;
    if (covered) {
      batch.put(store.snapshotsId(), stream.bytes(), prepared.encoded());
    } else {
      append.fail(new StreamConflict(entry.stream(), entry.sequence(), next(entry, stream)));
    }
  }

  private @Nullable StreamConflict conflict(List<Append.Prepared> entries) {
    Map<String, Long> inThisAppend = entries.size() == 1 ? Map.of() : new HashMap<>();
    for (Append.Prepared prepared : entries) {
      Fingerprint stream = prepared.stream();
      if (stream == null) {
        continue;
      }
      Entry entry = prepared.entry();
      Long last = inThisAppend.get(entry.stream());
      if (last == null) {
        last = lastSequences.get(entry.stream());
      }
      boolean isNext =
          last == null
              ? (entry.sequence() == 0 || store.has(stream, entry.sequence() - 1))
                  && !store.has(stream, entry.sequence())
              : entry.sequence() == last + 1;
      if (!isNext) {
        return new StreamConflict(
            entry.stream(), entry.sequence(), last == null ? next(entry, stream) : last + 1);
      }
      if (entries.size() > 1) {
        inThisAppend.put(entry.stream(), entry.sequence());
      }
    }
    return null;
  }

  private long next(Entry entry, Fingerprint stream) {
    Long last = lastSequences.get(entry.stream());
    return last == null ? store.lastSequence(stream).orElse(-1) + 1 : last + 1;
  }
}
