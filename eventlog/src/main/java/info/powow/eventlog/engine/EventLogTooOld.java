package info.powow.eventlog.engine;

import java.nio.file.Path;

/// The folder was written before personal data was sealed. Nothing reads such a log any more.
public final class EventLogTooOld extends EventLogException {
  EventLogTooOld(Path folder, int written, int known) {
    super(
        "The event log in "
            + folder
            + " has format "
            + written
            + ", this version of Powow reads format "
            + known
            + " only. Start the version that wrote it, or choose another data folder.",
        null);
  }
}
