/// The process of the embedded Elasticsearch node.
@NullMarked
package info.powow.searchnode;

import org.jspecify.annotations.NullMarked;
