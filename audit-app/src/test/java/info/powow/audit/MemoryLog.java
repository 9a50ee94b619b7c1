package info.powow.audit;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A log in memory.
final class MemoryLog implements EventSource {
  private static final EventTypes TYPES = EventTypes.ofPowow();
  private static final EventJson JSON = new EventJson(TYPES);
  private static final byte[] NOTHING = {};

  private final List<LoggedEvent> events = new ArrayList<>();

  /// @return its index
  long append(String stream, Object event) {
    String type = TYPES.nameOf(event.getClass());
    long sequence = lastSequence(stream).orElse(-1) + 1;
    Entry entry =
        Entry.of(
            stream,
            "",
            sequence,
            stream + ' ' + sequence,
            Instant.EPOCH,
            type,
            TYPES.revisionOf(type),
            JSON.encode(event),
            NOTHING);
    events.add(
        new LoggedEvent(
            events.size() + 1L, entry, stored -> JSON.decode(stored.type(), stored.payload())));
    return events.size();
  }

  @Override
  public String epoch() {
    return "memory";
  }

  @Override
  public long head() {
    return events.size();
  }

  @Override
  public Cursor openAfter(long index) {
    throw new UnsupportedOperationException("nothing here follows the log");
  }

  @Override
  public List<LoggedEvent> read(String stream, long fromSequence, int maxCount) {
    return events.stream()
        .filter(event -> event.stream().equals(stream) && event.sequence() >= fromSequence)
        .limit(maxCount)
        .toList();
  }

  @Override
  public OptionalLong lastSequence(String stream) {
    return events.stream()
        .filter(event -> event.stream().equals(stream))
        .mapToLong(LoggedEvent::sequence)
        .max();
  }
}
