/// The event log as such: streams of entries in one gap-free global order, on RocksDB. It knows
/// bytes, not events.
@NullMarked
package info.powow.eventlog.engine;

import org.jspecify.annotations.NullMarked;
