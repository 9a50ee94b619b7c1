/// Rate limits per person, over HTTP and STOMP together.
@NullMarked
package info.powow.http.limit;

import org.jspecify.annotations.NullMarked;
