package info.powow.eventlog.engine;

/// An entry that is durably in the log.
///
/// @param index place in the global order: 1, 2, 3, … without a gap
public record Logged(long index, Entry entry) {}
