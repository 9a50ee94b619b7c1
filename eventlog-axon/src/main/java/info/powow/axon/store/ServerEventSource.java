package info.powow.axon.store;

import info.powow.eventlog.EventDecoder;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.engine.EventLogUnavailable;
import io.axoniq.axonserver.connector.event.EventStream;
import io.axoniq.axonserver.grpc.event.Event;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The event log on Axon Server. The server numbers events from 0; Powow numbers them from 1.
final class ServerEventSource implements EventSource {
  private final ServerEventStorageEngine engine;
  private final AxonServerEventCodec stored;
  private final EventDecoder decoder;
  private volatile @Nullable String epoch;

  ServerEventSource(
      ServerEventStorageEngine engine, AxonServerEventCodec stored, EventDecoder decoder) {
    this.engine = engine;
    this.stored = stored;
    this.decoder = decoder;
  }

  /// Axon Server has no epoch. The id of the first event distinguishes different logs, but not a
  /// log from its restored backup: then only clients that are ahead are detected.
  @Override
  public @Nullable String epoch() {
    String known = epoch;
    if (known == null && head() > 0) {
      List<Event> first = engine.firstRaw();
      if (!first.isEmpty()) {
        known =
            UUID.nameUUIDFromBytes(
                    first.getFirst().getMessageIdentifier().getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
        epoch = known;
      }
    }
    return known;
  }

  @Override
  public long head() {
    return engine.head();
  }

  @Override
  public boolean hasOtherWriters() {
    return true;
  }

  @Override
  public Cursor openAfter(long index) {
    return new ServerCursor(engine.openRaw(index));
  }

  @Override
  public List<LoggedEvent> read(String stream, long fromSequence, int maxCount) {
    List<LoggedEvent> events = new ArrayList<>();
    for (Event event : engine.readRaw(stream, fromSequence, maxCount)) {
      events.add(new LoggedEvent(0, stored.entry(event), decoder));
    }
    return events;
  }

  @Override
  public OptionalLong lastSequence(String stream) {
    return engine.lastSequenceNumberFor(stream).map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  /// If the connection breaks, every call fails, and the follower opens a new cursor after its last
  /// event.
  private final class ServerCursor implements Cursor {
    private final EventStream stream;
    private @Nullable EventWithToken unread;

    ServerCursor(EventStream stream) {
      this.stream = stream;
    }

    @Override
    public List<LoggedEvent> poll(int maxCount) {
      List<LoggedEvent> events = new ArrayList<>();
      while (events.size() < maxCount) {
        EventWithToken next = unread == null ? stream.nextIfAvailable() : unread;
        unread = null;
        if (next == null) {
          break;
        }
        events.add(new LoggedEvent(next.getToken() + 1, stored.entry(next.getEvent()), decoder));
      }
      if (events.isEmpty() && stream.isClosed()) {
        throw new EventLogUnavailable(
            "Axon Server closed the event stream", stream.getError().orElse(null));
      }
      return events;
    }

    @Override
    public void await(Duration timeout) throws InterruptedException {
      if (unread == null) {
        unread = stream.nextIfAvailable(timeout.toNanos(), TimeUnit.NANOSECONDS);
      }
    }

    @Override
    public void whenAvailable(Runnable callback) {
      stream.onAvailable(callback);
      if (unread != null) {
        callback.run();
      }
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
