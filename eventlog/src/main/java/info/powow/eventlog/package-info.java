/// The event log: an engine on RocksDB ([info.powow.eventlog.engine]), the JSON of events
/// ([info.powow.eventlog.json]), how Axon uses both ([info.powow.eventlog.axon]) and how an
/// application gets them ([info.powow.eventlog.boot]).
@NullMarked
package info.powow.eventlog;

import org.jspecify.annotations.NullMarked;
