/// The event log: an engine on RocksDB ([info.powow.eventlog.engine]), the JSON of events
/// ([info.powow.eventlog.json]), the interface for reading it ([info.powow.eventlog.EventSource]),
/// and its Spring Boot configuration ([info.powow.eventlog.boot]).
@NullMarked
package info.powow.eventlog;

import org.jspecify.annotations.NullMarked;
