@NullMarked
package info.powow.socket.link;

import org.jspecify.annotations.NullMarked;
