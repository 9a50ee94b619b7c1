/// Presence and typing: signals, which are not stored.
@NullMarked
package info.powow.socket.presence;

import org.jspecify.annotations.NullMarked;
