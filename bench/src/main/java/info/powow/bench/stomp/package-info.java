/// A STOMP client over WebSocket that costs next to nothing, because it shares two cores with the
/// server that it measures.
@NullMarked
package info.powow.bench.stomp;

import org.jspecify.annotations.NullMarked;
