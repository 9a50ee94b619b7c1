/// How requests are read: the one strict reading of JSON for HTTP and STOMP.
@NullMarked
package info.powow.http.json;

import org.jspecify.annotations.NullMarked;
