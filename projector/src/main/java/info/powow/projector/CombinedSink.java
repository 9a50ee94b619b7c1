package info.powow.projector;

import info.powow.eventlog.LoggedEvent;
import java.util.List;

/// Combines several sinks of one store into one.
public final class CombinedSink implements Projection.Sink {
  private final List<Projection.Sink> parts;

  public CombinedSink(List<Projection.Sink> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  public void load(List<LoggedEvent> events) {
    parts.forEach(part -> part.load(events));
  }

  /// If one part throws, the parts after it do not get the event. When the stream is retried, all
  /// parts get it again; it has no effect on those that applied it before.
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
