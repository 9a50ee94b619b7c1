/// Gatherings by id, and people's calendars.
@NullMarked
package info.powow.projection.gathering;

import org.jspecify.annotations.NullMarked;
