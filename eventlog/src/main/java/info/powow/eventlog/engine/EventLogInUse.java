package info.powow.eventlog.engine;

import java.nio.file.Path;

/// Thrown when the folder is open in another process, or already in this one.
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
