package info.powow.eventlog;

import info.powow.domain.HoldId;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.seal.Sealing;
import java.util.Collection;

/// Reads what was erased for everybody else, as far as a legal hold keeps its key. The log has to be
/// in this process: Axon Server gives no stored payloads.
public record HeldEvents(EventLog log, Sealing sealing) {
  /// The event with what a hold keeps of it; the event as it is if none does.
  public LoggedEvent open(LoggedEvent erased, Collection<HoldId> holds) {
    if (holds.isEmpty()) {
      return erased;
    }
    for (Logged stored : log.readStored(erased.stream(), erased.sequence(), 1)) {
      return sealing.openHeld(stored.entry(), holds).map(erased::with).orElse(erased);
    }
    return erased;
  }
}
