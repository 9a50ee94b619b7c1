/// The event log as Axon's event store.
@NullMarked
package info.powow.eventlog.axon;

import org.jspecify.annotations.NullMarked;
