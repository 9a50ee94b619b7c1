/// STOMP frames: decoding and encoding.
@NullMarked
package info.powow.socket.stomp;

import org.jspecify.annotations.NullMarked;
