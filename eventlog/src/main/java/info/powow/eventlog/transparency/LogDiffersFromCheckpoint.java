package info.powow.eventlog.transparency;

/// The event log is not the one that was signed. Nothing is signed any more, so that the last
/// checkpoint stays as evidence.
public final class LogDiffersFromCheckpoint extends RuntimeException {
  LogDiffersFromCheckpoint(String what) {
    super(
        what
            + " Entries were changed or lost outside of Powow. No further checkpoint is signed. Keep"
            + " a copy of the data folder as evidence, and restore the event log from a backup"
            + " (docs/transparency.md).");
  }
}
