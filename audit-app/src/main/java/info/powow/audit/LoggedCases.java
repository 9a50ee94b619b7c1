package info.powow.audit;

import info.powow.domain.CaseId;
import info.powow.domain.audit.CaseEvent;
import info.powow.domain.audit.Cases;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/// Reads cases from the log, so it sees everything that was acknowledged.
final class LoggedCases {
  private static final String STREAM = "cases";

  private final EventSource log;

  LoggedCases(EventSource log) {
    this.log = log;
  }

  Cases all() {
    Cases cases = Cases.NONE;
    Iterator<LoggedEvent> events = log.iterate(STREAM, 0);
    while (events.hasNext()) {
      if (events.next().event() instanceof CaseEvent event) {
        cases = Cases.evolve(cases, event);
      }
    }
    return cases;
  }

  /// The newest reads and refused requests of a case, newest first.
  List<LoggedEvent> looks(CaseId id, int most) {
    String stream = "case:" + id.value();
    OptionalLong last = log.lastSequence(stream);
    return last.isEmpty()
        ? List.of()
        : log.read(stream, Math.max(0, last.getAsLong() - most + 1), most).reversed();
  }
}
