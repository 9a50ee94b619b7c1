/// What clients may ask of conversations over STOMP.
@NullMarked
package info.powow.socket.conversation;

import org.jspecify.annotations.NullMarked;
