/// Search for people, gatherings and services by location, in Elasticsearch.
@NullMarked
package info.powow.projection.nearby;

import org.jspecify.annotations.NullMarked;
