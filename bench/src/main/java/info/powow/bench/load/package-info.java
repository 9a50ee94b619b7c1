/// Open-loop load: when to send, what was measured, and how far a rate can go.
@NullMarked
package info.powow.bench.load;

import org.jspecify.annotations.NullMarked;
