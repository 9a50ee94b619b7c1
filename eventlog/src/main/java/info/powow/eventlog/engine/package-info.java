/// The engine of the event log: streams of entries in one global order without gaps, on RocksDB. It
/// stores bytes and does not know events.
@NullMarked
package info.powow.eventlog.engine;

import org.jspecify.annotations.NullMarked;
