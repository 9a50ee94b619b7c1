/// The embedded Elasticsearch node, a separate JVM that ends with the server.
@NullMarked
package info.powow.standalone.search;

import org.jspecify.annotations.NullMarked;
