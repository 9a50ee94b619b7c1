package info.powow.command.erasure;

import info.powow.domain.PersonId;
import info.powow.domain.erasure.Forgets;
import info.powow.domain.erasure.PlaintextStore;

/// Drops all states from memory: each may hold something of anybody. They are read from the log
/// again when they are needed, and snapshots that were made before cannot be opened any more.
///
/// @param forgetAll evicts everything
/// @param savedSnapshots waits for snapshots that are being saved
record StatesForget(Runnable forgetAll, Runnable savedSnapshots) implements Forgets {
  @Override
  public PlaintextStore store() {
    return PlaintextStore.STATES;
  }

  @Override
  public long forget(PersonId person, long index) {
    forgetAll.run();
    savedSnapshots.run();
    return 0;
  }
}
