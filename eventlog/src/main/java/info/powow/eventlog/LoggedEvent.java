package info.powow.eventlog;

import info.powow.eventlog.engine.Entry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event of the log, as delivered to followers. The payload is decoded on demand, unless it is
/// still in memory from the append.
public final class LoggedEvent {
  private final long index;
  private final Entry entry;
  private final EventDecoder decoder;
  private volatile @Nullable Object event;

  public LoggedEvent(long index, Entry entry, EventDecoder decoder) {
    this.index = index;
    this.entry = decoder.upcast(entry);
    this.decoder = decoder;
    this.event = entry.decoded().orElse(null);
  }

  /// The index in the log: 1, 2, 3, … It is 0 for an event read from its stream over a store that
  /// does not know it ([EventSource#read]).
  public long index() {
    return index;
  }

  /// The stream of the event, such as a conversation's id; empty if it belongs to none.
  public String stream() {
    return entry.stream();
  }

  /// The place in its stream: 0, 1, 2, …
  public long sequence() {
    return entry.sequence();
  }

  /// The type name of its current revision.
  public String type() {
    return entry.type();
  }

  /// The revision of its JSON.
  public String revision() {
    return entry.revision();
  }

  public Instant at() {
    return entry.at();
  }

  /// The decoded event.
  ///
  /// @throws RuntimeException if the stored form cannot be decoded
  public Object event() {
    Object known = event;
    if (known == null) {
      known = decoder.decode(entry);
      event = known;
    }
    return known;
  }

  /// The stored JSON (UTF-8) of the event, which is its wire form without type and position. The
  /// array is shared and must not be modified.
  public byte[] json() {
    return entry.payload();
  }

  /// The same event with another payload: what was erased of it, opened by a legal hold.
  LoggedEvent with(Entry opened) {
    return new LoggedEvent(index, opened, decoder);
  }

  @Override
  public String toString() {
    return entry + " at " + index;
  }
}
