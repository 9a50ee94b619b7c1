package info.powow.projector;

import info.powow.eventlog.LoggedEvent;
import java.util.List;

/// Several sinks of one store as one.
public final class CombinedSink implements Projection.Sink {
  private final List<Projection.Sink> parts;

  public CombinedSink(List<Projection.Sink> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  public void load(List<LoggedEvent> events) {
    parts.forEach(part -> part.load(events));
  }

  /// A part that throws leaves those behind it without the event; they get it when the stream is
  /// tried again, and those before it, for which it changes nothing then.
  @Override
  public void apply(LoggedEvent event) {
    parts.forEach(part -> part.apply(event));
  }

  @Override
  public int pending() {
    return parts.stream().mapToInt(Projection.Sink::pending).sum();
  }

  @Override
  public void flush() {
    parts.forEach(Projection.Sink::flush);
  }
}
