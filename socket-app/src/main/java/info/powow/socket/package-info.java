/// STOMP over WebSocket: frames in become commands, the event log goes out as pushes.
@NullMarked
package info.powow.socket;

import org.jspecify.annotations.NullMarked;
