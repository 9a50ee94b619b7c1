/// People, gatherings and services by where they are, in Elasticsearch.
@NullMarked
package info.powow.projection.nearby;

import org.jspecify.annotations.NullMarked;
