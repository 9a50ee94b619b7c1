package info.powow.eventlog.seal;

import info.powow.domain.PersonId;
import info.powow.domain.erasure.Forgets;
import info.powow.domain.erasure.PlaintextStore;

/// Drops keys and plain entries from the memory of this process.
///
/// @param newest drops the newest entries, if the log is in this process
public record LogForgets(Sealing sealing, Runnable newest) implements Forgets {
  @Override
  public PlaintextStore store() {
    return PlaintextStore.LOG;
  }

  @Override
  public long forget(PersonId person, long index) {
    sealing.forget(person.value());
    newest.run();
    return 0;
  }
}
