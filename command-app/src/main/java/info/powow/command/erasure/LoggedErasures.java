package info.powow.command.erasure;

import info.powow.domain.erasure.Erasures;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.util.Iterator;

/// Reads the erasures from the log. The stream is short, and nothing is cached.
record LoggedErasures(EventSource log) {
  Erasures now() {
    Erasures erasures = Erasures.NONE;
    Iterator<LoggedEvent> events = log.iterate(Erasures.STREAM, 0);
    while (events.hasNext()) {
      erasures = Erasures.evolve(erasures, events.next().event());
    }
    return erasures;
  }
}
