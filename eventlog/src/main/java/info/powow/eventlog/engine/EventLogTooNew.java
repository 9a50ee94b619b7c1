package info.powow.eventlog.engine;

import java.nio.file.Path;

/// Thrown when a newer version wrote the folder.
public final class EventLogTooNew extends EventLogException {
  EventLogTooNew(Path folder, int written, int known) {
    super(
        "The event log in "
            + folder
            + " has format "
            + written
            + ", this version of Powow knows formats up to "
            + known
            + ". Start the newer version that wrote it, or choose another data folder.",
        null);
  }
}
