/// Delivery of events from the log to connected people.
@NullMarked
package info.powow.socket.push;

import org.jspecify.annotations.NullMarked;
