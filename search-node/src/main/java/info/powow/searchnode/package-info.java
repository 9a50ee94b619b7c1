/// The embedded Elasticsearch node's own process.
@NullMarked
package info.powow.searchnode;

import org.jspecify.annotations.NullMarked;
