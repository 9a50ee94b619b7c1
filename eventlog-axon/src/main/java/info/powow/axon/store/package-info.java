/// The event log as Axon's event store.
@NullMarked
package info.powow.axon.store;

import org.jspecify.annotations.NullMarked;
