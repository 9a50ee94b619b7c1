/// A STOMP client over WebSocket with minimal cost, because it shares two cores with the server
/// under test.
@NullMarked
package info.powow.bench.stomp;

import org.jspecify.annotations.NullMarked;
