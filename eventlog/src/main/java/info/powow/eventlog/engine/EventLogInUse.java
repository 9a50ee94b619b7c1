package info.powow.eventlog.engine;

import java.nio.file.Path;

/// The folder belongs to another process, or is open in this one already.
public final class EventLogInUse extends EventLogException {
  EventLogInUse(Path folder, String by) {
    super(
        "The event log in "
            + folder
            + " is in use by "
            + by
            + ". Stop it, or choose another data folder.",
        null);
  }
}
