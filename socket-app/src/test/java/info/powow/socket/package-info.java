/// Whole sessions over real sockets.
@NullMarked
package info.powow.socket;

import org.jspecify.annotations.NullMarked;
