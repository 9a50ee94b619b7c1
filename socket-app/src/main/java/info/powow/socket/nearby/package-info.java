/// What appears, changes and goes around those who look.
@NullMarked
package info.powow.socket.nearby;

import org.jspecify.annotations.NullMarked;
