/// From the event log to the people who are connected.
@NullMarked
package info.powow.socket.push;

import org.jspecify.annotations.NullMarked;
