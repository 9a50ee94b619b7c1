/// Gatherings by their ids, and whose they are.
@NullMarked
package info.powow.projection.gathering;

import org.jspecify.annotations.NullMarked;
