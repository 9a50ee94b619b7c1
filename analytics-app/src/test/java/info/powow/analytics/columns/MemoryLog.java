package info.powow.analytics.columns;

import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/// A log in memory that can be followed.
final class MemoryLog implements EventSource {
  static final Instant AT = Instant.parse("2026-11-29T10:00:00.123Z");

  private static final EventTypes TYPES = EventTypes.ofPowow();
  private static final EventJson JSON = new EventJson(TYPES);
  private static final byte[] NOTHING = {};

  private final List<LoggedEvent> events = new CopyOnWriteArrayList<>();
  private volatile String epoch = "one";

  void append(String stream, Object event) {
    String type = TYPES.nameOf(event.getClass());
    append(stream, type, TYPES.revisionOf(type), JSON.encode(event));
  }

  /// An event of a type that this version does not know.
  void appendUnknown(String stream) {
    append(stream, "MessageTranslated", "1", "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
  }

  private void append(String stream, String type, String revision, byte[] json) {
    long sequence = lastSequence(stream).orElse(-1) + 1;
    Entry entry =
        Entry.of(stream, "", sequence, stream + ' ' + sequence, AT, type, revision, json, NOTHING);
    events.add(
        new LoggedEvent(
            events.size() + 1L, entry, stored -> JSON.decode(stored.type(), stored.payload())));
  }

  void restored(String newEpoch) {
    events.clear();
    epoch = newEpoch;
  }

  List<LoggedEvent> events() {
    return events;
  }

  @Override
  public String epoch() {
    return epoch;
  }

  @Override
  public long head() {
    return events.size();
  }

  @Override
  public Cursor openAfter(long index) {
    return new Cursor() {
      private int next = (int) index;

      @Override
      public List<LoggedEvent> poll(int maxCount) {
        int end = Math.min(events.size(), next + maxCount);
        List<LoggedEvent> found = next >= end ? List.of() : List.copyOf(events.subList(next, end));
        next = Math.max(next, end);
        return found;
      }

      @Override
      public void await(Duration timeout) throws InterruptedException {
        Thread.sleep(5);
      }

      @Override
      public void whenAvailable(Runnable callback) {
        throw new UnsupportedOperationException("nothing here is called back");
      }

      @Override
      public void close() {}
    };
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
