package info.powow.eventlog.engine;

/// A durable entry of the log.
///
/// @param index the place in the global order: 1, 2, 3, … without gaps
public record Logged(long index, Entry entry) {}
