package info.powow.eventlog;

import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.engine.Tail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// The event log of this process.
public final class LogEventSource implements EventSource {
  private final EventLog log;
  private final EventDecoder decoder;

  public LogEventSource(EventLog log, EventDecoder decoder) {
    this.log = log;
    this.decoder = decoder;
  }

  @Override
  public String epoch() {
    return log.epoch();
  }

  @Override
  public long head() {
    return log.head();
  }

  @Override
  public Cursor openAfter(long index) {
    return new TailCursor(log.tail(index));
  }

  @Override
  public List<LoggedEvent> read(String stream, long fromSequence, int maxCount) {
    return events(log.read(stream, fromSequence, maxCount));
  }

  @Override
  public OptionalLong lastSequence(String stream) {
    return log.lastSequence(stream);
  }

  private List<LoggedEvent> events(List<Logged> read) {
    List<LoggedEvent> events = new ArrayList<>(read.size());
    for (Logged logged : read) {
      events.add(new LoggedEvent(logged.index(), logged.entry(), decoder));
    }
    return events;
  }

  private final class TailCursor implements Cursor {
    private final Tail tail;

    TailCursor(Tail tail) {
      this.tail = tail;
    }

    @Override
    public List<LoggedEvent> poll(int maxCount) {
      return events(tail.poll(maxCount));
    }

    @Override
    public void await(Duration timeout) throws InterruptedException {
      boolean unused = tail.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void whenAvailable(Runnable callback) {
      tail.whenAvailable(callback);
    }

    @Override
    public void close() {
      tail.close();
    }
  }
}
