/// STOMP sessions, from CONNECT to DISCONNECT.
@NullMarked
package info.powow.socket.session;

import org.jspecify.annotations.NullMarked;
