package info.powow.audit;

import info.powow.domain.CaseId;
import info.powow.domain.HoldId;
import info.powow.domain.erasure.Erasures;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.HeldEvents;
import info.powow.eventlog.LoggedEvent;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Words of erased people that a legal hold keeps for one case.
///
/// @param events null if this process cannot open them
record HeldWords(EventSource log, @Nullable HeldEvents events) {
  Erasures erasures() {
    Erasures erasures = Erasures.NONE;
    Iterator<LoggedEvent> logged = log.iterate(Erasures.STREAM, 0);
    while (logged.hasNext()) {
      erasures = Erasures.evolve(erasures, logged.next().event());
    }
    return erasures;
  }

  /// The holds in force of a case.
  List<HoldId> holdsIn(CaseId caseId) {
    return erasures().holdsIn(caseId);
  }

  /// The event, with its words if they were erased and one of the holds keeps them.
  LoggedEvent open(LoggedEvent event, List<HoldId> holds) {
    return events != null && !holds.isEmpty() && SeenMessages.isErased(event)
        ? events.open(event, holds)
        : event;
  }
}
