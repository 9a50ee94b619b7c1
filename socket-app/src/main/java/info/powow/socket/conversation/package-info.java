/// Requests of clients over STOMP.
@NullMarked
package info.powow.socket.conversation;

import org.jspecify.annotations.NullMarked;
