/// The full-text index of messages, in Elasticsearch.
@NullMarked
package info.powow.projection.search;

import org.jspecify.annotations.NullMarked;
