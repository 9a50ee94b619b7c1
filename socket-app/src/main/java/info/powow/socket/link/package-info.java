/// The WebSocket connection below a STOMP session.
@NullMarked
package info.powow.socket.link;

import org.jspecify.annotations.NullMarked;
