/// Search for people, gatherings, services and open groups by location, in Elasticsearch.
@NullMarked
package info.powow.projection.nearby;

import org.jspecify.annotations.NullMarked;
