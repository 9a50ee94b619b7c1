package info.powow.axon.bus;

/// Whether a command can be decided from memory. Otherwise, the log has to be read first, on a
/// thread that may block.
///
/// This is an approximation, correct for nearly all commands: data of other aggregates was first
/// read when the command's own aggregate was loaded.
public interface WarmCommands {
  boolean isWarm(Object command);
}
