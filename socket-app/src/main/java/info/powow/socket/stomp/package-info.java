/// STOMP frames: reading what clients send, writing what they are sent.
@NullMarked
package info.powow.socket.stomp;

import org.jspecify.annotations.NullMarked;
