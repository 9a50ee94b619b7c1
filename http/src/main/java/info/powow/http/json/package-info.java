/// Strict parsing of requests, shared by HTTP and STOMP.
@NullMarked
package info.powow.http.json;

import org.jspecify.annotations.NullMarked;
