package info.powow.eventlog.engine;

import java.util.Set;

/// An accepted append that failed. Code that has already continued as if it had succeeded must
/// discard what it knows of these streams and read them again.
public record FailedAppend(Set<String> streams, EventLogException cause) {}
