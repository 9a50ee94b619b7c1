package info.powow.eventlog.engine;

import java.util.Set;

/// An append that was handed over in order and then not carried out. Who has already gone on as if
/// it were must forget what it knows of these streams and read them again.
public record FailedAppend(Set<String> streams, EventLogException cause) {}
