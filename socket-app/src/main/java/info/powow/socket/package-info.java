/// STOMP over WebSocket: frames become commands, and the event log becomes pushes.
@NullMarked
package info.powow.socket;

import org.jspecify.annotations.NullMarked;
