package info.powow.axon.bus;

/// Tells whether a command can be decided from memory. One that cannot has to read the log first, and
/// belongs on a thread that may wait.
///
/// An approximation, which is right for nearly all commands: what a decision asks of others than its
/// own aggregate was asked for the first time when that aggregate was loaded.
public interface WarmCommands {
  boolean isWarm(Object command);
}
