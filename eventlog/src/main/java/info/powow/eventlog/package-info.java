/// The event log: an engine on RocksDB ([info.powow.eventlog.engine]), the JSON of events
/// ([info.powow.eventlog.json]), the one way to read it ([info.powow.eventlog.EventSource]) and how
/// an application gets them ([info.powow.eventlog.boot]).
@NullMarked
package info.powow.eventlog;

import org.jspecify.annotations.NullMarked;
