/// Instruments for operators: the way of each message, and the health of each dependency. Pure: no
/// I/O, no threads of its own.
@NullMarked
package info.powow.ops;

import org.jspecify.annotations.NullMarked;
