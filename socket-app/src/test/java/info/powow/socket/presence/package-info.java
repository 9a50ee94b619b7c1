@NullMarked
package info.powow.socket.presence;

import org.jspecify.annotations.NullMarked;
