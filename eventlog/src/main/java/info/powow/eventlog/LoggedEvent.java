package info.powow.eventlog;

import info.powow.eventlog.engine.Entry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One event of the log, as everybody who follows the log is given it. The payload is decoded when
/// somebody asks for it, and not even then while it is still known from having been appended.
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

  /// Place in the log: 1, 2, 3, … It is 0 for an event that was read from its stream over a store
  /// that does not tell ([EventSource#read]).
  public long index() {
    return index;
  }

  /// The stream it belongs to, such as a conversation's id; empty when it belongs to none.
  public String stream() {
    return entry.stream();
  }

  /// Place in its stream: 0, 1, 2, …
  public long sequence() {
    return entry.sequence();
  }

  /// Its name in the log, as of the current revision.
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

  /// The event of the domain.
  ///
  /// @throws RuntimeException when what is stored cannot be read as an event
  public Object event() {
    Object known = event;
    if (known == null) {
      known = decoder.decode(entry);
      event = known;
    }
    return known;
  }

  /// The stored JSON (UTF-8) of the event, which is its form on the wire without type and position.
  /// The array is shared: nobody changes it.
  public byte[] json() {
    return entry.payload();
  }

  @Override
  public String toString() {
    return entry + " at " + index;
  }
}
