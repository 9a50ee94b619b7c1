/// The embedded Elasticsearch node: a JVM of its own beside the server, and for as long as the
/// server.
@NullMarked
package info.powow.standalone.search;

import org.jspecify.annotations.NullMarked;
